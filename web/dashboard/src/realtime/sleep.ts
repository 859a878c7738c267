import { createStore } from '@/lib/store';
import { whenHeard } from './connection';

/** Without a sign for so long, a page was not running: its timers wake it at least once a minute. */
const GAP = 95_000;
const EVERY = 15_000;

export interface Sleep {
  from: number;
  to: number;
}

/** The last time that this page did not run: the computer slept, or the browser froze or dropped the tab. */
export const lastSleep = createStore<Sleep | undefined>(undefined);

/** A gap between two signs of life that is too long for a page that runs. */
export function gapBetween(last: number, now: number): Sleep | undefined {
  return now - last > GAP ? { from: last, to: now } : undefined;
}

/** Notes when the page did not run, while the shell stands. */
export function watchSleep(): () => void {
  let last = Date.now();
  const sign = () => {
    const now = Date.now();
    const gap = gapBetween(last, now);
    last = now;
    if (gap) lastSleep.set(gap);
  };
  const timer = setInterval(sign, EVERY);
  const unheard = whenHeard(sign);
  return () => {
    clearInterval(timer);
    unheard();
  };
}
