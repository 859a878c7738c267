// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { Correction, Delivery } from '@/api/carried';
import { keys } from '@/api/keys';
import type { Entry } from '@/api/types';
import { applyBatch } from './apply';
import { standing, type Thread, withDeliveriesOf } from './patch';

const message = (seq: number, change: Partial<Entry> = {}): Entry => ({
  seq,
  prev: seq - 1,
  id: `e${seq}`,
  kind: 'message',
  author: { kind: 'guest' },
  text: `word ${seq}`,
  at: '2026-11-22T12:00:00.000Z',
  ...change,
});
const edit = (seq: number, correction: Omit<Correction, 'cause'>): Entry =>
  message(seq, { kind: 'edit', text: undefined, correction: { cause: 'edit', ...correction } });
const thread = (...entries: Entry[]): Thread => ({
  entries,
  controller: { kind: 'assistant' },
  epoch: 1,
  last_seq: entries.at(-1)?.seq ?? 0,
  status: 'open',
  more: false,
  earlier: false,
});

describe('a message stands', () => {
  it('as its newest correction says, wherever that lies', () => {
    const [first] = standing([
      message(1),
      edit(2, { of: 'e1', text: 'changed', edited: true }),
      edit(3, {
        of: 'e1',
        text: 'changed',
        edited: true,
        reactions: [{ by: 'guest', emoji: '❤️' }],
      }),
    ]);
    expect(first).toMatchObject({ text: 'changed', edited: true });
    expect(first?.reactions).toHaveLength(1);
  });
  it('with nothing left once it was taken back', () => {
    const place = { latitude: 1, longitude: 2 };
    const [first] = standing([message(1, { place }), edit(2, { of: 'e1', unsent: true })]);
    expect(first?.unsent).toBe(true);
    expect(first?.text).toBeUndefined();
    expect(first?.place).toBeUndefined();
  });
  it('as written where nothing corrects it', () => {
    const list = [message(1), message(2)];
    expect(standing(list)).toBe(list);
  });
  it('with its media once they were fetched', () => {
    const pending = { kind: 'audio', state: 'pending' } as const;
    const failed = { kind: 'audio', state: 'failed', reason: 'gone' } as const;
    const [first] = standing([
      message(1, { text: '', media: [pending] }),
      edit(2, { of: 'e1', media: [failed] }),
    ]);
    expect(first?.media).toEqual([failed]);
  });
});

describe('how a message stands on its way', () => {
  const state = (at: string, delivery: Delivery['state']): Delivery => ({ state: delivery, at });
  const held = (client: QueryClient) =>
    client.getQueryData<Thread>(keys.entries('c1'))?.entries.map((entry) => entry.delivery?.state);
  const open = (entry: Entry) => {
    const client = new QueryClient();
    client.setQueryData(keys.entries('c1'), thread(entry));
    return client;
  };
  const frame = (delivery: Delivery, entry_id = 'e1') => ({
    t: 'delivery' as const,
    conversation_id: 'c1',
    entry_id,
    delivery,
  });

  it('follows the frames', () => {
    const client = open(message(1, { delivery: { state: 'waiting' } }));
    applyBatch(client, [frame(state('2026-11-22T12:00:01.000Z', 'sent'))]);
    expect(held(client)).toEqual(['sent']);
  });
  it('is not set back by one that was overtaken', () => {
    const client = open(message(1, { delivery: state('2026-11-22T12:00:05.000Z', 'read') }));
    applyBatch(client, [frame(state('2026-11-22T12:00:03.000Z', 'delivered'))]);
    expect(held(client)).toEqual(['read']);
  });
  it('begins anew where somebody sends it again', () => {
    const client = open(message(1, { delivery: state('2026-11-22T12:00:05.000Z', 'failed') }));
    applyBatch(client, [frame(state('2026-11-22T12:01:00.000Z', 'waiting'))]);
    expect(held(client)).toEqual(['waiting']);
  });
  it('is read anew where a frame overtook its entry', () => {
    const client = open(message(1));
    applyBatch(client, [frame(state('2026-11-22T12:00:05.000Z', 'sent'), 'e9')]);
    expect(client.getQueryState(keys.entries('c1'))?.isInvalidated).toBe(true);
  });
  it('is taken over from a page that was read after the connection was lost', () => {
    const now = thread(
      message(1, { delivery: state('2026-11-22T12:00:01.000Z', 'sent') }),
      message(2),
    );
    const next = withDeliveriesOf(now, [
      message(1, { delivery: state('2026-11-22T12:00:09.000Z', 'delivered') }),
    ]);
    expect(next.entries[0]?.delivery?.state).toBe('delivered');
    expect(next.entries[1]).toBe(now.entries[1]);
  });
});
