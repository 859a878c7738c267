import { soundState } from '@/features/sound/player';
import { local } from '@/lib/storage';
import { permission } from '@/lib/thisBrowser';
import { thisDevice } from '@/realtime/device';
import type { Seen } from './board';
import { isLook } from './order';

/** The tag of a ring's notification; the service worker uses the same, so that they replace each other. */
export function tagOf(id: string): string {
  return `ring-${id}`;
}

interface Wiring {
  /** What the notification says; no guest text. */
  words: (ring: Seen) => { title: string; body: string };
  shown: (ring: Seen) => void;
  pressed: (ring: Seen) => void;
}

interface Shown {
  close: () => void;
}

const ATTENDED = 7000;

/** Says to the other tabs that somebody is looking at this one; called with every sign of it. */
export function attend(looking: boolean): void {
  local.set('attended', looking ? String(Date.now()) : null);
}

/** True where some tab of this browser has a person in front of it: that one shows the card. */
function attended(): boolean {
  if (document.visibilityState === 'visible' && document.hasFocus()) return true;
  return Date.now() - Number(local.get('attended') ?? 0) < ATTENDED;
}

/**
 * Desktop notifications, one for each ring, shown by the first tab that gets the ring's lock and only
 * where nobody looks at any tab. Each is closed when its ring ends.
 */
export class Notifier {
  private readonly open = new Map<string, Shown>();
  /** Rings that this tab has tried to show, with what frees each one's lock. */
  private readonly asked = new Map<string, () => void>();
  private readonly wiring: Wiring;

  constructor(wiring: Wiring) {
    this.wiring = wiring;
  }

  /** These ring now; every other notification goes. */
  update(rings: Seen[]): void {
    const ids = new Set(rings.map(({ id }) => id));
    for (const [id, shown] of this.open) {
      if (ids.has(id)) continue;
      shown.close();
      this.open.delete(id);
    }
    for (const [id, free] of this.asked) {
      if (ids.has(id)) continue;
      this.asked.delete(id);
      free();
      void closeOfWorker(id);
    }
    if (permission() !== 'granted' || attended()) return;
    for (const ring of rings) {
      if (this.asked.has(ring.id)) continue;
      const { won, free } = first(ring.id);
      this.asked.set(ring.id, free);
      void won.then((mine) => (mine ? this.show(ring) : undefined));
    }
  }

  private async show(ring: Seen): Promise<void> {
    if (!this.asked.has(ring.id)) return;
    const worker = await pushedHere();
    if (!this.asked.has(ring.id)) return; // it has ended meanwhile
    const { title, body } = this.wiring.words(ring);
    const options = {
      body,
      tag: tagOf(ring.id),
      requireInteraction: true,
      // The bell is heard; where this browser keeps the page silent, the system's own sound is better than none.
      silent: soundState.get() === 'ready',
    };
    if (worker) return this.showBy(worker, ring, title, options);
    try {
      const notification = new Notification(title, options);
      notification.addEventListener('show', () => this.wiring.shown(ring));
      notification.addEventListener('click', () => {
        window.focus();
        notification.close();
        this.wiring.pressed(ring);
      });
      this.open.set(ring.id, notification);
    } catch {
      // Phones show notifications of a service worker only; a press on it opens the address in its data.
      const registration = await navigator.serviceWorker?.getRegistration('/');
      if (registration && this.asked.has(ring.id))
        await this.showBy(registration, ring, title, options);
    }
  }

  /** Shows it in the worker's name: a press on it opens the address in its data, and is confirmed there. */
  private async showBy(
    worker: ServiceWorkerRegistration,
    ring: Seen,
    title: string,
    options: NotificationOptions,
  ): Promise<void> {
    // A look ends by a reaction: that is said with its own button, by somebody who has read it.
    const device = isLook(ring) ? '' : await thisDevice();
    const data = {
      t: 'ring',
      url: `/requests?ring=${ring.id}`,
      ring: ring.id,
      kind: ring.kind,
      device,
    };
    await worker.showNotification(title, { ...options, data });
    this.wiring.shown(ring);
    if (!this.asked.has(ring.id)) await closeOfWorker(ring.id);
  }
}

/**
 * `won` is true in the one tab that gets the ring's lock and keeps it until `free` is called. Notifications
 * and locks both need https, so where there are none of these there are none of those.
 */
function first(id: string): { won: Promise<boolean>; free: () => void } {
  let free = () => {};
  const kept = new Promise<void>((resolve) => {
    free = resolve;
  });
  const won = new Promise<boolean>((resolve) => {
    navigator.locks
      .request(`deskbell-notice-${id}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock ? kept : undefined;
      })
      .catch(() => resolve(false));
  });
  return { won, free };
}

/**
 * The worker, where this browser gets pushes: its notification and a page's own would stand side by side,
 * whatever their tags, because a tag counts among the notifications of one kind only.
 */
async function pushedHere(): Promise<ServiceWorkerRegistration | undefined> {
  try {
    const registration = await navigator.serviceWorker?.getRegistration('/');
    return (await registration?.pushManager.getSubscription()) ? registration : undefined;
  } catch {
    return undefined;
  }
}

/** What the service worker showed for this ring, after a push, has no use any more either. */
async function closeOfWorker(id: string): Promise<void> {
  try {
    const registration = await navigator.serviceWorker?.getRegistration('/');
    const shown = (await registration?.getNotifications({ tag: tagOf(id) })) ?? [];
    for (const notification of shown) notification.close();
  } catch {
    // No worker here: then it showed nothing.
  }
}
