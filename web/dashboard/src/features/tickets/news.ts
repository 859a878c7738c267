import i18n from 'i18next';
import type { Publication } from '@/api/publication';
import { toast } from '@/ui/toast';

/** Tells whoever has a ticket that its guest has answered. */
export function hearTickets(publication: Publication): void {
  if (publication.t === 'ticket' && publication.what === 'answered') {
    toast(i18n.t('news.ticket', { number: publication.number }));
  }
}
