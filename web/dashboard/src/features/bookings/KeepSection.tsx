import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type BookingSettings, bookingKeys, bookingsApi } from '@/api/bookings';
import { messageOf, Section } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { toast } from '@/ui/toast';

const LEAST = 3;
const MOST = 400;

/** For how long bookings are kept: they are about people. */
export function KeepSection({ property }: { property: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: bookingKeys.settings(property),
    queryFn: () => bookingsApi.settings(property),
  });
  return (
    <Section title={t('bookings.keep')} hint={t('bookings.keepHint')}>
      {data && <Form key={data.version} property={property} saved={data} />}
    </Section>
  );
}

function Form({ property, saved }: { property: string; saved: BookingSettings }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [days, setDays] = useState(String(saved.keep_days));
  const value = Number(days);
  const wrong = !Number.isInteger(value) || value < LEAST || value > MOST;
  const save = useMutation({
    mutationFn: () => bookingsApi.keep(property, value, saved.version),
    onSuccess: (fresh) => {
      queries.setQueryData(bookingKeys.settings(property), fresh);
      toast(t('bookings.kept'));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wrong && !save.isPending) save.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <TextField
        label={t('bookings.keepDays')}
        inputMode="numeric"
        autoComplete="off"
        className="nums max-w-40"
        value={days}
        error={wrong ? t('bookings.keepWrong', { least: LEAST, most: MOST }) : undefined}
        onChange={(event) => {
          save.reset();
          setDays(event.target.value.replace(/\D/g, '').slice(0, 3));
        }}
      />
      {save.error && (
        <p role="alert" className="text-danger text-label">
          {messageOf(save.error, t)}
        </p>
      )}
      {days !== String(saved.keep_days) && (
        <Button
          type="submit"
          variant="primary"
          className="self-start"
          disabled={wrong || save.isPending}
        >
          {t('common.save')}
        </Button>
      )}
    </form>
  );
}
