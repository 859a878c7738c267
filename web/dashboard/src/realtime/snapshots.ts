import type { QueryClient } from '@tanstack/react-query';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Card, CardList } from '@/api/types';
import { appendEntries, reconcile, type Thread, withDeliveriesOf } from './patch';

/** Larger than any seq: asks for the newest page of a thread. */
const NEWEST = 2_147_483_647;
const PAGE = 100;
const WALL_PAGE = 200;

const patchedAt = new Map<string, number>();

/** Remembers that a publication changed this conversation just now. */
export function markPatched(id: string): void {
  patchedAt.set(id, performance.now());
  if (patchedAt.size > 5000) patchedAt.clear();
}

/** Turns the server's "milliseconds left" into a moment of this browser's clock. */
export function stamp(card: Card): Card {
  if (!card.request || card.request.deadline) return card;
  return {
    ...card,
    request: { ...card.request, deadline: Date.now() + card.request.remaining_ms },
  };
}

async function snapshot(
  client: QueryClient,
  key: readonly unknown[],
  view: 'live' | 'mine',
): Promise<CardList> {
  const started = performance.now();
  const cards: Card[] = [];
  let cursor: string | undefined;
  let counts: CardList['counts'];
  do {
    const page = await api.conversations({ view, cursor, limit: WALL_PAGE });
    cards.push(...page.conversations.map(stamp));
    counts = page.counts ?? counts;
    cursor = page.cursor;
  } while (cursor);
  const cached = client.getQueryData<CardList>(key)?.conversations;
  const fresh = (id: string) => (patchedAt.get(id) ?? 0) >= started;
  return { conversations: reconcile(cached, cards, fresh), counts };
}

/** The wall: every conversation the assistant is in, those that wait, and those with an agent. */
export const liveQuery = (client: QueryClient) => ({
  queryKey: keys.live,
  queryFn: () => snapshot(client, keys.live, 'live'),
  staleTime: Number.POSITIVE_INFINITY,
});

export const mineQuery = (client: QueryClient) => ({
  queryKey: keys.mine,
  queryFn: () => snapshot(client, keys.mine, 'mine'),
  staleTime: Number.POSITIVE_INFINITY,
});

/** A thread: its newest page at first, and afterwards only what came after what is held. */
export const threadQuery = (client: QueryClient, id: string) => ({
  queryKey: keys.entries(id),
  queryFn: async (): Promise<Thread> => {
    const held = client.getQueryData<Thread>(keys.entries(id));
    if (!held || held.entries.length === 0) {
      const page = await api.entries(id, { before: NEWEST, limit: PAGE });
      return { ...page, entries: page.entries ?? [], earlier: page.more };
    }
    const thread = await catchUp(client, id);
    if (!thread.entries.some(({ delivery }) => delivery)) return thread;
    const page = await api.entries(id, { before: NEWEST, limit: PAGE });
    return withDeliveriesOf(client.getQueryData<Thread>(keys.entries(id)) ?? thread, page.entries);
  },
  staleTime: 30_000,
});

async function catchUp(client: QueryClient, id: string): Promise<Thread> {
  for (;;) {
    const held = client.getQueryData<Thread>(keys.entries(id)) as Thread;
    const last = held.entries.at(-1)?.seq ?? 0;
    const page = await api.entries(id, { after: last, limit: 500 });
    // Publications may have arrived meanwhile: append to what is held now, not to what was.
    const now = client.getQueryData<Thread>(keys.entries(id)) ?? held;
    const { thread } = appendEntries(now, page.entries ?? []);
    const { controller, epoch, status } = page;
    const next = { ...thread, controller, epoch, status };
    if (!page.more) return next;
    client.setQueryData(keys.entries(id), next);
  }
}
