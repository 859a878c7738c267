/** The screens of the bell: requests, what rings on every page, the check, duty, shift, transfer. */
import * as bell from './fake/bell.mjs';
import { variants } from './screens.variants.mjs';

const ring = (make) => (held) => {
  held.rings = [make()].flat();
};
const evening = (held) => Object.assign(held, bell.evening());
const openChat = async (page) => page.getByRole('textbox', { name: 'Message' }).waitFor();
const openStatus = async (page) => {
  // A phone has no room for it at its foot.
  const name = page.viewportSize().width < 640 ? 'More' : /^Status:/;
  await page.getByRole('button', { name }).click();
};

const SCREENS = [
  ...variants({ name: 'requests', path: '/requests', fake: { bell: evening } }),
  { name: 'requests-rtl', path: '/requests', locale: 'ar', fake: { bell: evening } },
  { name: 'requests-german', path: '/requests', locale: 'de', width: 700, fake: { bell: evening } },
  ...variants({ name: 'requests-empty', path: '/requests' }),
  {
    name: 'requests-loading',
    path: '/requests',
    fake: { slow: true },
    wait: 600,
  },
  {
    name: 'requests-error',
    path: '/requests',
    fake: { bellDown: true },
  },
  {
    name: 'requests-dnd',
    path: '/requests',
    fake: {
      bell: (held, desk) => {
        desk.me.duty = 'dnd';
        held.rings = [
          { ...bell.person(), for_me: false },
          { ...bell.mill(), for_me: false },
        ];
      },
    },
  },
  {
    name: 'requests-emergency',
    path: '/requests',
    fake: { bell: ring(() => [bell.emergency(), bell.person()]) },
  },
  {
    name: 'requests-transcript',
    path: '/requests?c=c5',
    width: 1480,
    fake: { bell: evening },
    act: async (page) => page.getByRole('log').waitFor(),
  },
  ...variants({ name: 'ring', path: '/live', fake: { bell: ring(bell.person) } }),
  { name: 'ring-rtl', path: '/live', locale: 'ar', fake: { bell: ring(bell.unanswered) } },
  { name: 'ring-dark-unanswered', dark: true, fake: { bell: ring(bell.unanswered) } },
  ...variants({
    name: 'ring-two',
    path: '/history',
    fake: { bell: ring(() => [bell.person(), bell.mill()]) },
  }),
  ...variants({ name: 'ring-many', path: '/knowledge', fake: { bell: evening } }),
  {
    name: 'ring-folded',
    path: '/live',
    fake: { bell: ring(() => [bell.person(), bell.mill()]) },
    act: async (page) => page.getByRole('button', { name: 'Make small' }).click(),
  },
  ...variants({ name: 'ring-emergency', fake: { bell: ring(bell.emergency) } }),
  ...variants({ name: 'ring-transfer', path: '/chats', fake: { bell: ring(bell.transfer) } }),
  {
    name: 'ring-in-chat',
    path: '/chats/c8',
    width: 1480,
    act: openChat,
    fake: { bell: ring(bell.person) },
  },
  {
    name: 'ring-in-chat-320',
    path: '/chats/c8',
    width: 320,
    height: 640,
    act: openChat,
    fake: { bell: ring(bell.person) },
  },
  {
    name: 'ring-in-dialog',
    path: '/team',
    act: async (page) => page.getByRole('button', { name: 'Invite somebody' }).click(),
    fake: { bell: ring(bell.person) },
  },
  {
    name: 'ring-promise-menu',
    path: '/live',
    fake: { bell: ring(bell.person) },
    act: async (page) => page.getByRole('button', { name: 'In another time' }).click(),
  },
  {
    name: 'ring-promised',
    path: '/live',
    fake: { bell: ring(bell.person) },
    act: async (page) => page.getByRole('button', { name: 'In 3 min', exact: true }).click(),
  },
  {
    name: 'ring-promised-by-other',
    path: '/live',
    fake: { bell: ring(() => bell.promised()) },
  },
  {
    name: 'ring-lost',
    path: '/live',
    fake: {
      bell: (held) => {
        held.rings = [bell.person(), bell.mill()];
        held.accept = 'lost';
      },
    },
    act: async (page) => {
      const section = page.getByRole('region', { name: /Human requested/ });
      await section.getByRole('button', { name: 'Accept' }).first().click();
      await page.getByText('took this').first().waitFor();
    },
    wait: 200,
  },
  ...variants({ name: 'bell-check', path: '/bell' }),
  { name: 'bell-check-rtl', path: '/bell', locale: 'ar' },
  {
    name: 'bell-check-bad',
    path: '/bell',
    silent: true,
    fake: {
      bell: (held, desk) => {
        desk.me.duty = 'away';
        held.check.eligible = false;
        held.check.why_not = ['away'];
      },
    },
    wait: 1200,
  },
  {
    name: 'bell-check-plain-http',
    path: '/bell',
    host: 'desk.test',
    height: 1100,
  },
  {
    name: 'plain-http-bar',
    path: '/live',
    host: 'desk.test',
  },
  {
    name: 'plain-http-bar-320',
    path: '/live',
    host: 'desk.test',
    width: 320,
    height: 640,
  },
  {
    name: 'alerts-bar',
    path: '/live',
    // A browser that nobody looks at denies by itself; this one has not been asked.
    init: () => Object.defineProperty(Notification, 'permission', { value: 'default' }),
  },
  {
    name: 'bell-test',
    path: '/bell',
    act: async (page) => {
      await page.getByRole('button', { name: 'Ring this device' }).click();
      await page.getByText('Did you hear it?').waitFor();
    },
  },
  ...variants({
    name: 'bell-news',
    path: '/live',
    fake: { bell: grave },
    act: async (page) => {
      await page.getByText('No device has confirmed').waitFor();
      await page.getByRole('button', { name: /^\d more$/ }).waitFor();
    },
  }),
  ...variants({
    name: 'bell-news-all',
    path: '/live',
    fake: { bell: grave },
    act: async (page) => {
      await page.getByRole('button', { name: /^\d more$/ }).click();
      await page.getByText('Nobody can be reached').waitFor();
    },
  }),
  { name: 'duty-menu', act: openStatus },
  ...variants({
    name: 'duty-until',
    act: async (page) => {
      await openStatus(page);
      await page.getByRole('menuitemradio', { name: 'Online' }).click();
      await page.getByText('Online until when?').waitFor();
    },
    fake: {
      bell: (held) => {
        held.sheet = bell.sheet();
      },
    },
  }),
  {
    name: 'duty-over',
    act: async (page, fake) => {
      await fake.connected();
      fake.publish('user:u1', { t: 'duty_over' });
      await page.getByText('Your time Online is over').waitFor();
    },
  },
  {
    name: 'duty-unreachable',
    silent: true,
    fake: {
      bell: (held) => {
        held.check.eligible = false;
        held.check.why_not = ['sound'];
      },
    },
    wait: 1200,
  },
  ...variants({
    name: 'shift-end',
    act: async (page) => {
      await openStatus(page);
      await page.getByRole('menuitem', { name: 'End my shift' }).click();
      await page.getByRole('textbox', { name: 'Note for the next shift' }).waitFor();
    },
    fake: {
      bell: (held) => {
        held.missed = [bell.missed()];
      },
    },
  }),
  {
    name: 'shift-ended',
    act: async (page) => {
      await openStatus(page);
      await page.getByRole('menuitem', { name: 'End my shift' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'End my shift' }).click();
      await page.getByText('Your shift has ended').waitFor();
    },
  },
  ...variants({
    name: 'shift-sheet',
    act: async (page) => {
      await openStatus(page);
      await page.getByRole('menuitemradio', { name: 'Online' }).click();
      await page.getByRole('button', { name: 'Read it' }).click();
    },
    fake: {
      bell: (held) => {
        held.sheet = bell.sheet();
      },
    },
  }),
  ...variants({
    name: 'transfer',
    path: '/chats/c8',
    act: async (page) => {
      await page.getByRole('button', { name: 'Transfer', exact: true }).click();
      await page.getByRole('radio', { name: /Dorota/ }).click();
    },
  }),
  {
    name: 'transfer-open',
    path: '/chats/c8',
    act: async (page) => {
      await page.getByRole('button', { name: 'Transfer', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Transfer', exact: true }).click();
      await page.getByRole('button', { name: 'Take back' }).waitFor();
    },
  },
  ...variants({
    name: 'team-hears',
    path: '/team',
    fake: {
      bell: (held) => {
        held.who.drills = [held.drill];
      },
    },
  }),
];

/** What rings is on screen before the picture is taken; a busy machine needs its time for that. */

/** Much at once: a ring that nobody hears, nobody there, devices that are silent. */
function grave(held) {
  held.who.drills = [held.drill];
  held.rings = [{ ...bell.person(), for_me: false, unheard: true }];
  held.nobodyAt = 'p2';
}

export const BELL_SCREENS = SCREENS.map((screen) =>
  /^ring(?!-folded|-lost)/.test(screen.name) ? { sees: 'article[data-ring]', ...screen } : screen,
);
