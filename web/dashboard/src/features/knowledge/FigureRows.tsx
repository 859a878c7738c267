import clsx from 'clsx';
import { Plus, X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '@/ui/Button';
import { Select, TextField } from '@/ui/Field';
import {
  type Day,
  dayName,
  type Hours,
  monthNames,
  type Price,
  readAmount,
  readNumber,
  readTime,
  type Span,
  UNITS,
  type Unit,
  WEEK,
} from './figures';

interface RowsProps<T> {
  legend: string;
  add: string;
  rows: T[];
  fresh: T;
  onChange: (rows: T[]) => void;
  children: (row: T, put: (row: T) => void, nth: number) => ReactNode;
}

/** Rows of one kind, each with what takes it away, and what adds another below. */
export function Rows<T>({ legend, add, rows, fresh, onChange, children }: RowsProps<T>) {
  const { t } = useTranslation();
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 font-medium text-ink2 text-label">{legend}</legend>
      {rows.map((row, nth) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no names of their own
          key={nth}
          className="flex items-start gap-2 max-sm:flex-col-reverse max-sm:gap-0 max-sm:rounded-card max-sm:border max-sm:border-line max-sm:p-2"
        >
          <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
            {children(row, (next) => onChange(rows.map((old, i) => (i === nth ? next : old))), nth)}
          </div>
          <IconButton
            label={t('figure.remove', { what: legend, nth: nth + 1 })}
            className="max-sm:self-end"
            onClick={() => onChange(rows.filter((_, i) => i !== nth))}
          >
            <X size={15} strokeWidth={1.5} />
          </IconButton>
        </div>
      ))}
      <Button
        size="sm"
        variant="ghost"
        className="-ms-2 self-start"
        onClick={() => onChange([...rows, fresh])}
      >
        <Plus size={14} strokeWidth={1.5} />
        {add}
      </Button>
    </fieldset>
  );
}

interface SmallProps {
  label: string;
  value: string;
  width?: string;
  numeric?: boolean;
  onChange: (value: string) => void;
  onLeave?: (value: string) => void;
}

/** A short field whose name stands in it until something is typed. */
export function Small({ label, value, width = 'w-24', numeric, onChange, onLeave }: SmallProps) {
  return (
    <div className={clsx(width, 'shrink-0')}>
      <TextField
        hideLabel
        label={label}
        placeholder={label}
        title={label}
        dir="auto"
        className="nums"
        inputMode={numeric ? 'numeric' : undefined}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={(event) => onLeave?.(event.target.value)}
      />
    </div>
  );
}

/** A day that comes every year: the day, and its month. */
function DayOfYear({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t, i18n } = useTranslation();
  const [month = '01', day = '01'] = value.split('-');
  const put = (m: string, d: string) => {
    const last = new Date(Date.UTC(2024, Number(m), 0)).getUTCDate();
    const within = Math.min(Math.max(Number(d.replace(/\D/g, '')) || 1, 1), last);
    onChange(`${m}-${String(within).padStart(2, '0')}`);
  };
  return (
    <span className="flex items-center gap-1">
      <Small
        numeric
        width="w-12"
        label={t('figure.dayOf', { what: label })}
        value={String(Number(day))}
        onChange={(typed) => put(month, typed.slice(-2))}
      />
      <Select
        hideLabel
        label={t('figure.monthOf', { what: label })}
        value={month}
        onChange={(event) => put(event.target.value, day)}
      >
        {monthNames(i18n.language).map((name, nth) => (
          <option key={name} value={String(nth + 1).padStart(2, '0')}>
            {name}
          </option>
        ))}
      </Select>
    </span>
  );
}

/** From one day of the year until another. */
export function SpanFields({ span, onChange }: { span: Span; onChange: (span: Span) => void }) {
  const { t } = useTranslation();
  return (
    <span className="flex flex-wrap items-center gap-2">
      <DayOfYear
        label={t('figure.firstDay')}
        value={span.from}
        onChange={(from) => onChange({ ...span, from })}
      />
      <span aria-hidden className="text-ink3">
        –
      </span>
      <DayOfYear
        label={t('figure.lastDay')}
        value={span.until}
        onChange={(until) => onChange({ ...span, until })}
      />
    </span>
  );
}

