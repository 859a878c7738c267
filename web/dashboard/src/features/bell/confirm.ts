import type { ConfirmKind, Ring } from '@/api/bell';

/** Waits between attempts to confirm; a confirmation later than this has no use. */
const WAITS = [500, 1500, 4000, 10_000];

type What = Pick<Ring, 'id' | 'ends_at' | 'unheard'>;

/**
 * Tells the server what this device has proved about a ring: that it was *shown* (the card was painted,
 * or a notification came up), *sounded* (the bell was to be heard), or that somebody *reacted*. Each once
 * for every time that the request rings anew, and once more where the server says that nobody confirmed.
 */
export class Confirmations {
  private readonly said = new Set<string>();
  private readonly send: (ring: string, kind: ConfirmKind) => Promise<boolean>;

  constructor(send: (ring: string, kind: ConfirmKind) => Promise<boolean>) {
    this.send = send;
  }

  confirm(ring: What, kind: ConfirmKind): void {
    const key = `${ring.id} ${kind} ${ring.ends_at ?? ''} ${ring.unheard ? 'unheard' : ''}`;
    if (this.said.has(key)) return;
    this.said.add(key);
    void this.attempt(ring.id, kind, 0);
  }

  private async attempt(id: string, kind: ConfirmKind, tries: number): Promise<void> {
    if (await this.send(id, kind)) return;
    const wait = WAITS[tries];
    if (wait !== undefined) setTimeout(() => void this.attempt(id, kind, tries + 1), wait);
  }
}
