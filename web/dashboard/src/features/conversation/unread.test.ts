import { describe, expect, it } from 'vitest';
import type { Entry } from '@/api/types';
import { firstUnread } from './unread';

const thread = (...who: string[]): Entry[] =>
  who.map((kind, index) => {
    const line = kind === 'joined';
    return {
      id: `e${index}`,
      seq: index + 1,
      at: '2026-11-22T12:00:00Z',
      kind: line ? 'control' : 'message',
      author: { kind: line ? 'system' : kind },
      ...(line && { code: 'joined' }),
    } as Entry;
  });

describe('new since you left', () => {
  it('stands before the first message that came after the agent looked', () => {
    expect(firstUnread({ unread: 2 }, thread('joined', 'agent', 'guest', 'guest'))).toBe(3);
  });
  it('stands nowhere in a chat that was only just opened', () => {
    expect(firstUnread({ unread: 2 }, thread('guest', 'guest', 'joined'))).toBeUndefined();
    expect(firstUnread({ unread: 3 }, thread('guest', 'joined', 'guest', 'guest'))).toBeUndefined();
  });
  it('stands nowhere where all is read', () => {
    expect(firstUnread({}, thread('joined', 'guest'))).toBeUndefined();
  });
  it('stands at the first that is loaded, where the agent joined long ago', () => {
    expect(firstUnread({ unread: 9 }, thread('guest', 'agent', 'guest'))).toBe(1);
  });
});
