import { useTranslation } from 'react-i18next';
import type { RequestTally } from '@/api/types';
import { count } from './figures';

/** Why guests were missed, the most frequent cause first. */
export function Causes({ total }: { total: RequestTally }) {
  const { t } = useTranslation();
  const causes = Object.entries(total.causes).sort(([, a], [, b]) => b - a);
  return (
    <section
      aria-label={t('reports.why')}
      className="min-w-0 rounded-card border border-line bg-surface p-4"
    >
      <h2 className="mb-3 font-semibold text-msg">{t('reports.why')}</h2>
      {causes.length === 0 && <p className="text-ink2 text-ui">{t('reports.nobodyMissed')}</p>}
      <ul className="flex flex-col gap-3">
        {causes.map(([cause, times]) => (
          <li key={cause}>
            <div className="mb-1 flex items-baseline gap-2 text-ui">
              <span className="min-w-0 flex-1">{t(`reports.cause_${cause}`)}</span>
              <span className="nums font-medium">{count(times)}</span>
            </div>
            <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-sunken">
              <div
                style={{ width: `${(100 * times) / total.missed}%` }}
                className="h-full rounded-full bg-danger forced-color-adjust-none"
              />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
