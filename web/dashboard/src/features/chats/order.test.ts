import { expect, it } from 'vitest';
import type { Card } from '@/api/types';
import { chatOrder, urgency } from './order';

const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 10, 0, second)).toISOString();
const card = (id: string, change: Partial<Card>): Card =>
  ({ id, last_at: at(0), ...change }) as Card;

it('lists unread first, then who waits longest, then the newest', () => {
  const order = chatOrder([
    card('done-old', { last_at: at(1) }),
    card('done-new', { last_at: at(9) }),
    card('waits-late', { unanswered: true, unanswered_since: at(8) }),
    card('waits-long', { unanswered: true, unanswered_since: at(3) }),
    card('unread', { unread: 1, unanswered: true, unanswered_since: at(9) }),
  ]);
  expect(order.map(({ id }) => id)).toEqual([
    'unread',
    'waits-long',
    'waits-late',
    'done-new',
    'done-old',
  ]);
});

it('turns amber at one minute and red at three', () => {
  expect([59_999, 60_000, 179_999, 180_000].map(urgency)).toEqual([
    'plain',
    'brass',
    'brass',
    'danger',
  ]);
});
