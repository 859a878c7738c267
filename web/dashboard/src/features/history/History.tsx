import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { History as HistoryIcon, SearchX } from 'lucide-react';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import { Conversation } from '@/features/conversation/Conversation';
import { Empty, ErrorCard, PageHead, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Select } from '@/ui/Field';
import { PropertyPicker } from '@/ui/PropertyPicker';
import { SearchField } from '@/ui/SearchField';
import { HistoryRow, HitRow } from './Rows';

/** Everything that was ever said, by time or by search, with its transcripts. */
export default function History() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/history' });
  const { q = '', c, seq, status, property } = search;
  const set = (change: Partial<typeof search>) =>
    void navigate({ to: '/history', search: (old) => ({ ...old, ...change }), replace: true });
  return (
    <div className="relative flex min-h-0 flex-1">
      <div
        className={`flex w-96 shrink-0 flex-col border-line border-e max-lg:w-full ${c ? 'max-lg:hidden' : ''}`}
      >
        <PageHead title={t('nav.history')} />
        <div className="flex flex-col gap-2 border-line border-b px-5 py-3 max-sm:px-4">
          <SearchField
            label={t('history.search')}
            value={q}
            onSearch={(typed) => set({ q: typed || undefined })}
          />
          <div className="flex gap-2 max-[26rem]:flex-col">
            <PropertyPicker
              all
              value={property ?? ''}
              onChange={(id) => set({ property: id || undefined })}
            />
            {!q && (
              <Select
                hideLabel
                label={t('history.status')}
                value={status ?? ''}
                onChange={(event) => set({ status: event.target.value || undefined })}
              >
                <option value="">{t('history.anyStatus')}</option>
                <option value="open">{t('history.open')}</option>
                <option value="resolved">{t('history.resolved')}</option>
              </Select>
            )}
          </div>
        </div>
        <div className="scroll-y min-h-0 flex-1">
          {q ? (
            <Hits q={q} property={property} open={c} />
          ) : (
            <Past status={status} property={property} open={c} />
          )}
        </div>
      </div>
      {/* As in My Chats: on a phone the page keeps its name beside what is open. */}
      {c && <h1 className="sr-only lg:hidden">{t('nav.history')}</h1>}
      {c ? (
        <Conversation
          key={`${c}-${seq ?? ''}`}
          id={c}
          highlight={seq}
          roomy
          onClose={() => set({ c: undefined, seq: undefined })}
        />
      ) : (
        <div className="flex flex-1 items-center justify-center bg-canvas max-lg:hidden">
          <p className="text-ink3 text-ui">{t('history.pick')}</p>
        </div>
      )}
    </div>
  );
}

function Loading() {
  return (
    <div aria-busy className="p-5">
      <SkeletonLines widths={[60, 85, 50, 90, 65, 75]} />
    </div>
  );
}

function Past({ status, property, open }: { status?: string; property?: string; open?: string }) {
  const { t } = useTranslation();
  const past = useInfiniteQuery({
    queryKey: keys.history({ status, property }),
    queryFn: ({ pageParam }) =>
      api.conversations({ view: 'history', status, property, cursor: pageParam, limit: 50 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor || undefined,
    staleTime: 10_000,
  });
  if (past.error && !past.data)
    return <ErrorCard error={past.error} onRetry={() => past.refetch()} />;
  if (!past.data) return <Loading />;
  const cards = past.data.pages.flatMap(({ conversations }) => conversations ?? []);
  if (cards.length === 0) {
    return (
      <Empty icon={<HistoryIcon size={22} strokeWidth={1.5} />} title={t('history.emptyTitle')}>
        {t('history.emptyBody')}
      </Empty>
    );
  }
  return (
    <>
      <ul>
        {cards.map((card) => (
          <li key={card.id}>
            <HistoryRow card={card} selected={card.id === open} />
          </li>
        ))}
      </ul>
      {past.hasNextPage && (
        <div className="p-4 text-center">
          <Button disabled={past.isFetchingNextPage} onClick={() => void past.fetchNextPage()}>
            {t('history.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function Hits({ q, property, open }: { q: string; property?: string; open?: string }) {
  const { t } = useTranslation();
  const words = useDeferredValue(q);
  const found = useQuery({
    queryKey: keys.search({ q: words, property }),
    queryFn: () => api.search(words, property),
    staleTime: 10_000,
    placeholderData: (old) => old,
  });
  if (found.error) return <ErrorCard error={found.error} onRetry={() => found.refetch()} />;
  if (!found.data) return <Loading />;
  const hits = found.data.hits ?? [];
  if (hits.length === 0) {
    return (
      <Empty
        icon={<SearchX size={22} strokeWidth={1.5} />}
        title={t('history.nothingTitle', { q })}
      >
        {t('history.nothingBody')}
      </Empty>
    );
  }
  return (
    <ul aria-busy={found.isPlaceholderData}>
      {hits.map((hit) => (
        <li key={`${hit.kind}-${hit.conversation_id}-${hit.seq ?? ''}`}>
          <HitRow hit={hit} selected={hit.conversation_id === open} />
        </li>
      ))}
    </ul>
  );
}
