import clsx from 'clsx';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AnswerHealth } from '@/api/answering';
import { dateTime } from '@/lib/format';

/** One lamp: lit since it answered last, dark where it was not asked yet, red where it did not answer. */
export function Health({ health, because }: { health: AnswerHealth; because: string }) {
  const { t } = useTranslation();
  const failed = health.fault_at && (health.because || !health.up);
  const state = failed ? 'fault' : health.well_at ? 'on' : 'unknown';
  return (
    <p className="flex min-w-0 items-start gap-2 text-label">
      <span
        aria-hidden
        className={clsx(
          'mt-px flex size-[19px] shrink-0 items-center justify-center rounded-full forced-colors:border',
          state === 'on' && 'bg-live text-surface shadow-[0_0_0_3px_var(--live-tint)]',
          state === 'fault' && 'border-2 border-danger bg-danger-tint font-bold text-danger',
          state === 'unknown' && 'border-2 border-strong border-dashed bg-surface',
        )}
      >
        {state === 'on' ? <Check size={12} strokeWidth={3} /> : state === 'fault' ? '!' : null}
      </span>
      <span className={clsx('min-w-0', state === 'fault' ? 'text-danger' : 'text-ink2')}>
        {state === 'on' && t('answering.wellAt', { at: dateTime(health.well_at ?? '') })}
        {state === 'unknown' && t('answering.notAsked')}
        {state === 'fault' &&
          t(health.up ? 'answering.faultAt' : 'answering.left', {
            at: dateTime(health.fault_at ?? ''),
            why: because,
          })}
      </span>
    </p>
  );
}
