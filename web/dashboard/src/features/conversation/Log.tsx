import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowDown } from 'lucide-react';
import { Fragment, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Card, Entry } from '@/api/types';
import { useMe } from '@/app/session';
import { useGuestLabel } from '@/features/wall/useGuestLabel';
import { abilities } from '@/lib/abilities';
import { useNow } from '@/lib/clock';
import { dayName, startOfDay } from '@/lib/format';
import { useAssistantDraft, useGuestRead, useTyping } from '@/realtime/ephemeral';
import { prependEntries, standing, type Thread } from '@/realtime/patch';
import { Button } from '@/ui/Button';
import { Announcer } from './Announcer';
import { EntryView } from './EntryView';
import { useOutbox } from './outbox';
import { PendingView } from './PendingView';
import { outbox } from './sending';
import { AssistantDraft, TypingLine } from './TypingLine';
import { useLogScroll } from './useLogScroll';

const BOOKKEEPING = new Set(['facts', 'skipped', 'turn_retried']);

/** What is shown as a line of its own; the rest of a thread's entries are bookkeeping. */
function isShown(entry: Entry): boolean {
  if (entry.code && BOOKKEEPING.has(entry.code)) return false;
  return entry.kind !== 'edit' && !(entry.kind === 'control' && !entry.text && !entry.code);
}

/** The thread, newest below: it follows what comes while one is at its end, and stays put otherwise. */
export function Log({
  card,
  thread,
  highlight,
}: {
  card: Card;
  thread: Thread;
  highlight?: number;
}) {
  const { t } = useTranslation();
  const label = useGuestLabel(card);
  const now = useNow(60_000);
  const entries = useMemo(() => standing(thread.entries).filter(isShown), [thread.entries]);
  const mayRetry = abilities(card, useMe()).retry;
  const typing = useTyping(card.id);
  const draft = useAssistantDraft(card.id);
  const read = useGuestRead(card.id);
  const pending = usePending(card.id, thread.entries);
  const scroll = useLogScroll(card, entries, pending.length, highlight);
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroll.ref}
        onScroll={scroll.onScroll}
        role="log"
        aria-live="off"
        aria-label={t('conversation.log', { name: label })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll region must be reachable by keyboard
        tabIndex={0}
        className="scroll-y h-full outline-offset-[-2px]"
      >
        <div className="mx-auto flex min-h-full w-full max-w-[720px] flex-col justify-end px-5 py-4 max-sm:px-3">
          {thread.earlier && (
            <Earlier id={card.id} first={thread.entries[0]?.seq ?? 0} wanted={highlight} />
          )}
          {entries.map((entry, index) => {
            const previous = entries[index - 1];
            const newDay =
              !previous || startOfDay(Date.parse(previous.at)) !== startOfDay(Date.parse(entry.at));
            return (
              <Fragment key={entry.seq}>
                {newDay && <Rule text={dayName(entry.at, now)} />}
                {scroll.newSince === entry.seq && <Rule accent text={t('conversation.newSince')} />}
                <EntryView
                  entry={entry}
                  previous={newDay ? undefined : previous}
                  card={card}
                  read={entry.seq <= read}
                  marked={entry.seq === highlight}
                  mayRetry={mayRetry}
                />
              </Fragment>
            );
          })}
          {pending.map((item) => (
            <PendingView key={item.client_id} id={card.id} pending={item} />
          ))}
          {draft && card.controller.kind !== 'agent' && <AssistantDraft text={draft.text} />}
          {typing && <TypingLine author={typing} />}
        </div>
      </div>
      {scroll.away && (
        <Button
          size="sm"
          className="-translate-x-1/2 absolute start-1/2 bottom-3 rounded-full! shadow-float rtl:translate-x-1/2"
          onClick={scroll.toEnd}
        >
          <ArrowDown size={14} strokeWidth={1.5} aria-hidden />
          {scroll.unseen > 0
            ? t('conversation.newBelow', { count: scroll.unseen })
            : t('conversation.toLatest')}
        </Button>
      )}
      <Announcer entries={entries} />
    </div>
  );
}

/** What of my own is still on its way: everything that has no entry in the thread yet. */
function usePending(id: string, entries: Entry[]) {
  const pending = useOutbox(outbox, id);
  useEffect(() => {
    const last = entries.at(-1)?.seq ?? 0;
    const known = new Set(entries.map(({ client_id }) => client_id).filter(Boolean));
    outbox.arrived(
      id,
      (item) => known.has(item.client_id) || (item.state === 'sent' && (item.seq ?? 0) <= last),
    );
  }, [id, entries]);
  const known = new Set(entries.map(({ client_id }) => client_id));
  return pending.filter(({ client_id }) => !known.has(client_id));
}

function Rule({ text, accent }: { text: string; accent?: boolean }) {
  const colour = accent ? 'text-accent' : 'text-ink3';
  return (
    <div className={`my-3 flex items-center gap-3 font-medium text-meta ${colour}`}>
      <span className="h-px flex-1 bg-line" />
      {text}
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}

/** Reads older pages: by a press, and by itself until the entry that a search found is there. */
function Earlier({ id, first, wanted }: { id: string; first: number; wanted?: number }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const load = useMutation({
    mutationFn: (limit: number) => api.entries(id, { before: first, limit }),
    onSuccess: (page) =>
      queries.setQueryData<Thread>(keys.entries(id), (held) => held && prependEntries(held, page)),
  });
  const missing = wanted !== undefined && wanted < first;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every page that came
  useEffect(() => {
    if (missing) load.mutate(500);
  }, [missing, first]);
  return (
    <div className="mb-2 text-center">
      <Button size="sm" variant="ghost" disabled={load.isPending} onClick={() => load.mutate(100)}>
        {t('conversation.earlier')}
      </Button>
    </div>
  );
}
