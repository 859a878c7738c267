import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { ReportQuery, TopicCount } from '@/api/types';
import { ErrorCard } from '@/ui/Bits';
import { count } from './figures';

/** What guests wrote about, the most frequent topic first, and how they fared. */
export function Topics({ query }: { query: ReportQuery }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: keys.topics(query),
    queryFn: () => api.topicReport(query),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  return (
    <section
      aria-label={t('reports.topics')}
      className="min-w-0 rounded-card border border-line bg-surface p-4"
    >
      <h2 className="font-semibold text-msg">{t('reports.topics')}</h2>
      <p className="mb-3 text-ink2 text-label">{t('reports.topicsHint')}</p>
      {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
      {!data && !error && <div aria-hidden className="skeleton h-[180px] rounded-card" />}
      {data?.topics.length === 0 && (
        <p className="text-ink2 text-ui">{t('reports.noConversations')}</p>
      )}
      {data && data.topics.length > 0 && <Rows topics={data.topics} />}
    </section>
  );
}

const FIGURES = [
  ['answered', 'reports.told'],
  ['not_answered', 'reports.untold'],
  ['asked', 'reports.askedPerson'],
] as const;

function Rows({ topics }: { topics: TopicCount[] }) {
  const { t } = useTranslation();
  const most = Math.max(...topics.map(({ conversations }) => conversations));
  return (
    // On a phone the figures stand below their topic: each cell says what it is.
    <table className="w-full text-ui max-sm:block">
      <thead className="max-sm:sr-only">
        <tr className="border-line border-b text-ink2 text-label">
          <th scope="col" className="py-1.5 pe-3 text-start font-medium">
            {t('reports.topic')}
          </th>
          <th scope="col" className="w-[34%] py-1.5 pe-3 text-start font-medium">
            {t('reports.conversations')}
          </th>
          {FIGURES.map(([key, label]) => (
            <th key={key} scope="col" className="py-1.5 ps-3 text-end font-medium">
              {t(label)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {topics.map((row) => (
          <tr
            key={row.topic ?? ''}
            className="border-line border-b last:border-b-0 max-sm:grid max-sm:grid-cols-3 max-sm:gap-x-3 max-sm:py-2.5"
          >
            <th
              scope="row"
              className="py-2 pe-3 text-start font-medium max-sm:col-span-3 max-sm:py-0"
            >
              {t(row.topic ? `topic.${row.topic}` : 'reports.topicOther')}
            </th>
            <td className="py-2 pe-3 max-sm:col-span-3 max-sm:py-1.5">
              <div className="flex items-center gap-2.5">
                <span className="nums w-8 shrink-0 text-end font-medium">
                  {count(row.conversations)}
                </span>
                <div aria-hidden className="h-1.5 flex-1 overflow-hidden rounded-full bg-sunken">
                  <div
                    style={{ width: `${(100 * row.conversations) / most}%` }}
                    className="h-full rounded-full bg-fill forced-color-adjust-none"
                  />
                </div>
              </div>
            </td>
            {FIGURES.map(([key, label]) => (
              <td key={key} className="nums py-2 ps-3 text-end max-sm:p-0 max-sm:text-start">
                <span aria-hidden className="block text-ink2 text-label sm:hidden">
                  {t(label)}
                </span>
                {count(row[key])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
