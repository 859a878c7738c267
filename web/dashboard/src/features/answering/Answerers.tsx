import { useMutation, useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerHealth, type Answering, answeringApi, answeringKeys } from '@/api/answering';
import type { Property } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Health } from './Health';

type Who = 'builtin' | 'model' | 'bot';

interface Props {
  property: Property;
  saved: Answering;
  who: Who;
  /** There are changes that are not saved: only what is saved can be asked. */
  dirty: boolean;
  error?: string;
  onChoose: (by: Who) => void;
}

/** The three who may answer, one of them chosen, each with how it does. */
export function Answerers({ property, saved, who, dirty, error, onChoose }: Props) {
  const { t } = useTranslation();
  const name = useId();
  const options: { value: Who; title: string; hint: string; off?: boolean }[] = [
    { value: 'builtin', title: t('answering.builtin'), hint: t('answering.builtinHint') },
    {
      value: 'model',
      title: saved.model
        ? t('answering.modelAt', { name: saved.model, host: saved.model_host })
        : t('answering.model'),
      hint: t(saved.model ? 'answering.modelHint' : 'answering.modelAbsent'),
      off: !saved.model,
    },
    { value: 'bot', title: t('answering.bot'), hint: t('answering.botHint') },
  ];
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="sr-only">{t('answering.guests')}</legend>
      {options.map(({ value, title, hint, off }) => (
        <div
          key={value}
          className={clsx(
            'rounded-card border px-4 py-3',
            who === value ? 'border-accent bg-wash' : 'border-line',
            off && 'bg-sunken',
          )}
        >
          <label className={clsx('flex gap-3', !off && 'cursor-pointer')}>
            <input
              type="radio"
              name={name}
              checked={who === value}
              disabled={off}
              aria-describedby={`${name}-${value}`}
              onChange={() => onChoose(value)}
              className="mt-1 size-4 shrink-0 accent-fill"
            />
            <span className="min-w-0">
              <span className="block break-words font-medium text-ui">
                <bdi>{title}</bdi>
              </span>
              <span id={`${name}-${value}`} className="block text-ink2 text-label">
                {hint}
              </span>
            </span>
          </label>
          {who === value && value !== 'builtin' && (
            <Asked
              property={property}
              by={value}
              dirty={dirty}
              health={value === 'bot' ? saved.bot_health : saved.model_health}
            />
          )}
        </div>
      ))}
      {error && (
        <p role="alert" className="text-danger text-label">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** How it has done, and a press that asks it now. */
function Asked({
  property,
  by,
  dirty,
  health,
}: {
  property: Property;
  by: 'model' | 'bot';
  dirty: boolean;
  health: AnswerHealth;
}) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const ask = useMutation({
    mutationFn: () => answeringApi.check(property.id, by),
    onSettled: () => queries.invalidateQueries({ queryKey: answeringKeys.property(property.id) }),
  });
  const word = (because?: string) =>
    t(`answering.because.${because ?? 'error'}`, { defaultValue: t('answering.because.error') });
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-t pt-3 ps-7">
      <Health health={health} because={word(health.because)} />
      <Button
        size="sm"
        className="ms-auto"
        disabled={dirty || ask.isPending}
        title={dirty ? t('answering.saveFirst') : undefined}
        onClick={() => ask.mutate()}
      >
        {t(ask.isPending ? 'answering.asking' : 'answering.ask')}
      </Button>
      <p role="status" className="basis-full text-label empty:hidden">
        {ask.isError && <span className="text-danger">{messageOf(ask.error, t)}</span>}
        {ask.data &&
          (ask.data.ok ? (
            <span className="text-live">
              {t('answering.answered', {
                ms: new Intl.NumberFormat(i18n.language).format(ask.data.took_ms),
              })}
            </span>
          ) : (
            <span className="text-danger">
              {t('answering.failed', { why: word(ask.data.because) })}
            </span>
          ))}
      </p>
    </div>
  );
}
