import { useTranslation } from 'react-i18next';
import type { Card } from '@/api/types';

/** The guest's name, or a steady short label for one who has not given any. */
export function useGuestLabel(card: Pick<Card, 'guest'>): string {
  const { t } = useTranslation();
  if (card.guest.name) return card.guest.name;
  const tail = card.guest.id
    .replace(/[^0-9a-z]/gi, '')
    .slice(-4)
    .toUpperCase();
  return t('guest.anonymous', { tail });
}
