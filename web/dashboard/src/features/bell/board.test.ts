import { describe, expect, it } from 'vitest';
import type { Ring } from '@/api/bell';
import {
  type Board,
  EMPTY,
  withAnswering,
  withEnd,
  withoutMissed,
  withRing,
  withSnapshot,
} from './board';

const ring = (id: string, change: Partial<Ring> = {}): Ring => ({
  id,
  conversation_id: `c-${id}`,
  property_id: 'p1',
  channel: 'web',
  kind: 'person',
  state: 'ringing',
  guest: { id: 'g' },
  opened_at: '2026-11-22T10:00:00.000Z',
  total_ms: 120_000,
  remaining_ms: 60_000,
  for_me: true,
  declined: false,
  unheard: false,
  step: 0,
  guest_left: false,
  ...change,
});

const ids = (board: Board) => board.rings.map(({ id }) => id);

describe('a ring', () => {
  it('gets its deadline on this clock, and is replaced by what comes after', () => {
    let board = withRing(EMPTY, ring('a'), 1000);
    expect(board.rings[0]?.deadline).toBe(61_000);
    board = withRing(board, ring('a', { state: 'promised', remaining_ms: 180_000 }), 5000);
    expect(board.rings).toHaveLength(1);
    expect(board.rings[0]).toMatchObject({ state: 'promised', deadline: 185_000 });
  });

  it('never comes back after its end, however late it is heard', () => {
    let board = withRing(EMPTY, ring('a'), 0);
    board = withEnd(board, { id: 'a', how: 'accepted', by: { id: 'u2', name: 'Ben' } }, 10);
    board = withRing(board, ring('a'), 20);
    expect(ids(board)).toEqual([]);
    board = withSnapshot(board, { rings: [ring('a')], missed: [] }, 5, 30);
    expect(ids(board)).toEqual([]);
  });

  it('keeps how it ended first, with the ring as it last stood', () => {
    let board = withRing(EMPTY, ring('a'), 0);
    board = withEnd(board, { id: 'a', how: 'accepted', by: { id: 'u2', name: 'Ben' } }, 10);
    board = withEnd(board, { id: 'a', how: 'closed' }, 20);
    expect(board.fates.a).toMatchObject({ how: 'accepted', by: { name: 'Ben' }, at: 10 });
    expect(board.fates.a?.ring?.id).toBe('a');
  });

  it('that comes as ended ends', () => {
    let board = withRing(EMPTY, ring('a'), 0);
    board = withRing(board, ring('a', { state: 'ended', end: 'cancelled' }), 10);
    expect(ids(board)).toEqual([]);
    expect(board.fates.a?.how).toBe('cancelled');
  });
});

describe('one that nobody answered', () => {
  it('leads the list as missed, until somebody has it', () => {
    let board = withRing(EMPTY, ring('a'), 0);
    board = withEnd(board, { id: 'a', how: 'expired' }, 60_000);
    expect(board.missed.map(({ id, state }) => [id, state])).toEqual([['a', 'ended']]);
    expect(withoutMissed(board, 'c-a').missed).toEqual([]);
    expect(withoutMissed(board, 'c-b')).toBe(board);
  });

  it('is not missed where the guest had gone, nor a transfer', () => {
    let board = withRing(EMPTY, ring('a', { guest_left: true }), 0);
    board = withRing(board, ring('b', { kind: 'transfer' }), 0);
    board = withEnd(board, { id: 'a', how: 'expired' }, 1);
    board = withEnd(board, { id: 'b', how: 'expired' }, 1);
    expect(board.missed).toEqual([]);
  });

  it('makes way for a new request of the same guest', () => {
    let board = withRing(EMPTY, ring('a'), 0);
    board = withEnd(board, { id: 'a', how: 'expired' }, 1);
    board = withRing(board, ring('b', { conversation_id: 'c-a' }), 2);
    expect(board.missed).toEqual([]);
  });
});

describe('a snapshot', () => {
  it('brings what was not heard and takes what is over', () => {
    const before = withRing(EMPTY, ring('old'), 0);
    const after = withSnapshot(before, { rings: [ring('new')], missed: [] }, 100, 150);
    expect(ids(after)).toEqual(['new']);
    expect(after.read).toBe('once');
  });

  it('yields to what was heard while it was on its way', () => {
    let board = withRing(EMPTY, ring('a'), 0);
    // Asked at 100, answered at 200; meanwhile a was promised, b came, and c ended.
    board = withRing(board, ring('c'), 50);
    board = withRing(board, ring('a', { state: 'promised' }), 120);
    board = withRing(board, ring('b'), 130);
    board = withEnd(board, { id: 'c', how: 'cancelled' }, 140);
    const list = { rings: [ring('a'), ring('c')], missed: [] };
    board = withSnapshot(board, list, 100, 200);
    expect(board.rings.map(({ id, state }) => [id, state])).toEqual([
      ['a', 'promised'],
      ['b', 'ringing'],
    ]);
  });

  it('keeps a miss that it could not know yet, and drops one whose guest asks again', () => {
    let board = withRing(EMPTY, ring('a'), 0);
    board = withEnd(board, { id: 'a', how: 'expired' }, 150);
    const late = withSnapshot(board, { rings: [], missed: [] }, 100, 200);
    expect(late.missed.map(({ id }) => id)).toEqual(['a']);
    const again = { rings: [ring('b', { conversation_id: 'c-a' })], missed: [ring('a')] };
    expect(withSnapshot(board, again, 300, 400).missed).toEqual([]);
  });
});

it('forgets the endings of long ago, not those of now', () => {
  let board: Board = EMPTY;
  for (let n = 0; n < 400; n++) {
    board = withRing(board, ring(`r${n}`), n);
    board = withEnd(board, { id: `r${n}`, how: 'accepted' }, n);
  }
  expect(Object.keys(board.fates).length).toBeLessThanOrEqual(301);
  expect(board.fates.r399).toBeDefined();
});

it('is silent while my answer is on its way', () => {
  const board = withAnswering(withRing(EMPTY, ring('a'), 0), 'a', true);
  expect(board.answering).toEqual({ a: true });
  expect(withAnswering(board, 'a', false).answering).toEqual({});
  expect(withEnd(board, { id: 'a', how: 'accepted' }, 1).answering).toEqual({});
});