/** The days of the week that a row is for; none pressed is every day. */
function Days({ days, onChange }: { days: Day[]; onChange: (days: Day[]) => void }) {
  const { t, i18n } = useTranslation();
  return (
    <span className="flex gap-0.5">
      {WEEK.map((day) => {
        const on = days.includes(day);
        return (
          <button
            key={day}
            type="button"
            aria-pressed={on}
            aria-label={dayName(day, i18n.language, 'long')}
            title={dayName(day, i18n.language, 'long')}
            onClick={() => onChange(on ? days.filter((other) => other !== day) : [...days, day])}
            className={clsx(
              'flex h-9 w-7 items-center justify-center rounded-chip border text-label',
              on
                ? 'border-accent font-semibold text-accent'
                : 'border-line text-ink3 hover:bg-sunken',
            )}
          >
            {dayName(day, i18n.language, 'narrow')}
          </button>
        );
      })}
      {days.length === 0 && (
        <span className="ms-1 self-center whitespace-nowrap text-ink3 text-label">
          {t('figure.everyDay')}
        </span>
      )}
    </span>
  );
}

interface HoursProps {
  row: Hours;
  /** Which ends a row has: check-in only begins, check-out only ends. */
  ends: { from: boolean; until: boolean };
  onChange: (row: Hours) => void;
}

/** From when until when, on which days. */
export function HoursRow({ row, ends, onChange }: HoursProps) {
  const { t } = useTranslation();
  const closed = useId();
  return (
    <>
      <Days days={row.days ?? []} onChange={(days) => onChange({ ...row, days })} />
      {!row.closed && (ends.from || row.from) && (
        <Small
          width="w-20"
          label={t('figure.from')}
          value={row.from ?? ''}
          onChange={(from) => onChange({ ...row, from })}
          onLeave={(typed) => onChange({ ...row, from: readTime(typed) })}
        />
      )}
      {!row.closed && (ends.until || row.until) && (
        <Small
          width="w-20"
          label={t('figure.until')}
          value={row.until ?? ''}
          onChange={(until) => onChange({ ...row, until })}
          onLeave={(typed) => onChange({ ...row, until: readTime(typed) })}
        />
      )}
      <label htmlFor={closed} className="flex h-9 items-center gap-1.5 text-ink2 text-label">
        <input
          id={closed}
          type="checkbox"
          checked={row.closed ?? false}
          onChange={(event) => onChange({ ...row, closed: event.target.checked })}
        />
        {t('figure.closed')}
      </label>
      <Dates dates={row.dates} onChange={(dates) => onChange({ ...row, dates })} />
    </>
  );
}

/** The part of the year that a row is for, where it is not the whole. */
function Dates({ dates, onChange }: { dates?: Span; onChange: (dates?: Span) => void }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="flex h-9 items-center gap-1.5 text-ink2 text-label">
        <input
          id={id}
          type="checkbox"
          checked={Boolean(dates)}
          onChange={(event) =>
            onChange(event.target.checked ? { from: '12-24', until: '12-26' } : undefined)
          }
        />
        {t('figure.someDates')}
      </label>
      {dates && <SpanFields span={dates} onChange={onChange} />}
    </>
  );
}

/** An amount, what it is per, and for which ages. */
export function PriceRow({
  row,
  currency,
  onChange,
}: {
  row: Price;
  currency: ReactNode;
  onChange: (row: Price) => void;
}) {
  const { t } = useTranslation();
  const per = row.per ?? [];
  const pick = (at: number, unit: string) => {
    const next = [...per];
    if (unit) next[at] = unit as Unit;
    else next.splice(at, 1);
    onChange({ ...row, per: [...new Set(next)] });
  };
  return (
    <>
      <Small
        width="w-20"
        label={t('figure.amount')}
        value={row.amount}
        onChange={(amount) => onChange({ ...row, amount })}
        onLeave={(typed) => onChange({ ...row, amount: readAmount(typed) })}
      />
      {currency}
      {[0, ...(per.length > 0 ? [1] : [])].map((at) => (
        <Select
          key={at}
          hideLabel
          label={t(at === 0 ? 'figure.perWhat' : 'figure.andPer')}
          value={per[at] ?? ''}
          onChange={(event) => pick(at, event.target.value)}
        >
          <option value="">{t(at === 0 ? 'figure.once' : 'figure.noMore')}</option>
          {UNITS.map((unit) => (
            <option key={unit} value={unit}>
              {t(`figure.per.${unit}`)}
            </option>
          ))}
        </Select>
      ))}
      <Small
        numeric
        width="w-24"
        label={t('figure.fromAge')}
        value={row.from_age ? String(row.from_age) : ''}
        onChange={(typed) => onChange({ ...row, from_age: readNumber(typed) })}
      />
      <Small
        numeric
        width="w-24"
        label={t('figure.untilAge')}
        value={row.until_age ? String(row.until_age) : ''}
        onChange={(typed) => onChange({ ...row, until_age: readNumber(typed) })}
      />
      <Dates dates={row.dates} onChange={(dates) => onChange({ ...row, dates })} />
    </>
  );
}
