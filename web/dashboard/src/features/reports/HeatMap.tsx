import clsx from 'clsx';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestReport } from '@/api/types';
import { Choice } from '@/ui/Field';
import { count, hourName, weekdayName, weekdays } from './figures';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

type What = 'requests' | 'missed';

/** When guests ask, and when they are missed, in the hours of a week by the property's clock. */
export function HeatMap({ heat }: { heat: RequestReport['heat'] }) {
  const { t, i18n } = useTranslation();
  const [what, setWhat] = useState<What>('requests');
  const most = useMemo(
    () => Math.max(1, ...heat.flatMap((hours) => hours.map((hour) => hour[what]))),
    [heat, what],
  );
  return (
    <section
      aria-label={t('reports.heat')}
      className="min-w-0 rounded-card border border-line bg-surface p-4"
    >
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="me-auto">
          <h2 className="font-semibold text-msg">{t('reports.heat')}</h2>
          <p className="text-ink3 text-label">{t('reports.heatHint')}</p>
        </div>
        <Choice
          hideLabel
          label={t('reports.measure')}
          value={what}
          options={(['requests', 'missed'] as const).map((value) => ({
            value,
            label: t(`reports.${value}`),
          }))}
          onChange={setWhat}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by keys */}
      <section aria-label={t('reports.heat')} tabIndex={0} className="overflow-x-auto">
        <table className="nums w-full min-w-[760px] table-fixed border-separate border-spacing-[2px] text-center text-meta">
          <thead>
            <tr>
              <td className="w-11" />
              {HOURS.map((hour) => (
                <th key={hour} scope="col" title={hourName(hour)} className="font-normal text-ink3">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weekdays(i18n.language).map((day) => (
              <tr key={day}>
                <th
                  scope="row"
                  className="sticky start-0 bg-surface pe-2 text-start font-normal text-ink2"
                >
                  {weekdayName(day, 'short')}
                </th>
                {HOURS.map((hour) => {
                  const { requests = 0, missed = 0 } = heat[day]?.[hour] ?? {};
                  const value = what === 'missed' ? missed : requests;
                  return (
                    <td
                      key={hour}
                      title={t('reports.heatCell', {
                        when: `${weekdayName(day, 'long')} ${hourName(hour)}`,
                        requests: count(requests),
                        missed: count(missed),
                      })}
                      className={clsx('h-7 rounded-chip', tint(value / most, what))}
                    >
                      {value > 0 && count(value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

// Five steps, each with the ink that can be read on it.
const STEPS: Record<What, string[]> = {
  requests: [
    'bg-fill/10',
    'bg-fill/22',
    'bg-fill/36',
    'bg-fill/86 text-white',
    'bg-fill text-white',
  ],
  missed: [
    'bg-danger/10',
    'bg-danger/22',
    'bg-danger/36',
    'bg-danger/86 text-bg',
    'bg-danger text-bg',
  ],
};

function tint(part: number, what: What): string {
  if (part === 0) return 'bg-sunken';
  return STEPS[what][Math.min(4, Math.ceil(part * 5) - 1)] ?? '';
}
