/** The card that makes a phone or a closed tab ring, in each of its states. */
import { variants } from './screens.variants.mjs';

const card = async (page) => {
  const region = page.getByRole('region', { name: /closed|geschlossen|مغلق/ });
  await region.scrollIntoViewIfNeeded();
  await region.locator('[data-push]').waitFor();
};
const press = (name) => async (page) => {
  await card(page);
  await page.getByRole('button', { name }).click();
};

// What a browser's own push service would answer; the tests of the real one are web/e2e/push.e2e.ts.
const subscribed = `
  const keys = { endpoint: 'https://push.example/1', keys: { p256dh: 'x', auth: 'y' } };
  const key = new Uint8Array(65).buffer;
  const one = { toJSON: () => keys, options: { applicationServerKey: key }, unsubscribe: async () => true };
  PushManager.prototype.getSubscription = async () => one;
  PushManager.prototype.subscribe = async () => one;
`;
const refused = `PushManager.prototype.subscribe = async () => { throw new DOMException('', 'AbortError'); };`;
const denied = `Object.defineProperty(Notification, 'permission', { get: () => 'denied' });`;
const phone = `
  Object.defineProperty(navigator, 'userAgent', { get: () => 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1' });
  delete window.PushManager;
`;
const none = `delete window.PushManager;`;

export const PUSH_SCREENS = [
  ...variants({ name: 'push-off', path: '/bell', height: 1100, act: card }),
  { name: 'push-rtl', path: '/bell', locale: 'ar', height: 1100, act: card },
  { name: 'push-german', path: '/bell', locale: 'de', width: 700, act: card },
  { name: 'push-on', path: '/bell', init: subscribed, act: press('Turn on push'), wait: 1500 },
  { name: 'push-failed', path: '/bell', init: refused, act: press('Turn on push'), wait: 1500 },
  { name: 'push-denied', path: '/bell', init: denied, act: card },
  ...variants({
    name: 'push-iphone',
    path: '/bell',
    width: 390,
    height: 844,
    init: phone,
    act: card,
  }),
  { name: 'push-unsupported', path: '/bell', init: none, act: card },
  { name: 'push-insecure', path: '/bell', host: 'desk.test', act: card },
];
