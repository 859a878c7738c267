import { BELL_SCREENS } from './screens.bell.mjs';
import { CHANNEL_SCREENS } from './screens.channels.mjs';
import { LIVE_CHAT_SCREENS } from './screens.livechat.mjs';
import { PUSH_SCREENS } from './screens.push.mjs';
import { TICKET_SCREENS } from './screens.tickets.mjs';
import { variants } from './screens.variants.mjs';

/** Every screen and state to look at. `act` leads from the address to the state. */
const article = (page, text) => page.getByRole('article').filter({ hasText: text }).first();

async function openThread(page) {
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
}

export const SCREENS = [
  ...variants({ name: 'sign-in', path: '/', fake: { signedIn: false } }),
  ...variants({ name: 'setup', path: '/setup?token=abc', fake: { signedIn: false, setup: true } }),
  { name: 'invitation', path: '/invitations/abc', fake: { signedIn: false } },
  { name: 'dead-link', path: '/resets/abc', fake: { signedIn: false } },
  ...variants({ name: 'wall' }),
  {
    name: 'wall-compact',
    act: async (page) => page.getByRole('button', { name: 'Compact' }).click(),
  },
  { name: 'wall-wide', width: 1920, height: 1080 },
  { name: 'wall-empty', fake: { empty: true } },
  { name: 'wall-rtl', locale: 'ar' },
  { name: 'wall-german', locale: 'de', width: 1100 },
  {
    name: 'wall-answer',
    act: async (page) => {
      await article(page, 'helicopter')
        .getByRole('button', { name: 'Answer and hand back' })
        .click();
      await page
        .getByRole('textbox', { name: 'Your answer' })
        .fill('We can arrange one with Lisbon Helicopters.');
    },
  },
  {
    name: 'wall-lost',
    act: async (page, fake) => {
      fake.state.taken = true;
      await article(page, 'helicopter').getByRole('button', { name: 'Take Control' }).click();
      await page.getByText('took this').first().waitFor();
    },
  },
  {
    name: 'wall-paused',
    act: async (page, fake) => {
      await page.getByRole('article').first().waitFor();
      fake.cut();
    },
    wait: 3500,
  },
  ...variants({
    name: 'transcript',
    act: async (page) => {
      await page
        .getByRole('button', { name: /Open the conversation with Maria/ })
        .first()
        .click();
      await page.getByRole('log').waitFor();
    },
  }),
  ...variants({ name: 'chats', path: '/chats' }),
  ...variants({ name: 'conversation', path: '/chats/c8', act: openThread, width: 1480 }),
  {
    name: 'conversation-rtl',
    path: '/chats/c8',
    locale: 'ar',
    act: async (page) => page.getByRole('log').waitFor(),
  },
  {
    name: 'conversation-note',
    path: '/chats/c8',
    act: async (page) => {
      await page.getByRole('tab', { name: 'Note' }).click();
      await page
        .getByRole('textbox', { name: 'Note', exact: true })
        .fill('Ask housekeeping about the cot.');
    },
  },
  {
    name: 'conversation-shortcuts',
    path: '/chats/c8',
    act: async (page) => page.getByRole('textbox', { name: 'Message' }).pressSequentially('/'),
  },
  {
    name: 'conversation-unresolved',
    path: '/chats/c8',
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Message' }).pressSequentially('/room');
      await page.getByRole('option', { name: /room/ }).first().waitFor();
      await page.keyboard.press('Tab');
    },
  },
  {
    name: 'conversation-retrying',
    path: '/chats/c8',
    act: async (page, fake) => {
      fake.state.failSend = true;
      await page
        .getByRole('textbox', { name: 'Message' })
        .fill('The pool is heated to 28 degrees.');
      await page.getByRole('button', { name: 'Send', exact: true }).click();
    },
  },
  {
    name: 'conversation-typing',
    path: '/chats/c8',
    act: async (page, fake) => {
      await openThread(page);
      await page.waitForTimeout(400);
      fake.publish('property:p1', {
        t: 'typing',
        conversation_id: 'c8',
        author: { kind: 'guest' },
        on: true,
      });
    },
  },
  {
    name: 'conversation-displaced',
    path: '/chats/c8',
    act: async (page, fake) => {
      await openThread(page);
      await page.waitForTimeout(400);
      fake.publish('user:u1', {
        t: 'taken',
        conversation_id: 'c8',
        by: { id: 'u2', name: 'Ben Okafor' },
      });
      fake.say(
        'c8',
        { kind: 'system' },
        'Ben joined',
        { controller: { kind: 'agent', agent_id: 'u2', name: 'Ben Okafor' }, epoch: 3 },
        { kind: 'control', code: 'joined', params: { agent: 'Ben' } },
      );
    },
  },
  {
    name: 'resolve-confirm',
    path: '/chats/c8',
    act: async (page) => page.getByRole('button', { name: 'Resolve' }).click(),
  },
  {
    name: 'take-over',
    act: async (page) => {
      await page
        .getByRole('region', { name: 'With an agent' })
        .getByRole('button', { name: /Open/ })
        .first()
        .click();
      await page.getByRole('button', { name: /Take over/ }).click();
    },
  },
  { name: 'duty', act: async (page) => page.getByRole('button', { name: /^Status:/ }).click() },
  ...variants({ name: 'history', path: '/history' }),
  { name: 'history-search', path: '/history?q=pool&c=c0&seq=1' },
  ...variants({ name: 'knowledge', path: '/knowledge' }),
  { name: 'knowledge-entries', path: '/knowledge?tab=entries' },
  {
    name: 'knowledge-edit',
    path: '/knowledge?tab=entries',
    act: async (page) => page.getByRole('button', { name: /^Edit/ }).first().click(),
  },
  {
    name: 'knowledge-try',
    path: '/knowledge',
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Ask as a guest would' }).fill('Can I bring my dog?');
      await page.getByRole('button', { name: 'Ask', exact: true }).click();
    },
  },
  {
    name: 'knowledge-fact',
    path: '/knowledge',
    act: async (page) => page.getByRole('button', { name: 'From 15:00.' }).click(),
  },
  ...variants({ name: 'team', path: '/team' }),
  {
    name: 'team-invite',
    path: '/team',
    act: async (page) => page.getByRole('button', { name: 'Invite somebody' }).click(),
  },
  {
    name: 'team-person',
    path: '/team',
    act: async (page) => page.getByRole('button', { name: /Ben Okafor/ }).click(),
  },
  ...variants({
    name: 'reports',
    path: '/reports',
    height: 1500,
    wait: 900,
    sees: '.uplot canvas',
  }),
  { name: 'reports-rtl', path: '/reports', locale: 'ar', height: 1500, wait: 900 },
  { name: 'reports-german', path: '/reports', locale: 'de', width: 1100, height: 1500, wait: 900 },
  {
    name: 'reports-wait',
    path: '/reports?period=90',
    act: async (page) => {
      await page.getByText('Wait', { exact: true }).click();
      await page.getByText('The numbers', { exact: true }).click();
    },
    wait: 900,
  },
  {
    name: 'reports-hour',
    path: '/reports?period=own&from=2026-10-01&to=2026-10-31',
    act: async (page) => {
      await page.getByText('Hour', { exact: true }).click();
      await page.getByRole('img', { name: /^Guests/ }).hover();
      await page.getByRole('region', { name: 'Hours of the week' }).getByText('Missed').click();
    },
    wait: 900,
  },
  {
    name: 'reports-empty',
    path: '/reports',
    act: async (page, fake) => {
      fake.state.noReports = true;
      await page.reload();
    },
  },
  {
    name: 'reports-error',
    path: '/reports',
    act: async (page, fake) => {
      fake.state.failReports = true;
      await page.reload();
      await page.getByRole('alert').waitFor();
    },
  },
  ...variants({ name: 'settings', path: '/settings' }),
  ...variants({ name: 'settings-look', path: '/settings?tab=look' }),
  { name: 'settings-texts', path: '/settings?tab=texts' },
  { name: 'settings-install', path: '/settings?tab=install' },
  {
    name: 'settings-create',
    path: '/settings',
    act: async (page) => page.getByRole('button', { name: 'Create a property' }).click(),
  },
  ...variants({ name: 'profile', path: '/profile' }),
  ...variants({ name: 'shortcuts', path: '/shortcuts' }),
  {
    name: 'palette',
    act: async (page) => {
      await page.getByRole('article').first().waitFor();
      await page.keyboard.press('Control+k');
    },
  },
  {
    name: 'keys',
    act: async (page) => {
      await page.getByRole('article').first().waitFor();
      await page.keyboard.press('?');
    },
  },
  ...BELL_SCREENS,
  ...PUSH_SCREENS,
  ...LIVE_CHAT_SCREENS,
  ...TICKET_SCREENS,
  ...CHANNEL_SCREENS,
  { name: 'not-found', path: '/nowhere' },
];
