import type { Preferences } from '@/api/types';
import type { SoundName } from './tones';

/** The shortest time between two sounds of one kind. */
export const THROTTLE = 1500;
/** What "the first after a quiet time" calls quiet. */
export const QUIET = 10 * 60_000;

/** Decides which events sound; one per tab, pure but for what it remembers of the past. */
export class SoundPolicy {
  private readonly lastPlayed = new Map<SoundName, number>();
  private lastBegan = Number.NEGATIVE_INFINITY;

  /** A conversation began under the assistant. */
  began(preference: Preferences['sound_live'], now: number): boolean {
    const quiet = now - this.lastBegan >= QUIET;
    this.lastBegan = now;
    if (preference === 'off' || (preference === 'first_after_quiet' && !quiet)) return false;
    return this.may('live', now);
  }

  /** A guest wrote in one of mine. */
  mine(now: number): boolean {
    return this.may('mine', now);
  }

  private may(name: SoundName, now: number): boolean {
    if (now - (this.lastPlayed.get(name) ?? Number.NEGATIVE_INFINITY) < THROTTLE) return false;
    this.lastPlayed.set(name, now);
    return true;
  }
}
