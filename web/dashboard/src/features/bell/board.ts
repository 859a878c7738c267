import type { Ring, RingEnd, RingList, Who } from '@/api/bell';

/** A ring with the server's deadline on this browser's clock. Tests and drills are of no conversation: ''. */
export interface Seen extends Ring {
  deadline: number;
  channel: string;
  conversation_id: string;
  property_id: string;
  guest: { id: string; name?: string };
}

/** How a ring ended, and the ring as it last stood, for the moment in which that is said. */
export interface Fate {
  how: RingEnd;
  by?: Who;
  at: number;
  ring?: Seen;
}

/** Everything known about who is being called. Changed only by the functions of this file. */
export interface Board {
  rings: Seen[];
  missed: Seen[];
  /** Rings that ended, by id. A request ends once, so a ring in here never comes back. */
  fates: Record<string, Fate>;
  /** When a publication last changed a ring, against which a slower snapshot is held. */
  touched: Record<string, number>;
  /** Rings that I have just answered: silent at once, whatever the server says a moment later. */
  answering: Record<string, true>;
  read: 'never' | 'once' | 'failed';
}

export const EMPTY: Board = {
  rings: [],
  missed: [],
  fates: {},
  touched: {},
  answering: {},
  read: 'never',
};

/** How long "… took this" stands. */
export const FATE_SHOWN = 2000;
/** How long a missed one leads the list, as the server counts it too. */
export const MISSED_FOR = 10 * 60_000;
const REMEMBERED = 300;

/** Turns "milliseconds left" into a moment of this browser's clock. */
export function seen(ring: Ring, now: number): Seen {
  return {
    ...ring,
    deadline: now + ring.remaining_ms,
    channel: ring.channel ?? '',
    conversation_id: ring.conversation_id ?? '',
    property_id: ring.property_id ?? '',
    guest: { ...ring.guest, id: ring.guest.id ?? '' },
  };
}

/** A ring that is new or changed. */
export function withRing(board: Board, ring: Ring, now: number): Board {
  if (board.fates[ring.id]) return board;
  if (ring.state === 'ended') {
    const by = ring.ended_by ?? undefined;
    return withEnd(board, { id: ring.id, how: ring.end ?? 'closed', by }, now);
  }
  const fresh = seen(ring, now);
  const known = board.rings.findIndex(({ id }) => id === ring.id);
  const rings = board.rings.slice();
  if (known < 0) rings.push(fresh);
  else rings[known] = fresh;
  return {
    ...board,
    rings,
    // Who asks again is no longer missed: the new request stands for both.
    missed: board.missed.filter(({ conversation_id: id }) => id !== ring.conversation_id),
    touched: { ...board.touched, [ring.id]: now },
  };
}

/** A ring that ended. A guest whose request expired leads the list as missed. */
export function withEnd(
  board: Board,
  { id, how, by }: { id: string; how: RingEnd; by?: Who },
  now: number,
): Board {
  if (board.fates[id]) return board;
  const ring = board.rings.find((other) => other.id === id);
  const missed =
    ring && how === 'expired' && ring.kind !== 'transfer' && !ring.guest_left
      ? [
          ...board.missed.filter((other) => other.id !== id),
          { ...ring, state: 'ended' as const, end: how, ended_at: new Date(now).toISOString() },
        ]
      : board.missed;
  return {
    ...board,
    rings: board.rings.filter((other) => other.id !== id),
    missed,
    fates: { ...newest(board.fates), [id]: { how, by, at: now, ring } },
    touched: { ...board.touched, [id]: now },
    answering: without(board.answering, id),
  };
}

/** What GET /bell/rings answered, asked for at `started`: newer publications stand against it. */
export function withSnapshot(board: Board, list: RingList, started: number, now: number): Board {
  const newer = (id: string) => (board.touched[id] ?? Number.NEGATIVE_INFINITY) >= started;
  const held = new Map(board.rings.map((ring) => [ring.id, ring]));
  const rings = list.rings
    .filter(({ id, state }) => !board.fates[id] && state !== 'ended')
    .map((ring) => (newer(ring.id) ? (held.get(ring.id) ?? seen(ring, now)) : seen(ring, now)));
  const listed = new Set(list.rings.map(({ id }) => id));
  const arrived = board.rings.filter(({ id }) => !listed.has(id) && newer(id));
  const missedIds = new Set(list.missed.map(({ id }) => id));
  const open = new Set([...rings, ...arrived].map(({ conversation_id: id }) => id));
  const missed = [
    ...list.missed.map((ring) => seen(ring, now)),
    ...board.missed.filter(({ id }) => !missedIds.has(id) && newer(id)),
  ].filter(({ conversation_id: id }) => !open.has(id));
  const ids = new Set([...listed, ...missedIds, ...arrived.map(({ id }) => id)]);
  return {
    ...board,
    rings: [...rings, ...arrived],
    missed,
    touched: Object.fromEntries(
      Object.entries(board.touched).filter(([id, at]) => ids.has(id) || at >= started),
    ),
    read: 'once',
  };
}

/** Somebody has the conversation by now, or it is resolved: nothing of it is missed any more. */
export function withoutMissed(board: Board, conversationId: string): Board {
  const missed = board.missed.filter(({ conversation_id: id }) => id !== conversationId);
  return missed.length === board.missed.length ? board : { ...board, missed };
}

/** I pressed an answer (or the server refused it, with `on` false). */
export function withAnswering(board: Board, id: string, on: boolean): Board {
  return {
    ...board,
    answering: on ? { ...board.answering, [id]: true } : without(board.answering, id),
  };
}

function without<T>(record: Record<string, T>, id: string): Record<string, T> {
  if (!(id in record)) return record;
  const { [id]: _gone, ...rest } = record;
  return rest;
}

/** Keeps the newest endings only; ids of long ago do not come back either. */
function newest(fates: Record<string, Fate>): Record<string, Fate> {
  const all = Object.entries(fates);
  if (all.length < REMEMBERED) return fates;
  return Object.fromEntries(all.sort(([, a], [, b]) => b.at - a.at).slice(0, REMEMBERED / 2));
}
