import type { Card } from '@/api/types';

/** How long after the last word of guest or assistant a conversation counts as live. */
export const LIVE_FOR = 5 * 60_000;

/**
 * Live: the assistant controls it and guest or assistant was active in the last 5 minutes. The server
 * says the same, but only when something happens; the clock makes it false without a word from anybody.
 */
export function isLive(card: Card, now: number): boolean {
  if (card.status !== 'open' || card.controller.kind !== 'assistant') return false;
  const active = Date.parse(card.last_at);
  return now - active < LIVE_FOR;
}

export type Group = 'waiting' | 'live' | 'with_agent' | 'none';

/** Where a card stands on the wall now. */
export function groupOf(card: Card, now: number): Group {
  if (card.status !== 'open') return 'none';
  switch (card.controller.kind) {
    case 'waiting':
      return 'waiting';
    case 'agent':
    case 'outside':
      return 'with_agent';
    default:
      return isLive(card, now) ? 'live' : 'none';
  }
}

/** True where the assistant found nothing to say and no person has answered since. */
export function needsAnswer(card: Card): boolean {
  return card.unanswered_kind === 'no_answer';
}
