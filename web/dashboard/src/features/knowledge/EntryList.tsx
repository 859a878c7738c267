import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { BookOpen, Plus, SearchX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type EntryCounts, type EntryState, type HubEntry, hubApi } from '@/api/hub';
import { keys } from '@/api/keys';
import type { Property } from '@/api/types';
import { Empty, ErrorCard, messageOf, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Choice, TextField } from '@/ui/Field';
import { EntryEditor } from './EntryEditor';
import { EntryRow } from './EntryRow';

const PAUSE = 250;
const PAGE = 50;
const STATES: (EntryState | 'all')[] = ['all', 'live', 'draft', 'unanswered'];

interface Props {
  property: Property;
  /** How many there are of each part, and the newest of them. */
  counts: EntryCounts;
  newest: HubEntry[];
  editable: boolean;
  /** The entry that is being edited, by its id; `new` for one that is being added. */
  open?: string;
  /** What a new one answers. */
  ask?: string;
  onOpen: (id: string | undefined) => void;
}

/** Questions and their answers, in the property's own words: a page at a time, because there may be thousands. */
export function EntryList({ property, counts, newest, editable, open, ask, onOpen }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [query, setQuery] = useState('');
  const [state, setState] = useState<EntryState | 'all'>('all');
  useEffect(() => {
    const timer = setTimeout(() => setQuery(typed.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useInfiniteQuery({
    queryKey: [...keys.knowledge(property.id), 'entries', state, query],
    queryFn: ({ pageParam }) =>
      hubApi.entries(property.id, {
        state: state === 'all' ? undefined : state,
        q: query,
        before: pageParam,
        limit: PAGE,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next || undefined,
    placeholderData: (old) => old,
  });
  const entries = found.data?.pages.flatMap((page) => page.entries) ?? [];
  const near = [...entries, ...newest].find(({ id }) => id === open);
  // One that is none of those: whoever corrects an answer may be led to any.
  const far = useQuery({
    queryKey: [...keys.knowledge(property.id), 'entry', open],
    queryFn: () => hubApi.entry(property.id, open ?? ''),
    enabled: Boolean(open && open !== 'new' && !near && found.data),
    retry: false,
  });
  const edited = near ?? (far.data?.id === open ? far.data : undefined);
  const add = editable && (
    <Button variant="primary" onClick={() => onOpen('new')}>
      <Plus size={14} strokeWidth={2} aria-hidden />
      {t('knowledge.addEntry')}
    </Button>
  );
  return (
    <div className="mx-auto flex max-w-[860px] flex-col gap-4 p-5 max-sm:p-4">
      {found.error && !found.data && (
        <ErrorCard error={found.error} onRetry={() => found.refetch()} />
      )}
      {!found.data && !found.error && (
        <div aria-busy>
          <SkeletonLines widths={[30, 70, 65, 72, 60, 68]} />
        </div>
      )}
      {far.error && (
        <p role="alert" className="text-danger text-ui">
          {messageOf(far.error, t)}
        </p>
      )}
      {counts.all === 0 && (
        <Empty
          icon={<BookOpen size={22} strokeWidth={1.5} />}
          title={t('knowledge.emptyTitle')}
          action={add}
        >
          {t('knowledge.emptyBody')}
        </Empty>
      )}
      {counts.all > 0 && found.data && (
        <>
          <div className="flex flex-wrap items-center gap-3">
            <div className="w-64 max-sm:w-full">
              <TextField
                type="search"
                hideLabel
                label={t('knowledge.findEntry')}
                placeholder={t('knowledge.findEntry')}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            </div>
            <Choice
              hideLabel
              label={t('entryState.label')}
              value={state}
              onChange={setState}
              options={STATES.map((name) => ({
                value: name,
                label: `${t(`entryState.${name}`)} ${counts[name]}`,
              }))}
            />
            <span className="flex-1" />
            {add}
          </div>
          {entries.length === 0 && (
            <Empty icon={<SearchX size={22} strokeWidth={1.5} />} title={t('entryState.nothing')} />
          )}
          {entries.length > 0 && (
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {entries.map((entry) => (
                <EntryRow
                  key={entry.id}
                  property={property.id}
                  entry={entry}
                  editable={editable}
                  onEdit={() => onOpen(entry.id)}
                />
              ))}
            </ul>
          )}
          {found.hasNextPage && (
            <Button
              className="self-center"
              disabled={found.isFetchingNextPage}
              onClick={() => found.fetchNextPage()}
            >
              {t('history.more')}
            </Button>
          )}
        </>
      )}
      {editable && open === 'new' && (
        <EntryEditor
          property={property}
          start={ask ? { questions: [ask] } : undefined}
          onClose={() => onOpen(undefined)}
        />
      )}
      {editable && edited && (
        <EntryEditor
          key={edited.id}
          property={property}
          entry={edited}
          onClose={() => onOpen(undefined)}
        />
      )}
    </div>
  );
}
