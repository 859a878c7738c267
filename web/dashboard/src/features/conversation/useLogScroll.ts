import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Card, Entry } from '@/api/types';
import { queries } from '@/app/queries';
import { useMe } from '@/app/session';
import { patchCard } from '@/realtime/apply';
import { viewing } from '@/realtime/viewing';
import { firstUnread } from './unread';

const NEAR = 48;
/** How long the end of the thread must be in sight before it counts as read. */
const READ_AFTER = 1000;

/** Follows the end of a thread while it is in sight, counts what comes while it is not, and marks it read. */
export function useLogScroll(card: Card, entries: Entry[], pending: number, highlight?: number) {
  const ref = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [away, setAway] = useState(false);
  const last = entries.at(-1)?.seq ?? 0;
  const [seenTo, setSeenTo] = useState(last);
  const [newSince] = useState(() => firstUnread(card, entries));

  const toEnd = useCallback(() => {
    const element = ref.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);
  const onScroll = useCallback(() => {
    const element = ref.current;
    if (!element) return;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    viewing.set(card.id, atEnd.current);
    setAway(!atEnd.current);
  }, [card.id]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last entry or pending message moves it
  useLayoutEffect(() => {
    const own = entries.at(-1)?.client_id;
    if (atEnd.current || own) toEnd();
  }, [last, pending, toEnd]);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    // Pictures load and the window changes: the end stays in sight.
    const observer = new ResizeObserver(() => atEnd.current && toEnd());
    for (const child of element.children) observer.observe(child);
    observer.observe(element);
    return () => observer.disconnect();
  }, [toEnd]);
  useEffect(() => {
    if (!away) setSeenTo(last);
  }, [away, last]);
  const reached = (entries[0]?.seq ?? 0) <= (highlight ?? 0);
  useEffect(() => {
    if (!highlight || !reached) return;
    const found = ref.current?.querySelector(`[data-seq="${highlight}"]`);
    if (found) {
      found.scrollIntoView({ block: 'center' });
      atEnd.current = false;
    }
  }, [highlight, reached]);
  useMarkRead(card, last, away);

  const unseen = entries.filter(
    ({ seq, author }) => seq > seenTo && author.kind !== 'system',
  ).length;
  return { ref, onScroll, toEnd, away, unseen, newSince };
}

function useMarkRead(card: Card, last: number, away: boolean): void {
  const me = useMe();
  const mine = card.controller.kind === 'agent' && card.controller.agent_id === me.id;
  const unread = useRef(card.unread ?? 0);
  unread.current = card.unread ?? 0;
  useEffect(() => {
    if (!mine || away || last === 0) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const arm = () => {
      clearTimeout(timer);
      if (document.visibilityState !== 'visible') return;
      timer = setTimeout(() => {
        api.read(card.id, last).catch(() => undefined); // the next look says it again
        patchCard(queries, me, card.id, (known) => known && { ...known, unread: 0 });
        queries.invalidateQueries({ queryKey: keys.mine, refetchType: 'none' });
      }, READ_AFTER);
    };
    arm();
    document.addEventListener('visibilitychange', arm);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', arm);
    };
  }, [card.id, last, away, mine, me]);
}
