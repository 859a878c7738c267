import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bookingKeys, bookingsApi } from '@/api/bookings';
import { messageOf, Section } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { toast } from '@/ui/toast';

const EMPTY = { number: '', surname: '', arrival: '', departure: '', room: '', persons: '' };

/** One booking by hand, where there is no file and no system that brings it. */
export function NewBooking({ property }: { property: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [form, setForm] = useState(EMPTY);
  const backwards = form.arrival !== '' && form.departure !== '' && form.departure < form.arrival;
  const whole = form.number.trim() && form.surname.trim() && form.arrival && form.departure;
  const save = useMutation({
    mutationFn: () =>
      bookingsApi.put(property, {
        number: form.number.trim(),
        surname: form.surname.trim(),
        arrival: form.arrival,
        departure: form.departure,
        room: form.room.trim() || undefined,
        persons: Number(form.persons) || undefined,
      }),
    onSuccess: (booking) => {
      setForm(EMPTY);
      toast(t('bookings.entered', { number: booking.number }));
      return queries.invalidateQueries({ queryKey: bookingKeys.all(property) });
    },
  });
  const field = (name: keyof typeof EMPTY) => ({
    label: t(`bookings.${name}`),
    autoComplete: 'off',
    value: form[name],
    onChange: ({ target }: { target: HTMLInputElement }) => {
      save.reset();
      setForm({ ...form, [name]: target.value });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (whole && !backwards && !save.isPending) save.mutate();
  };
  return (
    <Section title={t('bookings.byHand')} hint={t('bookings.byHandHint')}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
          <TextField {...field('number')} dir="auto" maxLength={60} required />
          <TextField {...field('surname')} dir="auto" maxLength={120} required />
          <TextField {...field('arrival')} type="date" required />
          <TextField
            {...field('departure')}
            type="date"
            min={form.arrival || undefined}
            error={backwards ? t('bookings.backwards') : undefined}
            required
          />
          <TextField {...field('room')} label={t('bookings.roomField')} dir="auto" maxLength={60} />
          <TextField
            {...field('persons')}
            label={t('bookings.personsField')}
            type="number"
            min={1}
            max={500}
            className="nums"
          />
        </div>
        {save.error && (
          <p role="alert" className="text-danger text-label">
            {messageOf(save.error, t)}
          </p>
        )}
        <Button
          type="submit"
          variant="secondary"
          className="self-start"
          disabled={!whole || backwards || save.isPending}
        >
          {t('bookings.enter')}
        </Button>
      </form>
    </Section>
  );
}
