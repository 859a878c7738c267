import clsx from 'clsx';
import { useTranslation } from 'react-i18next';
import type { RequestTally } from '@/api/types';
import { count, share, waitSpan } from './figures';

/** The figures that a manager looks at first. */
export function Tiles({ total, days }: { total: RequestTally; days: number }) {
  const { t, i18n } = useTranslation();
  const daily = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const part = (value: number) => share(value, total.requests);
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(128px,1fr))] gap-3">
      <Tile label={t('reports.requests')} value={count(total.requests)}>
        {t('reports.aDay', { value: daily.format(total.requests / days) })}
      </Tile>
      <Tile label={t('reports.accepted')} value={count(total.accepted)}>
        {part(total.accepted)}
      </Tile>
      <Tile label={t('reports.missed')} value={count(total.missed)} bad={total.missed > 0}>
        {part(total.missed)}
      </Tile>
      <Tile label={t('reports.cancelled')} value={count(total.cancelled)}>
        {part(total.cancelled)}
      </Tile>
      <Tile label={t('reports.wait')} value={waitSpan(total.wait_p50_ms)}>
        {total.accepted > 0 && t('reports.within', { most: waitSpan(total.wait_p95_ms) })}
      </Tile>
      <Tile
        label={t('reports.promises')}
        value={
          total.promised > 0
            ? t('reports.of', { kept: count(total.kept), promised: count(total.promised) })
            : '–'
        }
      >
        {total.broken > 0 && (
          <span className="text-danger">{t('reports.broken', { count: total.broken })}</span>
        )}
      </Tile>
    </dl>
  );
}

interface Props {
  label: string;
  value: string;
  bad?: boolean;
  children?: React.ReactNode;
}

function Tile({ label, value, bad, children }: Props) {
  return (
    <div className="flex min-w-0 flex-col rounded-card border border-line bg-surface px-4 py-3">
      <dt className="text-ink2 text-label">{label}</dt>
      <dd className="flex flex-1 flex-col">
        <span className={clsx('nums font-semibold text-kpi', bad && 'text-danger')}>{value}</span>
        <span className="nums min-h-4 text-ink3 text-label">{children}</span>
      </dd>
    </div>
  );
}
