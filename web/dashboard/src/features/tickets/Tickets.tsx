import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { SearchX, Ticket as TicketIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type TicketQuery, type TicketView, VIEWS } from '@/api/tickets';
import { Empty, ErrorCard, PageHead, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { PropertyPicker } from '@/ui/PropertyPicker';
import { SearchField } from '@/ui/SearchField';
import { Tabs } from '@/ui/Tabs';
import { BulkBar } from './BulkBar';
import { usePicks } from './picks';
import { TicketPane } from './TicketPane';
import { TicketRow } from './TicketRow';
import { TicketTable } from './TicketTable';
import { countsQuery, listQuery } from './useTickets';
import { useWide } from './useWide';

/** What guests left for the desk to answer: a table of it, and beside an open one the list. */
export default function Tickets() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/tickets' });
  const { q = '', n, property } = search;
  const view: TicketView = VIEWS.find((name) => name === search.view) ?? 'new';
  const counts = useQuery(countsQuery);
  const set = (change: Partial<typeof search>) =>
    void navigate({ to: '/tickets', search: (old) => ({ ...old, ...change }), replace: true });
  return (
    <div className="relative flex min-h-0 flex-1">
      <div
        className={`flex min-w-0 flex-col border-line ${n ? 'w-[27rem] shrink-0 border-e max-lg:hidden' : 'flex-1'}`}
      >
        <PageHead title={t('nav.tickets')} />
        <Tabs
          label={t('tickets.views')}
          value={view}
          tabs={VIEWS.map((name) => ({
            value: name,
            label: t(`ticketView.${name}`),
            count: counts.data?.[name],
          }))}
          onChange={(next) => set({ view: next })}
        />
        <div className="flex shrink-0 flex-wrap gap-2 border-line border-b px-5 py-3 max-sm:px-4">
          <SearchField
            label={t('tickets.search')}
            hint={t('tickets.searchHint')}
            value={q}
            onSearch={(typed) => set({ q: typed || undefined })}
            className="min-w-48 flex-1"
          />
          <PropertyPicker
            all
            value={property ?? ''}
            onChange={(id) => set({ property: id || undefined })}
          />
        </div>
        <List query={{ view, property, q: q || undefined }} open={n} />
      </div>
      {/* Beside an open ticket there is no room on a phone for the list and its head: the page keeps its name. */}
      {n && <h1 className="sr-only lg:hidden">{t('nav.tickets')}</h1>}
      {n && <TicketPane key={n} number={n} onClose={() => set({ n: undefined })} />}
    </div>
  );
}

function List({ query, open }: { query: TicketQuery; open?: number }) {
  const { t } = useTranslation();
  const wide = useWide();
  const found = useInfiniteQuery(listQuery(query));
  const tickets = found.data?.pages.flatMap((page) => page.tickets) ?? [];
  const picks = usePicks(tickets.map(({ number }) => number));
  if (found.error && !found.data) {
    return <ErrorCard error={found.error} onRetry={() => found.refetch()} />;
  }
  if (!found.data) {
    return (
      <div aria-busy className="p-5">
        <SkeletonLines widths={[60, 85, 50, 90, 65, 75]} />
      </div>
    );
  }
  if (tickets.length === 0) return <Nothing query={query} />;
  const table = wide && !open;
  return (
    <>
      <div className="scroll-y min-h-0 flex-1">
        {table ? (
          <TicketTable tickets={tickets} picks={picks} />
        ) : (
          <ul>
            {tickets.map((ticket) => (
              <li key={ticket.number}>
                <TicketRow ticket={ticket} selected={ticket.number === open} />
              </li>
            ))}
          </ul>
        )}
        {found.hasNextPage && (
          <div className="p-4 text-center">
            <Button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {t('history.more')}
            </Button>
          </div>
        )}
      </div>
      {table && <BulkBar tickets={tickets} picks={picks} />}
    </>
  );
}

/** What an empty list means: nothing was found, or nothing waits in this view. */
function Nothing({ query }: { query: TicketQuery }) {
  const { t } = useTranslation();
  if (query.q) {
    return (
      <Empty
        icon={<SearchX size={22} strokeWidth={1.5} />}
        title={t('history.nothingTitle', { q: query.q })}
      >
        {t('tickets.nothingBody')}
      </Empty>
    );
  }
  return (
    <Empty icon={<TicketIcon size={22} strokeWidth={1.5} />} title={t(`ticketEmpty.${query.view}`)}>
      {t('tickets.emptyBody')}
    </Empty>
  );
}
