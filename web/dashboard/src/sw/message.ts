/** What a push holds, as the server encrypted it. Nothing in it is a guest's text. */
export interface Message {
  t: 'ring' | 'ring_end';
  ring: string;
  kind: string;
  title: string;
  body: string;
  tag: string;
  url: string;
  lang: string;
  device: string;
  subscription: string;
  proof: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Reads a push. Whatever it is, a browser wants to see a notification for it, so a push that cannot be
 * read still leads to the list of those who wait.
 */
export function read(data: unknown): Message {
  const from = (typeof data === 'object' && data ? data : {}) as Record<string, unknown>;
  const ring = text(from.ring);
  return {
    t: from.t === 'ring_end' ? 'ring_end' : 'ring',
    ring,
    kind: text(from.kind),
    title: text(from.title) || 'Deskbell',
    body: text(from.body),
    tag: text(from.tag) || `ring-${ring}`,
    url: here(text(from.url)),
    lang: text(from.lang),
    device: text(from.device),
    subscription: text(from.subscription),
    proof: text(from.proof),
  };
}

/** A path of ours, whatever the message says: a press must lead nowhere else. */
export function here(url: string): string {
  return /^\/(?![/\\])/.test(url) ? url : '/requests';
}

/** Places on this address that are no dashboard: the sample hotel's pages and the guests' chat. */
const ELSEWHERE = /^\/(demo|chat|w|api|files|simulator)(\/|$)/;

/** Whether an open page is the dashboard. */
export function isDashboard(url: string): boolean {
  return !ELSEWHERE.test(new URL(url).pathname);
}
