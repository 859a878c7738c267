import { uuidv7 } from '@shared/uuid';
import i18n from 'i18next';
import { pushApi } from '@/api/push';
import { local } from '@/lib/storage';
import { createStore } from '@/lib/store';
import { presenceNow } from '@/realtime/presence';
import { startWorker } from './worker';

/**
 * How push stands in this browser. `insecure`: not at an address without https. `install`: an iPhone
 * gives it only to an app on the Home Screen. `unsupported`: this browser has none. `denied`: its owner
 * said no. `failed`: the browser could not reach its maker's push service.
 */
export type PushState =
  | 'looking'
  | 'insecure'
  | 'install'
  | 'unsupported'
  | 'denied'
  | 'off'
  | 'working'
  | 'on'
  | 'failed';

/** Changes with what is done here; `lookAtPush` finds out what was done elsewhere. */
export const push = createStore<PushState>('looking');

const isApple = () =>
  /iPhone|iPad/.test(navigator.userAgent) ||
  (/Mac OS X/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

/** True in the app that was added to a Home Screen. */
export function isInstalled(): boolean {
  return (
    matchMedia('(display-mode: standalone)').matches ||
    (navigator as { standalone?: boolean }).standalone === true
  );
}

/** What stands in the way before anybody is asked. */
function obstacle(): PushState | undefined {
  if (!isSecureContext) return 'insecure';
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) {
    return isApple() && !isInstalled() ? 'install' : 'unsupported';
  }
  return Notification.permission === 'denied' ? 'denied' : undefined;
}

/** This browser as a device that can be woken: it has a name beyond any tab's. */
function device(): string {
  const known = local.get('push-device');
  if (known) return known;
  const fresh = uuidv7();
  local.set('push-device', fresh);
  return fresh;
}

async function subscriptionHere(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Looks how push stands, and changes nothing. */
export async function lookAtPush(): Promise<PushState> {
  const before = push.get();
  const found = obstacle() ?? ((await subscriptionHere().catch(() => null)) ? 'on' : 'off');
  if (push.get() === before && before !== 'working') push.set(found);
  return push.get();
}

/**
 * Turns push on for this browser. Only ever inside a press: browsers ask their question there and nowhere
 * else.
 */
export async function enablePush(): Promise<PushState> {
  const before = obstacle();
  if (before) {
    push.set(before);
    return before;
  }
  push.set('working');
  try {
    if ((await Notification.requestPermission()) !== 'granted') {
      push.set(Notification.permission === 'denied' ? 'denied' : 'off');
      return push.get();
    }
    const registration = await startWorker();
    const { key } = await pushApi.key();
    await register(await subscribe(registration.pushManager, fromBase64(key)));
    push.set('on');
  } catch {
    push.set('failed');
  }
  presenceNow();
  return push.get();
}

/** A subscription with the installation's key. One with another key is of an installation that is gone. */
async function subscribe(
  manager: PushManager,
  key: Uint8Array<ArrayBuffer>,
): Promise<PushSubscription> {
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const known = await manager.getSubscription();
  if (known && same(known.options.applicationServerKey, key)) return known;
  await known?.unsubscribe();
  return manager.subscribe(options);
}

/** Tells the server where this browser is reached, and the worker what it needs to do so by itself. */
async function register(subscription: PushSubscription): Promise<void> {
  const { endpoint, keys } = subscription.toJSON();
  if (!endpoint || !keys?.p256dh || !keys.auth) throw new Error('a subscription without keys');
  const self = { device: device(), language: i18n.language };
  const { id } = await pushApi.subscribe({
    ...self,
    endpoint,
    keys: { p256dh: keys.p256dh, auth: keys.auth },
  });
  local.set('push-subscription', id);
  const store = await caches.open('deskbell-push');
  await store.put('/push-device', new Response(JSON.stringify(self)));
}

/**
 * Keeps what was turned on before, whenever the dashboard starts or its language changes: the worker is
 * brought up to date, and whoever signed in here now is the one who is called.
 */
export async function keepPush(): Promise<void> {
  if ((await lookAtPush()) !== 'on') return;
  try {
    const registration = await startWorker();
    const subscription = await registration.pushManager.getSubscription();
    const { key } = await pushApi.key();
    if (!subscription || !same(subscription.options.applicationServerKey, fromBase64(key))) {
      push.set('off'); // asked for anew by a press
      return;
    }
    await register(subscription);
  } catch {
    // The server is away: this is done again with the next start.
  }
}

/**
 * The server forgets this browser, which keeps its own part: whoever signs in here next is called again
 * without being asked. For signing out.
 */
export async function releasePush(): Promise<void> {
  const id = local.get('push-subscription');
  local.set('push-subscription', null);
  if (id) await pushApi.unsubscribe(id).catch(() => undefined); // it is gone, or the session is
}

/** Ends push in this browser, at the server first. */
export async function disablePush(): Promise<void> {
  await releasePush();
  try {
    await (await subscriptionHere())?.unsubscribe();
  } catch {
    // Without workers there is nothing to end.
  }
  push.set('looking');
  await lookAtPush();
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function same(a: ArrayBuffer | null, b: Uint8Array): boolean {
  if (!a || a.byteLength !== b.length) return false;
  return new Uint8Array(a).every((byte, at) => byte === b[at]);
}
