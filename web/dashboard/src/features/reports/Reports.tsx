import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ChartColumn } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { RequestReport } from '@/api/types';
import { useMe } from '@/app/session';
import { serverNow } from '@/lib/clock';
import { Empty, ErrorCard, PageHead } from '@/ui/Bits';
import { Breakdown } from './Breakdown';
import { Causes } from './Causes';
import { Filters, type ReportSearch } from './Filters';
import { HeatMap } from './HeatMap';
import { MissedList } from './MissedList';
import { datesOf } from './period';
import { Tiles } from './Tiles';
import { Topics } from './Topics';

/** What became of the guests who asked for a person. */
export default function Reports() {
  const { t } = useTranslation();
  const { properties } = useMe();
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/reports' });
  const { channel } = search;
  const property = properties.find(({ id }) => id === search.property);
  const zone = (property ?? properties[0])?.timezone;
  const { period, from, to } = search;
  const chosen = useMemo(
    () => datesOf({ period, from, to }, serverNow(), zone),
    [period, from, to, zone],
  );
  const query = { property: property?.id, channel, ...chosen.dates };
  const report = useQuery({
    queryKey: keys.reports(query),
    queryFn: () => api.requestReport(query),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  const set = (change: ReportSearch) =>
    void navigate({ to: '/reports', search: (old) => ({ ...old, ...change }), replace: true });
  return (
    <>
      <PageHead title={t('nav.reports')}>
        <Filters
          search={search}
          period={chosen.period}
          dates={chosen.dates}
          csv={api.requestReportFile(query)}
          onChange={set}
        />
      </PageHead>
      <section
        aria-label={t('nav.reports')}
        aria-busy={report.isFetching}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by keys
        tabIndex={0}
        className="scroll-y min-h-0 flex-1 outline-offset-[-2px]"
      >
        <div className="mx-auto flex max-w-[1200px] flex-col gap-3 p-5 max-sm:p-4">
          {report.error && <ErrorCard error={report.error} onRetry={() => report.refetch()} />}
          {!report.data && !report.error && <Loading />}
          {report.data && !report.error && <Figures report={report.data} />}
          <Topics query={query} />
        </div>
      </section>
    </>
  );
}

function Figures({ report }: { report: RequestReport }) {
  const { t } = useTranslation();
  if (report.total.requests === 0) {
    return (
      <Empty
        icon={<ChartColumn size={22} strokeWidth={1.5} />}
        title={t('reports.emptyTitle')}
        action={
          <Link
            to="/reports"
            search={{ period: '365' }}
            className="font-medium text-accent text-ui"
          >
            {t('reports.lookBack')}
          </Link>
        }
      >
        {t('reports.emptyBody')}
      </Empty>
    );
  }
  return (
    <>
      <Tiles total={report.total} days={report.days.length} />
      <div className="grid min-w-0 gap-3 lg:grid-cols-[minmax(0,1fr)_300px]">
        <Breakdown report={report} />
        <Causes total={report.total} />
      </div>
      <HeatMap heat={report.heat} />
      <MissedList report={report} />
    </>
  );
}

function Loading() {
  return (
    <div aria-hidden className="flex flex-col gap-3">
      <div className="grid grid-cols-[repeat(auto-fit,minmax(128px,1fr))] gap-3">
        {['a', 'b', 'c', 'd', 'e', 'f'].map((tile) => (
          <div key={tile} className="skeleton h-[98px] rounded-card" />
        ))}
      </div>
      <div className="skeleton h-[360px] rounded-card" />
      <div className="skeleton h-[290px] rounded-card" />
    </div>
  );
}
