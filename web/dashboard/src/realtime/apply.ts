import type { QueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import type { Publication } from '@/api/publication';
import type { Card, CardDetail, CardList, Me } from '@/api/types';
import { serverNow } from '@/lib/clock';
import { ephemeral } from './ephemeral';
import {
  appendEntries,
  cardWithEntry,
  mergeCard,
  putCard,
  type Thread,
  withDelivery,
} from './patch';
import { markPatched } from './snapshots';
import { isBeingRead } from './viewing';

/** Cards under the assistant that were silent for this long leave the cache; the wall hid them before. */
const FORGET_AFTER = 30 * 60_000;

function belongsOnWall(card: Card): boolean {
  if (card.status !== 'open') return false;
  if (card.controller.kind !== 'assistant') return true;
  return serverNow() - Date.parse(card.last_at) < FORGET_AFTER;
}

/** Applies what arrived since the last frame to every cached list, card and thread, in order. */
export function applyBatch(client: QueryClient, batch: Publication[]): void {
  const me = client.getQueryData<Me>(keys.me);
  for (const publication of batch) applyOne(client, me, publication);
}

type Kind = Publication['t'];
type Of<K extends Kind> = Extract<Publication, { t: K }>;
type Handler<K extends Kind> = (client: QueryClient, me: Me | undefined, event: Of<K>) => void;

/** What each kind of publication does to the cache. */
const HANDLERS: { [K in Kind]: Handler<K> } = {
  entry: applyEntry,
  card: (client, me, { card }) => patchCard(client, me, card.id, (known) => mergeCard(known, card)),
  delivery: (client, _me, { conversation_id, entry_id, delivery }) => {
    const thread = client.getQueryData<Thread>(keys.entries(conversation_id));
    if (!thread || !delivery) return;
    if (thread.entries.some(({ id }) => id === entry_id)) {
      client.setQueryData(keys.entries(conversation_id), withDelivery(thread, entry_id, delivery));
    } else again(client, keys.entries(conversation_id)); // it overtook its entry
  },
  viewers: (client, me, { conversation_id, viewers }) =>
    patchCard(client, me, conversation_id, (card) => card && { ...card, viewers }),
  typing: (_client, me, { conversation_id, author, on }) => {
    if (author.id !== me?.id) ephemeral.typing(conversation_id, author, on);
  },
  draft: (_client, _me, event) => ephemeral.draft(event.conversation_id, event.turn_id, event.text),
  draft_end: (_client, _me, event) => ephemeral.draftEnd(event.conversation_id),
  read: (_client, _me, event) => ephemeral.read(event.conversation_id, event.seq),
  taken: (_client, _me, event) => ephemeral.displaced(event.conversation_id, event.by.name),
  mine: () => undefined, // the entry itself comes with the property's publication
  reminder: (client) => again(client, keys.mine),
  duty: (client, me, event) => {
    again(client, keys.team);
    again(client, keys.who);
    if (event.user_id !== me?.id) return;
    again(client, keys.me);
    again(client, keys.check);
  },
  settings: (client) => {
    again(client, ['settings']);
    again(client, ['liveChat']);
    again(client, ['knowledge']);
    again(client, ['channels']);
    again(client, keys.me);
  },
  me: (client) => again(client, keys.me),
  signed_out: (client) => again(client, keys.me),
  // Rings were heard before this, at once: features/bell keeps them.
  ring: () => undefined,
  ring_end: () => undefined,
  rings: () => undefined,
  bell: (client) => {
    again(client, keys.who);
    again(client, ['channels']);
  },
  ticket: (client) => again(client, ['tickets']),
  duty_over: (client) => again(client, keys.me),
};

function again(client: QueryClient, queryKey: readonly unknown[]): void {
  void client.invalidateQueries({ queryKey });
}

function applyOne<K extends Kind>(client: QueryClient, me: Me | undefined, event: Of<K>): void {
  const handler = HANDLERS[event.t as K] as Handler<K> | undefined;
  handler?.(client, me, event); // a kind that a newer server sends means nothing here
}

function applyEntry(
  client: QueryClient,
  me: Me | undefined,
  event: Extract<Publication, { t: 'entry' }>,
): void {
  const { conversation_id: id, entry } = event;
  const unread = !isBeingRead(id);
  noteTaker(client, me, event);
  patchCard(client, me, id, (card) => cardWithEntry(card, entry, event.card, unread));
  if (entry.author.kind !== 'system') ephemeral.typing(id, entry.author, false);
  if (entry.author.kind === 'assistant' || entry.kind === 'control') ephemeral.draftEnd(id);
  const controller = event.card?.controller;
  if (controller?.kind === 'agent' && controller.agent_id === me?.id) ephemeral.settle(id);

  const thread = client.getQueryData<Thread>(keys.entries(id));
  if (!thread) return;
  const { thread: next, gap } = appendEntries(thread, [entry]);
  client.setQueryData<Thread>(keys.entries(id), next);
  if (gap) client.invalidateQueries({ queryKey: keys.entries(id) });
}

/** A colleague took what the assistant had: whoever looks at it is told who, for a moment. */
function noteTaker(
  client: QueryClient,
  me: Me | undefined,
  event: Extract<Publication, { t: 'entry' }>,
): void {
  const now = event.card?.controller;
  if (now?.kind !== 'agent' || now.agent_id === me?.id || !now.name) return;
  const cards = client.getQueryData<CardList>(keys.live)?.conversations;
  const before = cards?.find(({ id }) => id === event.conversation_id)?.controller;
  if (before && before.kind !== 'agent') ephemeral.lost(event.conversation_id, { name: now.name });
}

/**
 * Changes one card wherever it is held: on the wall, in My Chats, in an opened thread. `change` gets
 * what is known of it, or undefined where it is new.
 */
export function patchCard(
  client: QueryClient,
  me: Me | undefined,
  id: string,
  change: (card: Card | undefined) => Card | undefined,
): void {
  markPatched(id);
  const live = client.getQueryData<CardList>(keys.live);
  const mine = client.getQueryData<CardList>(keys.mine);
  const detail = client.getQueryData<CardDetail>(keys.conversation(id));
  const known = (list: CardList | undefined) => list?.conversations.find((card) => card.id === id);
  const next = change(known(live) ?? known(mine) ?? detail);
  if (!next) return;
  const isMine = (card: Card) =>
    card.status === 'open' &&
    card.controller.kind === 'agent' &&
    card.controller.agent_id === me?.id;
  put(client, keys.live, live, next, belongsOnWall);
  put(client, keys.mine, mine, next, isMine);
  if (detail) {
    client.setQueryData<CardDetail>(keys.conversation(id), { ...next, contact: detail.contact });
  }
}

function put(
  client: QueryClient,
  key: readonly unknown[],
  list: CardList | undefined,
  card: Card,
  keep: (card: Card) => boolean,
): void {
  if (!list) return;
  const conversations = putCard(list.conversations, card, keep);
  if (conversations !== list.conversations) client.setQueryData(key, { ...list, conversations });
}
