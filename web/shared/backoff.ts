const BASE = 500;
const CAP = 30_000;

/**
 * How long to wait before reconnecting: full jitter over an exponentially growing window (0.5 s to
 * 30 s), so that a restarted server is not met by every client at once. What the server asked for
 * by Retry-After is a floor, and jitter is added to it for the same reason.
 */
export function backoffMs(
  attempt: number,
  floor: number | null = null,
  random: () => number = Math.random,
): number {
  const window = Math.min(CAP, BASE * 2 ** Math.min(attempt, 16));
  return (floor ?? 0) + random() * window;
}

/** A Retry-After header in ms: seconds or a date; null when absent or unreadable. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (!header) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, Math.min(seconds, 600)) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, Math.min(date - now, 600_000));
}
