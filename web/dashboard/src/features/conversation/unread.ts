import type { Card, Entry } from '@/api/types';

/**
 * The first of a guest's messages that came since the agent last looked at a chat of theirs. What was written before they
 * joined is unread too, but they did not leave it: no line stands there.
 */
export function firstUnread(
  { unread = 0 }: Pick<Card, 'unread'>,
  entries: Entry[],
): number | undefined {
  if (unread === 0) return undefined;
  const joined = entries.findLastIndex(({ code }) => code === 'joined');
  const words = entries.filter(({ author, kind }) => author.kind === 'guest' && kind === 'message');
  const first = words.slice(-unread).at(0);
  return first && entries.indexOf(first) > joined ? first.seq : undefined;
}
