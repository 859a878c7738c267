import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Contact } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';

/** Blocks a guest, or lets them in again; the toast takes it back. */
export function BlockGuest({ contact, conversation }: { contact: Contact; conversation: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const blocked = Boolean(contact.blocked);
  const change = useMutation({
    mutationFn: (next: boolean) => api.updateContact(contact.id, { blocked: next }),
    onSuccess: (_result, next) => {
      queries.invalidateQueries({ queryKey: keys.conversation(conversation) });
      if (next) toast(t('guest.blockedToast'), () => change.mutate(false));
    },
    onError: (error) => toast(messageOf(error, t)),
  });
  return (
    <div className="border-line border-t px-5 py-4">
      {blocked && <p className="mb-2 text-danger text-ui">{t('guest.blocked')}</p>}
      <Button
        size="sm"
        variant={blocked ? 'secondary' : 'danger'}
        disabled={change.isPending}
        onClick={() => change.mutate(!blocked)}
      >
        {t(blocked ? 'guest.unblock' : 'guest.block')}
      </Button>
    </div>
  );
}
