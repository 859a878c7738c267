import type { Card, Entry, EntryPage, LastLine } from '@/api/types';

/** What the cache holds of one thread: a run of entries without a gap, up to the newest. */
export interface Thread extends EntryPage {
  /** True while older entries exist on the server that were not read yet. */
  earlier: boolean;
}

/**
 * Messages as they stand now: each with the newest correction of it that is held. A correction says the whole of what can
 * change; what was taken back has neither words nor files left.
 */
export function standing(entries: Entry[]): Entry[] {
  const newest = new Map<string, NonNullable<Entry['correction']>>();
  for (const { correction } of entries) if (correction) newest.set(correction.of, correction);
  if (newest.size === 0) return entries;
  return entries.map((entry) => {
    const correction = newest.get(entry.id);
    if (!correction) return entry;
    const { of, cause, text, media, ...state } = correction;
    const now = { ...entry, ...state, text, media };
    if (!now.unsent) return now;
    const { files, place, cards, shared, quote, template, ...left } = now;
    return { ...left, text: undefined, media: undefined };
  });
}

const WALL_LINES = 3;

/** The line that the wall shows for an entry; notes and system lines are not part of what was said. */
function lineOf(entry: Entry): LastLine | undefined {
  if (entry.kind !== 'message') return undefined;
  const text = entry.text || entry.files?.[0]?.name || '';
  return { seq: entry.seq, author: entry.author, text, at: entry.at, kind: entry.kind };
}

/**
 * What is known of a card after a publication. A publication has no `last`, `viewers` or unread count
 * (those differ per viewer), so they are carried over; an older one than what is shown changes nothing.
 */
export function mergeCard(previous: Card | undefined, incoming: Card): Card {
  if (!previous) return { ...incoming, last: incoming.last ?? [], viewers: incoming.viewers ?? [] };
  if (incoming.last_seq < previous.last_seq || incoming.epoch < previous.epoch) return previous;
  return {
    ...previous,
    ...incoming,
    last: incoming.last ?? previous.last,
    viewers: incoming.viewers ?? previous.viewers,
    unread: previous.unread,
  };
}

/** The card after one entry: the new line, who was active, and an unread guest's word if it is mine. */
export function cardWithEntry(
  card: Card | undefined,
  entry: Entry,
  incoming: Card | undefined,
  unread: boolean,
): Card | undefined {
  const base = incoming ? mergeCard(card, incoming) : card;
  if (!base) return undefined;
  const line = lineOf(entry);
  const known = (base.last ?? []).some((shown) => shown.seq >= entry.seq);
  const fromGuest = entry.author.kind === 'guest' && entry.kind === 'message';
  const fresh = entry.seq > (card?.last_seq ?? 0);
  return {
    ...base,
    last_seq: Math.max(base.last_seq, entry.seq),
    last: line && !known ? [...(base.last ?? []), line].slice(-WALL_LINES) : base.last,
    last_at: line && entry.at > base.last_at ? entry.at : base.last_at,
    guest_at: fromGuest && entry.at > (base.guest_at ?? '') ? entry.at : base.guest_at,
    unread: fromGuest && fresh && unread ? (base.unread ?? 0) + 1 : base.unread,
  };
}

/** Puts a card in its place, or takes it out where `keep` says that it no longer belongs. */
export function putCard(cards: Card[], card: Card, keep: (card: Card) => boolean): Card[] {
  const at = cards.findIndex(({ id }) => id === card.id);
  if (!keep(card)) return at < 0 ? cards : cards.filter(({ id }) => id !== card.id);
  if (at < 0) return [...cards, card];
  if (cards[at] === card) return cards;
  const next = cards.slice();
  next[at] = card;
  return next;
}

/**
 * A snapshot arrived while publications went on: what was patched after the request left, or is newer
 * than the snapshot, stays.
 */
export function reconcile(
  cached: Card[] | undefined,
  snapshot: Card[],
  patchedSince: (id: string) => boolean,
): Card[] {
  if (!cached) return snapshot;
  const held = new Map(cached.map((card) => [card.id, card]));
  const merged = snapshot.map((card) => {
    const previous = held.get(card.id);
    const newer = previous && (previous.last_seq > card.last_seq || previous.epoch > card.epoch);
    return newer ? previous : card;
  });
  const listed = new Set(snapshot.map(({ id }) => id));
  return [...merged, ...cached.filter(({ id }) => !listed.has(id) && patchedSince(id))];
}

/** Adds entries to a thread. `gap` says that something between is missing and must be read first. */
export function appendEntries(thread: Thread, entries: Entry[]): { thread: Thread; gap: boolean } {
  let last = thread.entries.at(-1)?.seq ?? 0;
  const added: Entry[] = [];
  for (const entry of entries) {
    if (entry.seq <= last) continue;
    if (last > 0 && entry.prev !== last && entry.seq !== last + 1) {
      return { thread: grown(thread, added), gap: true };
    }
    added.push(entry);
    last = entry.seq;
  }
  return { thread: grown(thread, added), gap: false };
}

function grown(thread: Thread, added: Entry[]): Thread {
  if (added.length === 0) return thread;
  const entries = [...thread.entries, ...added];
  return { ...thread, entries, last_seq: Math.max(thread.last_seq, entries.at(-1)?.seq ?? 0) };
}

/**
 * How a message stands on its way to its channel, in a thread that holds it. Of two states the one that changed later counts:
 * frames and answers overtake each other.
 */
export function withDelivery(thread: Thread, entryId: string, delivery: Entry['delivery']): Thread {
  const at = thread.entries.findLastIndex(({ id }) => id === entryId);
  const held = thread.entries[at];
  if (!held || !delivery || (held.delivery?.at ?? '') > (delivery.at ?? '')) return thread;
  const entries = thread.entries.slice();
  entries[at] = { ...held, delivery };
  return { ...thread, entries };
}

/** Takes over how messages stand from a page that was read anew: nothing tells of it while the connection is lost. */
export function withDeliveriesOf(thread: Thread, page: Entry[]): Thread {
  return page.reduce((now, { id, delivery }) => withDelivery(now, id, delivery), thread);
}

/** Puts an older page before what is held. */
export function prependEntries(thread: Thread, page: EntryPage): Thread {
  const first = thread.entries[0]?.seq ?? Number.POSITIVE_INFINITY;
  const older = page.entries.filter(({ seq }) => seq < first);
  return { ...thread, entries: [...older, ...thread.entries], earlier: page.more };
}
