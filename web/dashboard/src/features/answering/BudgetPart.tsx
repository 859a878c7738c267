import { useTranslation } from 'react-i18next';
import type { Answering } from '@/api/answering';
import { Section } from '@/ui/Bits';
import { TextField } from '@/ui/Field';
import type { Fields } from './form';

interface Props {
  saved: Answering;
  values: Fields;
  wrong: Record<string, string>;
  set: (part: Partial<Fields>) => void;
}

/** What may be used on a day, and what was used on this one. */
export function BudgetPart({ saved, values, wrong, set }: Props) {
  const { t } = useTranslation();
  const field = (name: 'guest_calls' | 'day_calls' | 'day_tokens') => (
    <TextField
      label={t(`answering.${name}`)}
      value={values[name]}
      error={wrong[name]}
      inputMode="numeric"
      autoComplete="off"
      className="nums"
      onChange={(event) => set({ [name]: event.target.value.replace(/\D/g, '').slice(0, 12) })}
    />
  );
  return (
    <Section title={t('answering.budget')} hint={t('answering.budgetHint')}>
      <div className="flex flex-col gap-3">
        <Meter label={t('answering.callsToday')} used={saved.today.calls} of={saved.day_calls} />
        <Meter label={t('answering.tokensToday')} used={saved.today.tokens} of={saved.day_tokens} />
      </div>
      <div className="grid grid-cols-3 items-end gap-3 max-sm:grid-cols-1">
        {field('guest_calls')}
        {field('day_calls')}
        {field('day_tokens')}
      </div>
    </Section>
  );
}

function Meter({ label, used, of }: { label: string; used: number; of: number }) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  const full = used >= of;
  return (
    <div>
      <p className="flex flex-wrap justify-between gap-x-3 text-label">
        <span className="font-medium text-ink2">{label}</span>
        <span className={full ? 'nums text-danger' : 'nums text-ink2'}>
          {t('answering.usedOf', { used: number.format(used), all: number.format(of) })}
        </span>
      </p>
      <meter className="sr-only" aria-label={label} min={0} max={of} value={Math.min(used, of)} />
      <div
        aria-hidden
        className="mt-1 h-1.5 overflow-hidden rounded-full bg-sunken forced-colors:border"
      >
        <div
          className={full ? 'h-full bg-danger' : 'h-full bg-fill'}
          style={{ width: `${of > 0 ? Math.min(100, (used / of) * 100) : 100}%` }}
        />
      </div>
      {full && <p className="mt-1 text-danger text-label">{t('answering.full')}</p>}
    </div>
  );
}
