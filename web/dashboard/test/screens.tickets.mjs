/** Tickets in every view and state, and the page Mail. */
import { variants } from './screens.variants.mjs';

const heading = (page) => page.getByRole('heading', { level: 2 }).waitFor();
const reload = (change) => async (page, fake) => {
  change(fake.state);
  await page.reload();
};

export const TICKET_SCREENS = [
  ...variants({ name: 'tickets', path: '/tickets?view=all' }),
  { name: 'tickets-rtl', path: '/tickets?view=all', locale: 'ar' },
  { name: 'tickets-german', path: '/tickets?view=all', locale: 'de', width: 1100 },
  {
    name: 'tickets-picked',
    path: '/tickets?view=all',
    act: async (page) => {
      await page.getByRole('checkbox', { name: 'Select ticket #1046' }).check();
      await page.getByRole('checkbox', { name: 'Select ticket #1044' }).check();
    },
  },
  {
    name: 'tickets-undo',
    path: '/tickets?view=all',
    act: async (page) => {
      await page.getByRole('checkbox', { name: 'Select ticket #1046' }).check();
      await page.getByRole('toolbar').getByRole('button', { name: 'Done' }).click();
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
  { name: 'tickets-none', path: '/tickets', act: reload((state) => state.tickets.splice(0)) },
  { name: 'tickets-not-found', path: '/tickets?view=all&q=giraffe' },
  { name: 'tickets-error', path: '/tickets', act: reload((state) => (state.failTickets = true)) },
  { name: 'tickets-loading', path: '/tickets', fake: { slow: true } },
  ...variants({ name: 'ticket', path: '/tickets?view=all&n=1044', act: heading }),
  { name: 'ticket-rtl', path: '/tickets?view=all&n=1044', locale: 'ar', act: heading },
  { name: 'ticket-new', path: '/tickets?n=1046', act: heading },
  { name: 'ticket-no-address', path: '/tickets?n=1045', act: heading },
  ...variants({ name: 'ticket-trouble', path: '/tickets?view=waiting&n=1043', act: heading }),
  {
    name: 'ticket-live',
    path: '/tickets?view=open&n=1042',
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Message' }).fill('Yes, to 28 degrees.');
    },
  },
  {
    name: 'ticket-note',
    path: '/tickets?view=open&n=1042',
    act: async (page) => {
      await page.getByRole('tab', { name: 'Note' }).click();
      await page.getByRole('textbox', { name: 'Note' }).fill('Ask the pool about it.');
    },
  },
  {
    name: 'ticket-other-way',
    path: '/tickets?view=open&n=1042',
    act: async (page, fake) => {
      await page.getByRole('textbox', { name: 'Message' }).fill('Yes, to 28 degrees.');
      fake.state.tickets.find(({ number }) => number === 1042).how = 'email';
      await page.getByRole('button', { name: 'Send in the chat' }).click();
      await page.getByRole('alert').filter({ hasText: 'another way' }).waitFor();
    },
  },
  {
    name: 'ticket-thread',
    path: '/tickets?view=all&n=1044',
    act: async (page) => {
      await page.getByRole('tab', { name: 'Chat' }).click();
      await page.getByRole('log').waitFor();
    },
  },
  { name: 'ticket-gone', path: '/tickets?view=all&n=9999' },
  ...variants({ name: 'mail', path: '/settings/mail', height: 1600 }),
  { name: 'mail-rtl', path: '/settings/mail', locale: 'ar', height: 1600 },
  {
    name: 'mail-tested',
    path: '/settings/mail',
    height: 1600,
    act: async (page) => {
      await page.getByRole('button', { name: 'Test' }).click();
      await page.getByText('authentication failed').waitFor();
      await page.getByRole('button', { name: 'Open with a new secret' }).click();
    },
  },
  {
    name: 'mail-wrong',
    path: '/settings/mail',
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Sender’s address' }).fill('nobody');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Write the sender').first().waitFor();
    },
  },
];
