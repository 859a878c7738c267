import { describe, expect, it } from 'vitest';
import type { Card, Me } from '@/api/types';
import { abilities } from './abilities';
import { backoff, SEND_WAITS } from './backoff';
import { noteServerTime, serverNow } from './clock';
import { fuzzy, rank } from './fuzzy';
import { groupOf, isLive, LIVE_FOR } from './live';

const start = Date.UTC(2026, 10, 22, 10);
const card = (change: Partial<Card> = {}): Card =>
  ({
    id: 'c',
    property_id: 'p1',
    status: 'open',
    controller: { kind: 'assistant' },
    last_at: new Date(start).toISOString(),
    ...change,
  }) as Card;

describe('live', () => {
  it('ends by the clock alone, five minutes after the last word', () => {
    expect(isLive(card(), start + LIVE_FOR - 1)).toBe(true);
    expect(isLive(card(), start + LIVE_FOR)).toBe(false);
    expect(groupOf(card(), start + LIVE_FOR)).toBe('none');
  });

  it('is only what the assistant controls', () => {
    expect(isLive(card({ controller: { kind: 'waiting' } }), start)).toBe(false);
    expect(groupOf(card({ controller: { kind: 'waiting' } }), start + LIVE_FOR)).toBe('waiting');
    expect(groupOf(card({ controller: { kind: 'agent', agent_id: 'x' } }), start)).toBe(
      'with_agent',
    );
    expect(groupOf(card({ status: 'resolved' }), start)).toBe('none');
  });
});

describe('abilities', () => {
  const me = (role: Me['role']) => ({ id: 'me', role, properties: [{ id: 'p1', role }] }) as Me;
  const mine = card({ controller: { kind: 'agent', agent_id: 'me' } });
  const theirs = card({ controller: { kind: 'agent', agent_id: 'ben' } });

  it('lets an agent take what is free and end what is theirs', () => {
    expect(abilities(card(), me('agent'))).toMatchObject({
      takeControl: true,
      reply: false,
      handBack: false,
    });
    expect(abilities(mine, me('agent'))).toMatchObject({
      takeControl: false,
      reply: true,
      handBack: true,
      resolve: true,
    });
    expect(abilities(theirs, me('agent'))).toMatchObject({
      takeControl: false,
      takeOver: false,
      resolve: false,
      note: true,
    });
  });

  it('lets everybody take over from who is gone, and an Admin always', () => {
    expect(abilities({ ...theirs, agent_gone: 'lost' }, me('agent')).takeOver).toBe(true);
    expect(abilities(theirs, me('admin')).takeOver).toBe(true);
  });

  it('lets a Knowledge Manager do none of it', () => {
    expect(Object.values(abilities(card(), me('knowledge_manager'))).some(Boolean)).toBe(false);
  });
});

describe('backoff', () => {
  it('grows with a quarter of jitter and then ends', () => {
    expect(SEND_WAITS.map((_wait, index) => backoff(index + 1, () => 0))).toEqual([...SEND_WAITS]);
    expect(backoff(1, () => 1)).toBe(625);
    expect(backoff(SEND_WAITS.length + 1)).toBeUndefined();
  });
});

describe('fuzzy', () => {
  it('prefers the beginning, then words, then scattered letters', () => {
    const names = ['goodbye', 'late check-out', 'check-in', 'cheque'];
    expect(rank('check', names, (name) => name)).toEqual(['check-in', 'late check-out']);
    expect(fuzzy('lco', 'late check-out')).toBeGreaterThan(0);
    expect(fuzzy('xyz', 'late check-out')).toBe(-1);
  });
});

describe('serverNow', () => {
  it('believes a header only where the difference would be seen', () => {
    noteServerTime(new Date(Date.now() + 600).toUTCString());
    expect(Math.abs(serverNow() - Date.now())).toBeLessThan(50);
    noteServerTime(new Date(Date.now() + 90_000).toUTCString());
    expect(serverNow() - Date.now()).toBeGreaterThan(80_000);
    noteServerTime(new Date().toUTCString());
    expect(Math.abs(serverNow() - Date.now())).toBeLessThan(50);
  });
});
