/** Waits between attempts of one message: 0.5, 1, 2, 4, 8 s; after the last it is up to the writer. */
export const SEND_WAITS = [500, 1000, 2000, 4000, 8000] as const;

/**
 * The wait before attempt `attempt` (from 1), with up to a quarter of jitter so that a desk full of
 * browsers does not return in the same instant; undefined when the attempts are used up.
 */
export function backoff(attempt: number, random: () => number = Math.random): number | undefined {
  const wait = SEND_WAITS[attempt - 1];
  return wait === undefined ? undefined : Math.round(wait * (1 + random() / 4));
}
