import { type Board, FATE_SHOWN, MISSED_FOR, type Seen } from './board';

const URGENT = new Set(['emergency', 'alarm']);

/** Tests and drills call a device, not a person to a guest: they stand in no list. */
export function isRehearsal({ kind }: Pick<Seen, 'kind'>): boolean {
  return kind === 'test' || kind === 'drill';
}

/** An alarm and a look only want to be seen: they end when somebody says so. */
export function isLook({ kind }: Pick<Seen, 'kind'>): boolean {
  return kind === 'alarm' || kind === 'attention';
}

export function isUrgent({ kind }: Pick<Seen, 'kind'>): boolean {
  return URGENT.has(kind);
}

function rankOf(ring: Seen): number {
  if (isUrgent(ring)) return 0;
  if (ring.state === 'ended') return 1;
  if (ring.kind === 'attention') return 4; // nobody waits there
  return ring.state === 'ringing' ? 2 : 3;
}

/** Emergencies, then what was missed, then by the time left, then what is promised; a look comes last. */
export function byUrgency(a: Seen, b: Seen): number {
  const [ra, rb] = [rankOf(a), rankOf(b)];
  if (ra !== rb) return ra - rb;
  // The newest miss first: its guest is the likeliest to be there still.
  if (ra === 1) return (b.ended_at ?? '').localeCompare(a.ended_at ?? '');
  if (a.deadline !== b.deadline) return a.deadline - b.deadline;
  return a.id < b.id ? -1 : 1;
}

/** The Requests page: emergencies, then those missed whose guest is still here, then by the time left. */
export function requestOrder(board: Board, now: number): Seen[] {
  const missed = board.missed.filter(
    ({ ended_at, guest_left }) => !guest_left && now - Date.parse(ended_at ?? '') < MISSED_FOR,
  );
  return [...missed, ...board.rings.filter((ring) => !isRehearsal(ring))].sort(byUrgency);
}

/** The rows of the card that stands on every screen: what calls me, and what somebody promised. */
export function calling(board: Board): Seen[] {
  return board.rings
    .filter((ring) => ring.for_me && !ring.declined && ring.kind !== 'drill')
    .sort(byUrgency);
}

/** Those that ended a moment ago, with how: shown for 2 s to everyone whom they called but who did it, who knows. */
export function passing(board: Board, now: number, me: string): Seen[] {
  return Object.values(board.fates)
    .filter(
      ({ ring, at, by }) =>
        ring &&
        by?.id !== me &&
        now - at < FATE_SHOWN &&
        ring.for_me &&
        !ring.declined &&
        !isRehearsal(ring),
    )
    .map(({ ring }) => ring as Seen);
}

/** How many guests are calling me now, for the title and the badge on the icon. */
export function ringingCount(board: Board): number {
  return calling(board).filter(
    (ring) => ring.state === 'ringing' && !board.answering[ring.id] && !isRehearsal(ring),
  ).length;
}

/** How many rows the Requests page has. */
export function requestCount(board: Board, now: number): number {
  return requestOrder(board, now).length;
}

export interface Sounding {
  name: 'ring' | 'emergency';
  ids: string[];
  /** A test of this very device is among them: then this tab sounds, whichever leads. */
  own: boolean;
}

/**
 * What this device must sound now, if anything: one sound for all rings together. Do not disturb keeps
 * everything silent but an emergency, and a test that the person asked for with this very device.
 */
export function mustSound(
  board: Board,
  { quiet, device }: { quiet: boolean; device: string | undefined },
): Sounding | undefined {
  const loud = calling(board).filter(
    (ring) =>
      ring.state === 'ringing' &&
      !board.answering[ring.id] &&
      (ring.kind === 'test' ? ring.device === device : !quiet || isUrgent(ring)),
  );
  if (loud.length === 0) return undefined;
  return {
    name: loud.some(isUrgent) ? 'emergency' : 'ring',
    ids: loud.map(({ id }) => id),
    own: loud.some(({ kind }) => kind === 'test'),
  };
}
