import { describe, expect, it } from 'vitest';
import type { Card, Entry } from '@/api/types';
import {
  appendEntries,
  cardWithEntry,
  mergeCard,
  prependEntries,
  putCard,
  reconcile,
  type Thread,
} from './patch';

const card = (change: Partial<Card> = {}): Card => ({
  id: 'c1',
  property_id: 'p1',
  live: true,
  unanswered: false,
  channel: 'web',
  status: 'open',
  controller: { kind: 'assistant' },
  epoch: 1,
  last_seq: 2,
  guest: { id: 'g1' },
  started_at: '2026-11-22T10:00:00.000Z',
  guest_at: '2026-11-22T10:00:00.000Z',
  last_at: '2026-11-22T10:00:05.000Z',
  last: [{ seq: 2, author: { kind: 'assistant' }, text: 'Hello', at: '', kind: 'message' }],
  viewers: [{ id: 'u2', name: 'Ben' }],
  unread: 0,
  ...change,
});

const entry = (seq: number, change: Partial<Entry> = {}): Entry => ({
  seq,
  prev: seq - 1,
  id: `e${seq}`,
  kind: 'message',
  author: { kind: 'guest' },
  text: `Line ${seq}`,
  at: '2026-11-22T10:01:00.000Z',
  ...change,
});

const thread = (seqs: number[]): Thread => ({
  entries: seqs.map((seq) => entry(seq)),
  controller: { kind: 'assistant' },
  epoch: 1,
  last_seq: seqs.at(-1) ?? 0,
  status: 'open',
  more: false,
  earlier: false,
});

describe('mergeCard', () => {
  it('keeps what differs per viewer, which publications do not carry', () => {
    const { last, viewers, unread, ...published } = card({ last_seq: 3, epoch: 2, unread: 4 });
    const merged = mergeCard(card({ unread: 4 }), { ...published, last_seq: 3 } as Card);
    expect(merged.viewers).toEqual(viewers);
    expect(merged.last).toEqual(last);
    expect(merged.unread).toBe(unread);
    expect(merged.epoch).toBe(2);
  });

  it('ignores a card that is older than what is shown', () => {
    const shown = card({ last_seq: 5, controller: { kind: 'agent', agent_id: 'u1' }, epoch: 2 });
    expect(mergeCard(shown, card({ last_seq: 4 }))).toBe(shown);
    expect(mergeCard(shown, card({ last_seq: 6, epoch: 1 }))).toBe(shown);
  });

  it('takes null as ended', () => {
    const waiting = card({
      request: {
        id: 'r',
        kind: 'person',
        state: 'ringing',
        opened_at: '',
        remaining_ms: 1,
        total_ms: 2,
      },
    });
    expect(mergeCard(waiting, card({ last_seq: 3, request: null })).request).toBeNull();
  });
});

describe('cardWithEntry', () => {
  it('shows the last three lines', () => {
    let shown: Card | undefined = card();
    for (const seq of [3, 4, 5]) shown = cardWithEntry(shown, entry(seq), undefined, false);
    expect(shown?.last?.map(({ seq }) => seq)).toEqual([3, 4, 5]);
  });

  it('does not show notes or system lines as said', () => {
    const noted = cardWithEntry(card(), entry(3, { kind: 'note' }), undefined, true);
    expect(noted?.last?.map(({ seq }) => seq)).toEqual([2]);
    expect(noted?.unread).toBe(0);
    expect(noted?.last_seq).toBe(3);
  });

  it('counts a guest once, however often the entry arrives', () => {
    const once = cardWithEntry(card(), entry(3), undefined, true);
    const twice = cardWithEntry(once, entry(3), undefined, true);
    expect(twice?.unread).toBe(1);
    expect(twice?.last?.filter(({ seq }) => seq === 3)).toHaveLength(1);
  });

  it('knows nothing of a conversation it was told no card of', () => {
    expect(cardWithEntry(undefined, entry(3), undefined, true)).toBeUndefined();
  });
});

describe('putCard', () => {
  it('adds, replaces in place and takes out', () => {
    const [a, b] = [card({ id: 'a' }), card({ id: 'b' })];
    const both = putCard([a], b, () => true);
    expect(both.map(({ id }) => id)).toEqual(['a', 'b']);
    const changed = card({ id: 'a', epoch: 9 });
    expect(putCard(both, changed, () => true)[0]).toBe(changed);
    expect(putCard(both, changed, () => false).map(({ id }) => id)).toEqual(['b']);
  });

  it('keeps the list itself where nothing changes, so that nothing renders', () => {
    const list = [card()];
    expect(putCard(list, list[0] as Card, () => true)).toBe(list);
    expect(putCard(list, card({ id: 'x' }), () => false)).toBe(list);
  });
});

describe('reconcile', () => {
  it('lets a snapshot neither undo nor drop what was published while it travelled', () => {
    const newer = card({ last_seq: 8 });
    const born = card({ id: 'new' });
    const gone = card({ id: 'gone' });
    const result = reconcile([newer, born, gone], [card({ last_seq: 7 })], (id) => id === 'new');
    expect(result).toEqual([newer, born]);
  });
});

describe('appendEntries', () => {
  it('appends what follows and ignores what is known', () => {
    const { thread: next, gap } = appendEntries(thread([1, 2]), [entry(2), entry(3)]);
    expect(next.entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(next.last_seq).toBe(3);
    expect(gap).toBe(false);
  });

  it('notices a gap and keeps what is whole', () => {
    const held = thread([1, 2]);
    const { thread: next, gap } = appendEntries(held, [entry(5)]);
    expect(gap).toBe(true);
    expect(next).toBe(held);
  });
});

describe('prependEntries', () => {
  it('puts an older page before what is held, without doubles', () => {
    const page = { ...thread([1, 2, 3]), more: false };
    const next = prependEntries({ ...thread([3, 4]), earlier: true }, page);
    expect(next.entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(next.earlier).toBe(false);
  });
});
