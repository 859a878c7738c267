import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { others, type Slice } from './breakdown';
import { count, waitSpan } from './figures';

const CELL = 'px-2 py-1.5 text-end first:ps-0 first:text-start last:pe-0';

/** The numbers behind the bars, folded until somebody wants them. */
export function SliceTable({ rows, heading }: { rows: Slice[]; heading: string }) {
  const { t } = useTranslation();
  const heads = ['requests', 'accepted', 'missed', 'others', 'half', 'most', 'kept'] as const;
  return (
    <details className="group mt-2 border-line border-t pt-2">
      <summary className="flex h-8 cursor-pointer list-none items-center gap-1.5 font-medium text-accent text-label max-sm:h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={14}
          aria-hidden
          className="group-open:rotate-90 rtl:-scale-x-100 rtl:group-open:scale-x-100"
        />
        {t('reports.numbers')}
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by keys */}
      <section aria-label={t('reports.numbers')} tabIndex={0} className="max-h-80 overflow-auto">
        <table className="nums w-full min-w-[560px] border-collapse text-label">
          <thead className="sticky top-0 bg-surface text-ink3">
            <tr>
              <th scope="col" className={`${CELL} font-medium`}>
                {heading}
              </th>
              {heads.map((head) => (
                <th key={head} scope="col" className={`${CELL} font-medium`}>
                  {t(`reports.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, title, tally }) => (
              <tr key={key} className="border-line border-t">
                <th scope="row" className={`${CELL} font-normal text-ink2`}>
                  {title}
                </th>
                {[
                  count(tally.requests),
                  count(tally.accepted),
                  count(tally.missed),
                  count(others(tally)),
                  waitSpan(tally.wait_p50_ms),
                  waitSpan(tally.wait_p95_ms),
                  tally.promised ? `${count(tally.kept)}/${count(tally.promised)}` : '–',
                ].map((figure, column) => (
                  <td key={heads[column]} className={CELL}>
                    {figure}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
