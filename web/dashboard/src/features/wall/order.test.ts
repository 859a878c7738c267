import { describe, expect, it } from 'vitest';
import type { Card } from '@/api/types';
import { holdStill, wallOrder } from './order';

const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 10, 0, second)).toISOString();
const card = (id: string, change: Partial<Card>): Card =>
  ({
    id,
    controller: { kind: 'assistant' },
    last_at: at(0),
    status: 'open',
    guest: { id: 'g' },
    ...change,
  }) as Card;

describe('wallOrder', () => {
  it('leads with who waits longest, then questions without an answer, then the newest', () => {
    const waits = (second: number) => ({
      controller: { kind: 'waiting' as const },
      unanswered_since: at(second),
      last_at: at(50),
    });
    const order = wallOrder([
      card('old', { last_at: at(1) }),
      card('new', { last_at: at(40) }),
      card('asks', { last_at: at(2), unanswered: true, unanswered_kind: 'no_answer' }),
      card('late', waits(20)),
      card('first', waits(5)),
    ]);
    expect(order.map(({ id }) => id)).toEqual(['first', 'late', 'asks', 'new', 'old']);
  });

  it('is the same for the same cards in any order', () => {
    const cards = [card('b', {}), card('a', {}), card('c', {})];
    expect(wallOrder(cards)).toEqual(wallOrder([...cards].reverse()));
  });
});

describe('holdStill', () => {
  it('keeps every place while somebody points: who left leaves a gap, who came stands last', () => {
    expect(holdStill(['a', 'b', 'c'], ['d', 'c', 'a'])).toEqual(['a', 'b', 'c', 'd']);
  });
});
