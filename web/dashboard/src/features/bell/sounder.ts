import type { Sounding } from './order';

/** Between two strokes, counted from one beginning to the next. */
export const EVERY = { ring: 5000, emergency: 3000 } as const;
/** A ring that joins others sounds early, but not within this of the last stroke. */
export const APART = 1500;

interface Wiring {
  /** Sounds once; true when it really was to be heard, to its end or until it was stopped. */
  strike: (name: Sounding['name']) => Promise<boolean>;
  silence: () => void;
  /** Whether it is for this tab to sound. Asked before every stroke. */
  leads: (want: Sounding) => boolean;
  /** These were sounded by this device. */
  sounded: (ids: string[]) => void;
  now: () => number;
}

/**
 * Strikes the bell for as long as somebody must be heard: at once, then every 5 s, all rings together;
 * and is silent in the moment in which nobody is. A tab that does not lead keeps the beat, so that it
 * goes on when the one that does is closed.
 */
export class Sounder {
  private wanted: Sounding | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = Number.NEGATIVE_INFINITY;
  private readonly wiring: Wiring;

  constructor(wiring: Wiring) {
    this.wiring = wiring;
  }

  /** What must be heard now; undefined for nothing. */
  update(next: Sounding | undefined): void {
    const before = this.wanted;
    this.wanted = next;
    if (!next) {
      if (!before) return;
      clearTimeout(this.timer);
      this.timer = undefined;
      this.wiring.silence();
      return;
    }
    if (!before) {
      this.beat();
      return;
    }
    const louder = next.name === 'emergency' && before.name === 'ring';
    const joined = next.ids.some((id) => !before.ids.includes(id));
    if (!louder && !joined) return;
    const wait = louder ? 0 : this.last + APART - this.wiring.now();
    if (wait <= 0) this.beat();
    else this.later(wait);
  }

  private later(wait: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.beat(), wait);
  }

  private beat(): void {
    const want = this.wanted;
    if (!want) return;
    this.later(EVERY[want.name]);
    if (!this.wiring.leads(want)) return;
    this.last = this.wiring.now();
    void this.wiring.strike(want.name).then((heard) => {
      if (heard) this.wiring.sounded(want.ids);
    });
  }
}
