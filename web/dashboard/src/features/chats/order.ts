import type { Card } from '@/api/types';

/** From when a guest waits for my reply; undefined where the last word was mine. */
export function waitingSince(card: Card): number | undefined {
  if (!card.unanswered) return undefined;
  const since = card.unanswered_since ?? card.guest_at;
  return since ? Date.parse(since) : undefined;
}

/** My Chats: unread first, then who waits longest for my reply, then the newest. */
export function chatOrder(cards: Card[]): Card[] {
  return [...cards].sort((a, b) => {
    const unread = Number((b.unread ?? 0) > 0) - Number((a.unread ?? 0) > 0);
    if (unread !== 0) return unread;
    const [wa, wb] = [waitingSince(a), waitingSince(b)];
    if (wa !== undefined && wb !== undefined) return wa - wb;
    if (wa !== undefined || wb !== undefined) return wa !== undefined ? -1 : 1;
    return Date.parse(b.last_at) - Date.parse(a.last_at);
  });
}

/** How urgent a wait is: from 60 s, and from 180 s. */
export function urgency(ms: number): 'plain' | 'brass' | 'danger' {
  if (ms >= 180_000) return 'danger';
  return ms >= 60_000 ? 'brass' : 'plain';
}
