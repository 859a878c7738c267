import type { Card } from '@/api/types';
import { needsAnswer } from '@/lib/live';

function rankOf(card: Card): number {
  if (card.controller.kind === 'waiting') return 0;
  return needsAnswer(card) ? 1 : 2;
}

/** When a waiting guest began to wait, else when something last happened. */
function moment(card: Card): number {
  if (card.controller.kind === 'waiting') {
    return Date.parse(
      card.request?.opened_at ?? card.unanswered_since ?? card.guest_at ?? card.last_at,
    );
  }
  return Date.parse(card.last_at);
}

/** The wall's order: who waits leads, the longest first; then questions without an answer; then the newest. */
export function wallOrder(cards: Card[]): Card[] {
  return cards
    .map((card) => ({ card, rank: rankOf(card), at: moment(card) }))
    .sort((a, b) => {
      if (a.rank !== b.rank) return a.rank - b.rank;
      if (a.at !== b.at) return a.rank === 0 ? a.at - b.at : b.at - a.at;
      return a.card.id < b.card.id ? -1 : 1;
    })
    .map(({ card }) => card);
}

/**
 * The order while somebody points into the wall: everyone keeps the place they had, so that nothing jumps
 * under a press; who left keeps an empty place, who came stands at the end.
 */
export function holdStill(shown: string[], next: string[]): string[] {
  const known = new Set(shown);
  return [...shown, ...next.filter((id) => !known.has(id))];
}
