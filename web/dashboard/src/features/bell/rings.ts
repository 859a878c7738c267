import { bellApi, type RingEnd, type Who } from '@/api/bell';
import type { Publication } from '@/api/publication';
import { createStore, useStore } from '@/lib/store';
import { connection } from '@/realtime/connection';
import {
  EMPTY,
  FATE_SHOWN,
  withAnswering,
  withEnd,
  withoutMissed,
  withRing,
  withSnapshot,
} from './board';

/**
 * Who is being called. A store of its own and not the query cache: a ring must sound in the same moment
 * in which it is heard, in a hidden tab too, and the cache tells its watchers by a timer.
 */
export const board = createStore(EMPTY);

export const useBoard = () => useStore(board, (value) => value);

/** How often the list is read where the connection is gone, and as a safety net where it is not. */
const WITHOUT_CONNECTION = 5000;
const SAFETY = 60_000;
/** Re-reads after "the list changed" are spread, so that a desk of a hundred does not ask at once. */
const SPREAD = 400;

let reading: Promise<void> | undefined;
let again = false;

/** Reads the whole list; asked while a reading is under way, it reads once more afterwards. */
export function readRings(): Promise<void> {
  if (reading) {
    again = true;
    return reading;
  }
  const started = Date.now();
  reading = bellApi
    .rings()
    .then(
      (list) => board.set((held) => withSnapshot(held, list, started, Date.now())),
      () => board.set((held) => (held.read === 'once' ? held : { ...held, read: 'failed' })),
    )
    .finally(() => {
      reading = undefined;
      if (!again) return;
      again = false;
      void readRings();
    });
  return reading;
}

let spread: ReturnType<typeof setTimeout> | undefined;

function readSoon(): void {
  spread ??= setTimeout(() => {
    spread = undefined;
    void readRings();
  }, Math.random() * SPREAD);
}

/** Takes what a publication says about rings into the list, at once. */
export function hearRings(event: Publication): void {
  const now = Date.now();
  switch (event.t) {
    case 'ring':
      board.set((held) => withRing(held, event.ring, now));
      break;
    case 'ring_end':
      endRing(event.ring_id, event.how, event.by ?? undefined);
      break;
    case 'rings':
      if (!event.rings) readSoon();
      else
        board.set((held) => event.rings?.reduce((b, ring) => withRing(b, ring, now), held) ?? held);
      break;
    case 'entry': {
      const kind = event.card?.controller.kind;
      const gone = event.card && (kind === 'agent' || event.card.status === 'resolved');
      if (gone) board.set((held) => withoutMissed(held, event.conversation_id));
      break;
    }
  }
}

/** A ring ended, as a publication or a refusal says. How it did stands for a moment, and is then gone. */
export function endRing(id: string, how: RingEnd, by?: Who): void {
  board.set((held) => withEnd(held, { id, how, by }, Date.now()));
  setTimeout(() => board.set((held) => ({ ...held })), FATE_SHOWN);
}

export function markAnswering(id: string, on: boolean): void {
  board.set((held) => withAnswering(held, id, on));
}

/** Keeps the list true for as long as the shell stands; afterwards nothing of it is left. */
export function keepRings(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const follow = () => {
    clearTimeout(timer);
    timer = setTimeout(tick, connection.get().connected ? SAFETY : WITHOUT_CONNECTION);
  };
  const tick = () => {
    void readRings();
    follow();
  };
  const unwatch = connection.subscribe(tick);
  tick();
  return () => {
    unwatch();
    clearTimeout(timer);
    clearTimeout(spread);
    spread = undefined;
    board.set(EMPTY);
  };
}
