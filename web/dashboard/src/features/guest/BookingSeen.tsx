import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Contact } from '@/api/types';
import { dateTime } from '@/lib/format';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';

/**
 * By what the guest's booking is proven and until when, or the press of an agent who has seen it: the
 * assistant then tells what is for guests with a booking.
 */
export function BookingSeen({ contact, conversation }: { contact: Contact; conversation: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const seen = contact.verified;
  const { proof } = contact;
  const change = useMutation({
    mutationFn: (next: boolean) => api.updateContact(contact.id, { verified: next }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.conversation(conversation) }),
    onError: (error) => toast(messageOf(error, t)),
  });
  return (
    <div className="border-line border-t px-5 py-4">
      <p className="mb-2 text-ink2 text-ui">
        {seen && proof
          ? t(`guest.proof.${proof.by}`, {
              booking: proof.booking,
              until: dateTime(proof.until),
            })
          : t('guest.bookingAsk')}
      </p>
      <Button
        size="sm"
        variant="secondary"
        disabled={change.isPending}
        onClick={() => change.mutate(!seen)}
      >
        {t(seen ? 'guest.bookingTakeBack' : 'guest.bookingPress')}
      </Button>
    </div>
  );
}
