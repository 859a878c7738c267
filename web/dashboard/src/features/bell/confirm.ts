import type { ConfirmKind, Ring } from '@/api/bell';

/** Waits between attempts to confirm; a confirmation later than this has no use. */
const WAITS = [500, 1500, 4000, 10_000];
/** What is proved within this goes in one message: a desk on which fifty call at once sends one, not fifty. */
const TOGETHER = 20;

type What = Pick<Ring, 'id' | 'ends_at' | 'unheard'>;
type Send = (rings: string[], kind: ConfirmKind) => Promise<boolean>;

/**
 * Tells the server what this device has proved about a ring: that it was *shown* (the card was painted,
 * or a notification came up), *sounded* (the bell was to be heard), or that somebody *reacted*. Each once
 * for every time that the request rings anew, and once more where the server says that nobody confirmed.
 */
export class Confirmations {
  private readonly said = new Set<string>();
  private readonly waiting = new Map<ConfirmKind, string[]>();
  private readonly send: Send;

  constructor(send: Send) {
    this.send = send;
  }

  confirm(ring: What, kind: ConfirmKind): void {
    const key = `${ring.id} ${kind} ${ring.ends_at ?? ''} ${ring.unheard ? 'unheard' : ''}`;
    if (this.said.has(key)) return;
    this.said.add(key);
    const waiting = this.waiting.get(kind);
    if (waiting) {
      waiting.push(ring.id);
      return;
    }
    this.waiting.set(kind, [ring.id]);
    setTimeout(() => this.flush(kind), TOGETHER);
  }

  private flush(kind: ConfirmKind): void {
    const rings = [...new Set(this.waiting.get(kind))];
    this.waiting.delete(kind);
    void this.attempt(rings, kind, 0);
  }

  private async attempt(rings: string[], kind: ConfirmKind, tries: number): Promise<void> {
    if (await this.send(rings, kind)) return;
    const wait = WAITS[tries];
    if (wait !== undefined) setTimeout(() => void this.attempt(rings, kind, tries + 1), wait);
  }
}
