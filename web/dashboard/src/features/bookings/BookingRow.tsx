import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Booking, bookingKeys, bookingsApi } from '@/api/bookings';
import { dateTime, day } from '@/lib/format';
import { Chip, messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { CopyField } from '@/ui/CopyField';

interface Props {
  property: string;
  booking: Booking;
  manages: boolean;
}

/** One booking, the link that proves it, and the press that says it does not stand any more. */
export function BookingRow({ property, booking, manages }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const link = useMutation({ mutationFn: () => bookingsApi.link(property, booking.key) });
  const cancel = useMutation({
    mutationFn: () => bookingsApi.cancel(property, booking.key),
    onSuccess: () => {
      link.reset();
      return queries.invalidateQueries({ queryKey: bookingKeys.all(property) });
    },
  });
  const failed = link.error ?? cancel.error;
  const more = [
    booking.room && t('bookings.room', { room: booking.room }),
    booking.persons && t('bookings.persons', { count: booking.persons }),
    booking.email,
    booking.phone,
  ].filter(Boolean);
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className="flex flex-wrap items-center gap-2 font-medium text-ui">
            <bdi className="break-words">{booking.surname}</bdi>
            <bdi className="nums font-normal text-ink2">{booking.number}</bdi>
            {booking.cancelled && <Chip tone="danger">{t('bookings.cancelled')}</Chip>}
          </p>
          <p className="nums text-ink3 text-label">
            {day(booking.arrival)} – {day(booking.departure)}
          </p>
          {more.length > 0 && (
            <p className="nums break-words text-ink3 text-label">
              {more.map((part, index) => (
                <span key={String(part)}>
                  {index > 0 && ' · '}
                  <bdi>{part}</bdi>
                </span>
              ))}
            </p>
          )}
        </div>
        {!booking.cancelled && (
          <div className="flex flex-wrap gap-2">
            <Button size="sm" disabled={link.isPending} onClick={() => link.mutate()}>
              <Link2 size={14} strokeWidth={1.5} aria-hidden />
              {t('bookings.link')}
            </Button>
            {manages && (
              <Button
                size="sm"
                variant="ghost"
                disabled={cancel.isPending}
                onClick={() =>
                  window.confirm(t('bookings.cancelAsk', { number: booking.number })) &&
                  cancel.mutate()
                }
              >
                {t('bookings.cancel')}
              </Button>
            )}
          </div>
        )}
      </div>
      {link.data && (
        <div className="flex flex-col gap-1">
          <CopyField label={t('bookings.linkFor')} text={link.data.url} />
          <p className="text-ink3 text-label">
            {t('bookings.linkUntil', { at: dateTime(link.data.expires) })}
          </p>
        </div>
      )}
      {failed && (
        <p role="alert" className="text-danger text-label">
          {messageOf(failed, t)}
        </p>
      )}
    </li>
  );
}
