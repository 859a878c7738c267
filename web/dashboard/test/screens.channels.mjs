import { connecting, everything } from './fake/channels.mjs';
import { variants } from './screens.variants.mjs';

/** The channels' pages, and threads that came through them. */
const ahead = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();
const thread =
  (change = {}) =>
  (_channels, desk) =>
    everything(desk, change);
const toTop = async (page) => {
  await page.getByRole('log').waitFor();
  await page.getByText('Came by an advertisement').scrollIntoViewIfNeeded();
  await page.getByRole('log').evaluate((log) => {
    log.scrollTop = 0;
  });
};
const watching = { controller: { kind: 'assistant' }, epoch: 1 };
const opened = async (page) => page.getByRole('log').waitFor();

export const CHANNEL_SCREENS = [
  ...variants({ name: 'channels', path: '/channels' }),
  { name: 'channels-rtl', path: '/channels', locale: 'ar' },
  {
    name: 'channels-empty',
    path: '/channels',
    fake: {
      channels: (channels) => {
        channels.accounts = [];
      },
    },
  },
  ...variants({ name: 'channels-number', path: '/channels/connect?property=p1&channel=whatsapp' }),
  ...variants({
    name: 'channels-app',
    path: '/channels/connect?property=p1&channel=instagram',
    act: async (page) => {
      await page.getByRole('radio', { name: 'By Instagram login' }).check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('radio', { name: 'Register another app' }).check();
    },
    height: 1100,
  }),
  ...variants({
    name: 'channels-webhook',
    path: '/channels/connect?property=p1&channel=instagram&app=m3',
    act: async (page) => page.getByRole('textbox', { name: 'Verify token' }).waitFor(),
  }),
  ...variants({
    name: 'channels-token',
    path: '/channels/connect?property=p1&channel=messenger&app=m2',
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Name' }).fill('Harbour View Hotel');
      await page.getByRole('textbox', { name: 'Page ID' }).fill('108800001111');
      await page.getByLabel('Access token').fill('bad');
      await page.getByRole('button', { name: 'Connect' }).click();
      await page.getByText('Meta does not know this token').waitFor();
    },
    height: 1000,
  }),
  ...variants({
    name: 'channels-hello',
    path: '/channels/connect?property=p1&channel=whatsapp&account=w2',
    fake: { channels: connecting },
    act: async (page) => page.getByText('Waiting for a hello').waitFor(),
  }),
  {
    name: 'channels-hello-rtl',
    path: '/channels/connect?property=p1&channel=whatsapp&account=w2',
    fake: { channels: connecting },
    locale: 'ar',
  },
  {
    name: 'channels-lights',
    path: '/channels/connect?property=p1&channel=whatsapp&account=w2',
    fake: { channels: connecting },
    act: async (page, fake) => {
      await page.getByText('Waiting for a hello').waitFor();
      const spa = fake.state.channels.accounts.at(-1);
      for (const lamp of spa.lamps) Object.assign(lamp, { on: true, at: new Date().toISOString() });
      await page.getByText('WhatsApp is connected.').waitFor();
    },
  },
  {
    name: 'channels-api',
    path: '/channels/connect?property=p1&channel=api',
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Booking portal');
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await page.getByRole('textbox', { name: 'Token' }).waitFor();
    },
  },
  ...variants({ name: 'channel-health', path: '/channels/w1', height: 1700 }),
  { name: 'channel-health-rtl', path: '/channels/w1', height: 1700, locale: 'ar' },
  ...variants({ name: 'channel-paused', path: '/channels/f1', height: 1400 }),
  { name: 'channel-silent', path: '/channels/i1' },
  {
    name: 'channel-remove',
    path: '/channels/i1',
    act: async (page) => page.getByRole('button', { name: 'Disconnect' }).click(),
  },
  ...variants({
    name: 'thread-kinds',
    path: '/chats/c12',
    fake: { channels: thread() },
    act: toTop,
    height: 1250,
  }),
  ...variants({
    name: 'thread-states',
    path: '/chats/c12',
    fake: { channels: thread() },
    act: async (page) => page.getByText('Bis gleich').waitFor(),
    height: 1000,
  }),
  {
    name: 'thread-rtl',
    path: '/chats/c12',
    fake: { channels: thread() },
    locale: 'ar',
    act: async (page) => page.getByText('Bis gleich').waitFor(),
  },
  {
    name: 'thread-retry',
    path: '/chats/c12',
    fake: { channels: thread() },
    act: async (page) => {
      await page.getByRole('button', { name: 'Retry' }).click();
      await page.getByText('Waiting to be sent').nth(1).waitFor();
    },
  },
  ...variants({
    name: 'window-late',
    path: '/chats/c12',
    fake: {
      channels: thread({
        channel: 'messenger',
        account: { id: 'f1', name: 'Harbour View Hotel' },
        window: { until: ahead(-3600), human_until: ahead(86_400 * 5) },
      }),
    },
    act: async (page) => page.getByRole('textbox', { name: 'Message' }).waitFor(),
  }),
  ...variants({
    name: 'window-templates',
    path: '/chats/c12',
    fake: { channels: thread({ window: { until: ahead(-3600), templates: true } }) },
    act: async (page) => page.getByRole('button', { name: 'Choose a template' }).waitFor(),
  }),
  ...variants({
    name: 'template-list',
    path: '/chats/c12',
    fake: { channels: thread({ window: { until: ahead(-3600), templates: true } }) },
    act: async (page) => {
      await page.getByRole('button', { name: 'Choose a template' }).click();
      await page.getByRole('button', { name: 'room_ready' }).waitFor();
    },
  }),
  ...variants({
    name: 'template-fill',
    path: '/chats/c12',
    fake: { channels: thread({ window: { until: ahead(-3600), templates: true } }) },
    act: async (page) => {
      await page.getByRole('button', { name: 'Choose a template' }).click();
      await page.getByRole('button', { name: 'room_ready' }).click();
      await page.getByRole('textbox', { name: 'Text: 1' }).fill('Jana');
    },
  }),
  {
    name: 'window-closed',
    path: '/chats/c12',
    fake: { channels: thread({ window: { until: ahead(-3600) } }) },
    act: async (page) => page.getByRole('tab', { name: 'Reply' }).waitFor(),
  },
  ...variants({
    name: 'thread-elsewhere',
    path: '/live?c=c12',
    fake: { channels: thread({ ...watching, thread: { owner: 'another_app' } }) },
    act: opened,
  }),
  {
    name: 'thread-watched',
    path: '/live?c=c12',
    fake: {
      channels: thread({
        ...watching,
        channel: 'api',
        account: { id: 'x1', name: 'Booking portal' },
        can_answer: false,
        window: undefined,
      }),
    },
    act: opened,
  },
];
