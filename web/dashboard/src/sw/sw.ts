/**
 * Deskbell's service worker: it shows what is pushed while no page is open, says that it did, and brings
 * its owner to the request. It caches nothing and answers no fetch: the dashboard is live or it is nothing.
 */
import { isDashboard, type Message, read } from './message';

declare const self: ServiceWorkerGlobalScope;

/** Where the page keeps what this worker needs when the browser renews the subscription by itself. */
const KEPT = '/push-device';

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  let data: unknown;
  try {
    data = event.data?.json();
  } catch {
    data = undefined;
  }
  const message = read(data);
  event.waitUntil(message.t === 'ring' ? ring(message) : ended(message));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const message = read(event.notification.data);
  // A look ends by a reaction: that is said on the page it leads to, by somebody who has read it.
  const look = message.kind === 'alarm' || message.kind === 'attention';
  event.waitUntil(Promise.all([open(message.url), !look && confirm(message, 'reacted')]));
});

self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(renew(event as PushSubscriptionChangeEvent));
});

/** Shows a ring; one that is shown already sounds again. */
async function ring(message: Message): Promise<void> {
  const quiet = message.kind === 'drill';
  await self.registration.showNotification(message.title, {
    ...look(message),
    requireInteraction: !quiet,
    silent: quiet,
    // Not in TypeScript's list, but in browsers: without it a second ring under the same tag is silent.
    ...({ renotify: !quiet, vibrate: quiet ? [] : [300, 150, 300] } as NotificationOptions),
  });
  await confirm(message, 'shown');
  if (quiet) await clear(message); // it asks for nothing, and nobody need put it away
}

/** Takes a ring's notification away. Whoever is not looking at the dashboard is told how it ended, quietly. */
async function ended(message: Message): Promise<void> {
  for (const shown of await self.registration.getNotifications({ tag: message.tag })) shown.close();
  const pages = await self.clients.matchAll({ type: 'window' });
  if (pages.some((page) => page.visibilityState === 'visible' && isDashboard(page.url))) return;
  // A push that shows nothing costs the site its right to push (Safari) or shows a line of the browser's.
  await self.registration.showNotification(message.title, { ...look(message), silent: true });
  await clear(message);
}

const STAYS = 8000;

/** Closes what was shown for this message after a while, unless another one has taken its place. */
async function clear(message: Message): Promise<void> {
  await pause(STAYS);
  for (const shown of await self.registration.getNotifications({ tag: message.tag })) {
    if (read(shown.data).t === message.t) shown.close();
  }
}

function look(message: Message): NotificationOptions {
  return {
    body: message.body,
    tag: message.tag,
    icon: '/icons/192.png',
    badge: '/icons/badge.png',
    lang: message.lang || undefined,
    dir: 'auto',
    data: message,
  };
}

/** Brings the dashboard to the front at an address: a page that is open, else a new one. */
async function open(url: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const ours = pages.filter((page) => isDashboard(page.url));
  const page = ours.find((one) => one.focused) ?? ours[0];
  if (!page) {
    await self.clients.openWindow(url);
    return;
  }
  page.postMessage({ t: 'open', url });
  await page.focus().catch(() => self.clients.openWindow(url));
}

const WAITS = [1000, 3000, 8000];

/** Tells the server what became of a ring here. A phone that just woke may have no network yet. */
async function confirm(message: Message, kind: 'shown' | 'reacted'): Promise<void> {
  const { device, ring: id, subscription, proof } = message;
  if (!id || !device) return;
  for (const wait of [0, ...WAITS]) {
    if (wait) await pause(wait);
    const status = await post('/api/v1/bell/confirmations', { device, ring: id, kind });
    if (status === 401) {
      // Nobody is signed in here any more; the push itself proves that it reached this device.
      await post('/api/v1/push/confirmations', { subscription, ring: id, kind, proof });
      return;
    }
    if (status > 0 && status < 500) return;
  }
}

/** The status of an answer; 0 without one. */
async function post(path: string, body: object): Promise<number> {
  try {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      headers,
      body: JSON.stringify(body),
    });
    return response.status;
  } catch {
    return 0;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The browser took a new address at its push service: the server must know it. */
async function renew(event: PushSubscriptionChangeEvent): Promise<void> {
  const kept = await (await caches.match(KEPT))?.json();
  const options = event.oldSubscription?.options;
  const subscription =
    event.newSubscription ??
    (options ? await self.registration.pushManager.subscribe(options) : null);
  if (!kept || !subscription) return;
  const { endpoint, keys } = subscription.toJSON();
  await post('/api/v1/push/subscriptions', { ...kept, endpoint, keys });
}
