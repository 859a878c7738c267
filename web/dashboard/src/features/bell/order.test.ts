import { describe, expect, it } from 'vitest';
import type { Ring } from '@/api/bell';
import { type Board, EMPTY, FATE_SHOWN, withAnswering, withEnd, withRing } from './board';
import { calling, isLook, mustSound, passing, requestOrder, ringingCount } from './order';

const start = Date.UTC(2026, 10, 22, 10);
const ring = (id: string, change: Partial<Ring> = {}): Ring => ({
  id,
  conversation_id: `c-${id}`,
  property_id: 'p1',
  channel: 'web',
  kind: 'person',
  state: 'ringing',
  guest: { id: 'g' },
  opened_at: new Date(start).toISOString(),
  total_ms: 120_000,
  remaining_ms: 60_000,
  for_me: true,
  declined: false,
  unheard: false,
  step: 0,
  guest_left: false,
  ...change,
});
const boardOf = (...rings: Ring[]) =>
  rings.reduce<Board>((board, one) => withRing(board, one, start), EMPTY);
const loud = { quiet: false, device: 'd1' };

describe('requestOrder', () => {
  it('leads with emergencies, then misses, then by the time left; promised ones come last', () => {
    let board = boardOf(
      ring('late', { remaining_ms: 90_000 }),
      ring('soon', { remaining_ms: 9000 }),
      ring('promised', { state: 'promised', remaining_ms: 1000 }),
      ring('fire', { kind: 'emergency', remaining_ms: 0, total_ms: 0 }),
      ring('first'),
      ring('second'),
    );
    board = withEnd(board, { id: 'first', how: 'expired' }, start + 1000);
    board = withEnd(board, { id: 'second', how: 'expired' }, start + 2000);
    const order = requestOrder(board, start + 3000).map(({ id }) => id);
    expect(order).toEqual(['fire', 'second', 'first', 'soon', 'late', 'promised']);
  });

  it('lets a miss go after ten minutes, and lists neither tests nor drills', () => {
    let board = boardOf(ring('t', { kind: 'test' }), ring('d', { kind: 'drill' }), ring('a'));
    board = withEnd(board, { id: 'a', how: 'expired' }, start);
    expect(requestOrder(board, start + 599_000).map(({ id }) => id)).toEqual(['a']);
    expect(requestOrder(board, start + 601_000)).toEqual([]);
  });

  it('ends with looks, because nobody waits there', () => {
    const look = ring('look', { kind: 'attention', why: 'angry', remaining_ms: 1000 });
    const board = boardOf(look, ring('promised', { state: 'promised' }), ring('a'));
    expect(requestOrder(board, start).map(({ id }) => id)).toEqual(['a', 'promised', 'look']);
    expect(isLook(look)).toBe(true);
    expect(isLook(ring('a', { kind: 'emergency' }))).toBe(false);
  });

  it('lists what does not ring for me too', () => {
    expect(requestOrder(boardOf(ring('a', { for_me: false })), start)).toHaveLength(1);
  });
});

describe('calling', () => {
  it('is what rings for me and I have not declined', () => {
    const board = boardOf(
      ring('mine'),
      ring('theirs', { for_me: false }),
      ring('declined', { declined: true }),
    );
    expect(calling(board).map(({ id }) => id)).toEqual(['mine']);
  });
});

describe('passing', () => {
  it('names who took it for two seconds, to those whom it called', () => {
    let board = boardOf(ring('a'), ring('b', { for_me: false }));
    board = withEnd(board, { id: 'a', how: 'accepted', by: { id: 'u2', name: 'Ben' } }, start);
    board = withEnd(board, { id: 'b', how: 'accepted' }, start);
    expect(passing(board, start + FATE_SHOWN - 1, 'u1').map(({ id }) => id)).toEqual(['a']);
    expect(passing(board, start + FATE_SHOWN, 'u1')).toEqual([]);
    expect(passing(board, start, 'u2'), 'who took it knows').toEqual([]);
  });
});

describe('mustSound', () => {
  it('is one sound for all that ring', () => {
    expect(mustSound(boardOf(ring('a'), ring('b', { property_id: 'p2' })), loud)).toEqual({
      name: 'ring',
      ids: ['a', 'b'],
      own: false,
    });
  });

  it('is the emergency as soon as one is among them', () => {
    const board = boardOf(ring('a'), ring('fire', { kind: 'alarm' }));
    expect(mustSound(board, loud)?.name).toBe('emergency');
  });

  it('is nothing once everything is promised, declined, answered or over', () => {
    let board = boardOf(
      ring('promised', { state: 'promised' }),
      ring('declined', { declined: true }),
      ring('theirs', { for_me: false }),
      ring('mine'),
      ring('over'),
    );
    board = withAnswering(board, 'mine', true);
    board = withEnd(board, { id: 'over', how: 'accepted' }, start);
    expect(mustSound(board, loud)).toBeUndefined();
    expect(ringingCount(board)).toBe(0);
  });

  it('keeps Do not disturb silent, but for an emergency', () => {
    const quiet = { ...loud, quiet: true };
    expect(mustSound(boardOf(ring('a')), quiet)).toBeUndefined();
    const fire = boardOf(ring('a'), ring('fire', { kind: 'emergency' }));
    expect(mustSound(fire, quiet)).toMatchObject({ name: 'emergency', ids: ['fire'] });
  });

  it('lets a test sound on its own device alone, and a drill on none', () => {
    const board = boardOf(
      ring('test', { kind: 'test', device: 'd1' }),
      ring('drill', { kind: 'drill' }),
    );
    expect(mustSound(board, { quiet: true, device: 'd1' })).toMatchObject({
      ids: ['test'],
      own: true,
    });
    expect(mustSound(board, { quiet: false, device: 'd2' })).toBeUndefined();
  });
});
