import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestReport } from '@/api/types';
import { useMe } from '@/app/session';
import { Choice } from '@/ui/Field';
import { DIMENSIONS, type Dimension, others, type Slice, slices } from './breakdown';
import { count, waitSpan } from './figures';
import type { Layer } from './Plot';
import { SliceTable } from './SliceTable';

const Plot = lazy(() => import('./Plot'));

type Measure = 'guests' | 'wait';

const GUESTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

const seconds = (value: number) => waitSpan(value * 1000);

/** Who asked, and how long they waited, by day, hour, weekday, property or channel: as bars and in numbers. */
export function Breakdown({ report }: { report: RequestReport }) {
  const { t, i18n } = useTranslation();
  const { properties } = useMe();
  const [by, setBy] = useState<Dimension>('day');
  const [measure, setMeasure] = useState<Measure>('guests');
  const rows = useMemo(
    () =>
      slices(report, by, {
        language: i18n.language,
        property: (id) => properties.find((own) => own.id === id) ?? { name: id, code: '' },
        channel: (channel) => t(`channel.${channel}`, { defaultValue: channel }),
      }),
    [report, by, properties, t, i18n.language],
  );
  const layers = useMemo(() => layersOf(rows, measure, t), [rows, measure, t]);
  const plot = useMemo(
    () => ({ labels: rows.map(({ label }) => label), titles: rows.map(({ title }) => title) }),
    [rows],
  );
  const read = (index: number) => {
    const tally = rows[index]?.tally;
    if (!tally) return '';
    if (measure === 'wait') {
      return t('reports.readWait', {
        half: waitSpan(tally.wait_p50_ms),
        most: waitSpan(tally.wait_p95_ms),
      });
    }
    return t('reports.readGuests', {
      accepted: count(tally.accepted),
      missed: count(tally.missed),
      others: count(others(tally)),
    });
  };
  return (
    <section
      aria-label={t('reports.breakdown')}
      className="min-w-0 rounded-card border border-line bg-surface p-4"
    >
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Choice
          hideLabel
          label={t('reports.by')}
          value={by}
          options={DIMENSIONS.map((value) => ({ value, label: t(`reports.by_${value}`) }))}
          onChange={setBy}
        />
        <div className="sm:ms-auto">
          <Choice
            hideLabel
            label={t('reports.measure')}
            value={measure}
            options={(['guests', 'wait'] as const).map((value) => ({
              value,
              label: t(`reports.measure_${value}`),
            }))}
            onChange={setMeasure}
          />
        </div>
      </div>
      <Legend layers={layers} />
      <Suspense fallback={<div className="skeleton h-[252px]" />}>
        <Plot
          name={t('reports.plot', {
            measure: t(`reports.measure_${measure}`),
            by: t(`reports.by_${by}`),
          })}
          {...plot}
          layers={layers}
          rounds={measure === 'wait' ? SECONDS : GUESTS}
          format={measure === 'wait' ? seconds : count}
          read={read}
        />
      </Suspense>
      <SliceTable rows={rows} heading={t(`reports.by_${by}`)} />
    </section>
  );
}

function layersOf(rows: Slice[], measure: Measure, t: (key: string) => string): Layer[] {
  const each = (value: (slice: Slice) => number | undefined) =>
    rows.map((slice) => value(slice) || null);
  if (measure === 'wait') {
    const at = (ms: number | undefined) => ms && ms / 1000;
    return [
      {
        label: t('reports.most'),
        colour: '--bar-far',
        values: each(({ tally }) => at(tally.wait_p95_ms)),
      },
      {
        label: t('reports.half'),
        colour: '--accent-fill',
        values: each(({ tally }) => at(tally.wait_p50_ms)),
      },
    ];
  }
  // Stacked: what lies behind is as tall as all before it together.
  return [
    {
      label: t('reports.others'),
      colour: '--bar-other',
      values: each(({ tally }) => tally.accepted + tally.missed + others(tally)),
    },
    {
      label: t('reports.missed'),
      colour: '--danger',
      values: each(({ tally }) => tally.accepted + tally.missed),
    },
    {
      label: t('reports.accepted'),
      colour: '--accent-fill',
      values: each(({ tally }) => tally.accepted),
    },
  ];
}

function Legend({ layers }: { layers: Layer[] }) {
  return (
    <ul aria-hidden className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-ink2 text-label">
      {[...layers].reverse().map(({ label, colour }) => (
        <li key={label} className="flex items-center gap-1.5">
          <span
            style={{ background: `var(${colour})` }}
            className="size-2.5 rounded-[3px] forced-color-adjust-none"
          />
          {label}
        </li>
      ))}
    </ul>
  );
}
