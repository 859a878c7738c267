import { describe, expect, it } from 'vitest';
import type { Card, Me } from '@/api/types';
import { abilities } from './abilities';

const me = { id: 'a', role: 'admin', properties: [] } as unknown as Me;
const card = (change: Partial<Card>): Card =>
  ({ property_id: 'p', status: 'open', controller: { kind: 'assistant' }, ...change }) as Card;

describe('what one may do with a conversation', () => {
  it('is to take it where the assistant has it', () => {
    expect(abilities(card({ can_answer: true }), me).takeControl).toBe(true);
    expect(abilities(card({}), me).takeControl).toBe(true);
  });
  it('is to read and resolve, not to answer, where the account is only watched', () => {
    const can = abilities(card({ can_answer: false }), me);
    expect([can.takeControl, can.answerAndHandBack, can.retry]).toEqual([false, false, false]);
    expect([can.note, can.resolve]).toEqual([true, true]);
  });
  it('is the same where another app has the thread', () => {
    const held = abilities(card({ thread: { owner: 'another_app' }, can_answer: true }), me);
    expect(held.takeControl).toBe(false);
    const mine = card({
      controller: { kind: 'agent', agent_id: 'a' },
      thread: { owner: 'another_app' },
    });
    expect([abilities(mine, me).reply, abilities(mine, me).handBack]).toEqual([false, true]);
    // A publication takes it back by null.
    expect(abilities(card({ thread: null, can_answer: true }), me).takeControl).toBe(true);
  });
});
