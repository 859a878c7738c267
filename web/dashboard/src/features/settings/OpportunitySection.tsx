import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { type OpportunitySettings, opportunitiesApi, opportunityKeys } from '@/api/opportunities';
import { ErrorCard, messageOf, Section, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { TextField, Toggle } from '@/ui/Field';
import { toast } from '@/ui/toast';

const NUMBERS = ['room_night', 'person_day', 'ring_from'] as const;
type NumberName = (typeof NUMBERS)[number];
type Fields = Record<NumberName, string> & { on: boolean };

/** What the property plans with when a guest has something larger in mind. It is saved by itself: it is private. */
export function OpportunitySection({ property }: { property: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: opportunityKeys.property(property),
    queryFn: () => opportunitiesApi.get(property),
  });
  return (
    <Section title={t('opportunities.title')} hint={t('opportunities.hint')}>
      {data ? (
        <Form key={data.version} property={property} saved={data} />
      ) : error ? (
        <ErrorCard error={error} onRetry={() => refetch()} />
      ) : (
        <SkeletonLines widths={[60, 40, 40]} />
      )}
    </Section>
  );
}

const fieldsOf = (saved: OpportunitySettings): Fields => ({
  on: saved.on,
  room_night: saved.room_night ? String(saved.room_night) : '',
  person_day: saved.person_day ? String(saved.person_day) : '',
  ring_from: saved.ring_from ? String(saved.ring_from) : '',
});

function Form({ property, saved }: { property: string; saved: OpportunitySettings }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const begun = fieldsOf(saved);
  const [values, setValues] = useState(begun);
  const dirty = NUMBERS.some((name) => values[name] !== begun[name]) || values.on !== begun.on;
  const save = useMutation({
    mutationFn: () =>
      opportunitiesApi.save(property, {
        on: values.on,
        room_night: Number(values.room_night),
        person_day: Number(values.person_day),
        ring_from: Number(values.ring_from),
        version: saved.version,
      }),
    onSuccess: (fresh) => {
      queries.setQueryData(opportunityKeys.property(property), fresh);
      toast(t('settings.saved'));
    },
  });
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      dirty && current.pathname !== next.pathname && !window.confirm(t('settings.leave')),
    enableBeforeUnload: dirty,
  });
  const changed = save.error instanceof ApiError && save.error.body.reason === 'settings_changed';
  const discard = () => {
    save.reset();
    setValues(begun);
    if (changed) queries.invalidateQueries({ queryKey: opportunityKeys.property(property) });
  };
  const number = (name: NumberName) => (
    <TextField
      label={t(`opportunities.${name}`, { currency: saved.currency || '¤' })}
      hint={t(`opportunities.${name}_hint`)}
      inputMode="numeric"
      autoComplete="off"
      className="nums"
      value={values[name]}
      onChange={(event) => {
        save.reset();
        setValues({ ...values, [name]: event.target.value.replace(/\D/g, '').slice(0, 9) });
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault(); // the form around this saves other settings
        if (dirty && !save.isPending) save.mutate();
      }}
    />
  );
  return (
    <>
      <Toggle
        label={t('opportunities.on')}
        hint={t('opportunities.onHint')}
        checked={values.on}
        onChange={(on) => setValues({ ...values, on })}
      />
      <div className="grid grid-cols-2 items-start gap-4 max-sm:grid-cols-1">
        {number('room_night')}
        {number('person_day')}
        {number('ring_from')}
      </div>
      {dirty && (
        <div className="flex flex-wrap items-center gap-2">
          <p role="status" className="min-w-0 flex-1 text-ui max-sm:basis-full">
            {save.error ? (
              <span className="text-danger">
                {changed ? t('opportunities.changed') : messageOf(save.error, t)}
              </span>
            ) : (
              t('settings.unsaved')
            )}
          </p>
          <Button onClick={discard}>{t(changed ? 'settings.theirs' : 'settings.discard')}</Button>
          <Button
            variant="primary"
            disabled={save.isPending || changed}
            onClick={() => save.mutate()}
          >
            {t('opportunities.save')}
          </Button>
        </div>
      )}
    </>
  );
}
