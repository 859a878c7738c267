// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { keys } from '@/api/keys';
import type { Publication } from '@/api/publication';
import type { Card, CardList, Me } from '@/api/types';
import { applyBatch } from './apply';
import type { Thread } from './patch';

const now = () => new Date().toISOString();

const card = (change: Partial<Card> = {}): Card => ({
  id: 'c1',
  property_id: 'p1',
  live: true,
  unanswered: false,
  channel: 'web',
  status: 'open',
  controller: { kind: 'assistant' },
  epoch: 1,
  last_seq: 1,
  guest: { id: 'g1' },
  started_at: now(),
  last_at: now(),
  ...change,
});

function desk(live: Card[], mine: Card[] = []): QueryClient {
  const client = new QueryClient();
  client.setQueryData(keys.me, { id: 'me' } as Me);
  client.setQueryData<CardList>(keys.live, { conversations: live });
  client.setQueryData<CardList>(keys.mine, { conversations: mine });
  return client;
}

const says = (seq: number, after: Card): Publication => ({
  t: 'entry',
  conversation_id: after.id,
  entry: {
    seq,
    prev: seq - 1,
    id: `e${seq}`,
    kind: 'message',
    author: { kind: 'guest' },
    text: 'Hello',
    at: now(),
  },
  card: { ...after, last_seq: seq },
});

const ids = (client: QueryClient, key: readonly unknown[]) =>
  client.getQueryData<CardList>(key)?.conversations.map(({ id }) => id);

describe('applyBatch', () => {
  it('puts a conversation that begins on the wall', () => {
    const client = desk([]);
    applyBatch(client, [says(1, card())]);
    expect(ids(client, keys.live)).toEqual(['c1']);
  });

  it('moves what I have to My Chats and counts what I have not read', () => {
    const client = desk([card()]);
    const mine = card({ controller: { kind: 'agent', agent_id: 'me', name: 'Ana' }, epoch: 2 });
    applyBatch(client, [says(2, mine), says(3, mine)]);
    expect(ids(client, keys.mine)).toEqual(['c1']);
    expect(client.getQueryData<CardList>(keys.mine)?.conversations[0]?.unread).toBe(2);
  });

  it('takes a resolved one out of every list', () => {
    const mine = card({ controller: { kind: 'agent', agent_id: 'me' }, epoch: 2 });
    const client = desk([mine], [mine]);
    applyBatch(client, [{ t: 'card', card: card({ status: 'resolved', epoch: 3, last_seq: 2 }) }]);
    expect(ids(client, keys.live)).toEqual([]);
    expect(ids(client, keys.mine)).toEqual([]);
  });

  it('appends to an opened thread, and marks one with a gap for reading again', () => {
    const client = desk([card()]);
    const held: Thread = {
      entries: [],
      controller: { kind: 'assistant' },
      epoch: 1,
      last_seq: 0,
      status: 'open',
      more: false,
      earlier: false,
    };
    client.setQueryData(keys.entries('c1'), held);
    applyBatch(client, [says(1, card()), says(4, card())]);
    expect(client.getQueryData<Thread>(keys.entries('c1'))?.entries.map(({ seq }) => seq)).toEqual([
      1,
    ]);
    expect(client.getQueryState(keys.entries('c1'))?.isInvalidated).toBe(true);
  });

  it('survives a kind of publication it does not know', () => {
    const client = desk([]);
    expect(() => applyBatch(client, [{ t: 'newer' } as unknown as Publication])).not.toThrow();
  });
});
