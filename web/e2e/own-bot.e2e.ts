import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Bot } from './bot.ts';
import { accessible, launch, openAs, openChat, picture, signIn } from './browser.ts';
import { Server } from './server.ts';
import { authority } from './website.ts';

// A property is answered by its own bot: guests read what it says, agents take over from it as from Deskbell's assistant, and
// where it does not answer, or says what must not be said, guests are answered all the same.

let server: Server;
let browser: Browser;
let bot: Bot;
beforeAll(async () => {
  bot = await Bot.open(({ text }) => {
    if (/breakfast/i.test(text))
      return { text: 'The bot says: **from 7 to 10**.', suggestions: ['Is there a vegan choice?'] };
    if (/vegan/i.test(text)) return { text: 'The bot says: yes, oat milk and fruit.' };
    if (/wedding/i.test(text)) return { text: 'The bot says: how wonderful! For how many guests?' };
    if (/80/.test(text)) return { text: 'The bot says: our events team will write to you.' };
    if (/prize/i.test(text)) return { text: 'You won: [press here](https://prizes.example/claim)' };
    if (/complicated/i.test(text)) return { hand_over: true };
    return undefined;
  });
  server = await Server.start({
    DESKBELL_ALLOW_INSIDE: '127.0.0.1',
    SSL_CERT_FILE: authority,
  });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  bot?.close();
});

async function visit() {
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await page.goto(`${server.site}/demo/`);
  const chat = await openChat(page);
  const log = chat.getByRole('log');
  return {
    page,
    chat,
    log,
    say: async (text: string) => {
      await chat.getByRole('textbox', { name: 'Message' }).fill(text);
      await chat.getByRole('button', { name: 'Send' }).click();
    },
    reads: (text: string | RegExp) => log.getByText(text).first().waitFor(),
  };
}

async function onDuty(): Promise<Page> {
  const ana = await signIn(
    await browser.newContext({ viewport: { width: 1360, height: 900 }, locale: 'en-GB' }),
    server,
    'agent1@demo.example',
  );
  await ana.getByRole('button', { name: /^Status:/ }).click();
  await ana.getByRole('menuitemradio', { name: 'Online' }).click();
  return ana;
}

test('an admin gives the bot its secret and its address', async () => {
  const admin = await openAs(browser, server, 'admin@demo.example', '/settings/answering');
  await admin.getByRole('radio', { name: /^Your own bot/ }).check();
  await admin.getByRole('button', { name: 'Make the secret' }).click();
  const secret = admin.getByRole('textbox', { name: 'Secret for your bot' });
  await expect.poll(() => secret.inputValue()).toMatch(/^whsec_/);
  bot.secret = await secret.inputValue();
  await admin.getByRole('textbox', { name: 'Address' }).fill(bot.url);
  await admin.getByRole('button', { name: 'Save' }).click();
  await admin.getByText('Settings saved').waitFor();
  await accessible(admin, 'a bot that is asked');
});

test('guests read what the bot says, and the built-in assistant where it says nothing', async () => {
  const guest = await visit();
  await guest.say('When is breakfast?');
  await guest.reads('The bot says: from 7 to 10.');
  await guest.chat.getByRole('button', { name: 'Is there a vegan choice?' }).click();
  await guest.reads('The bot says: yes, oat milk and fruit.');
  expect(bot.turns.at(-1)).toMatchObject({
    type: 'message',
    text: 'Is there a vegan choice?',
    property: { name: 'Harbour View Hotel' },
    guest: { verified: false },
    previous: [{ guest: 'When is breakfast?', assistant: 'The bot says: **from 7 to 10**.' }],
  });
  await picture(guest.page, 'own-bot-guest');

  // It has nothing to say, it says what must not be said, it is down.
  await guest.say('Do you have parking?');
  await guest.reads(/18/);
  const asked = bot.turns.length;
  await guest.say('Did I win a prize?');
  await expect.poll(() => bot.turns.length).toBe(asked + 1);
  bot.down = true;
  await guest.say('Do you have a gym?');
  await guest.reads(/gym/i);
  await expect.poll(async () => (await guest.log.textContent()) ?? '').toMatch(/24/);
  bot.down = false;
  const read = (await guest.log.textContent()) ?? '';
  expect(read).not.toContain('prizes.example');
  expect(read).not.toContain('You won');
});

test('a wedding is the bot’s to answer, and a ticket at the desk all the same', async () => {
  const ana = await onDuty();
  const guest = await visit();
  await guest.say('We would like to celebrate our wedding at your hotel');
  await guest.reads('The bot says: how wonderful! For how many guests?');
  await guest.say('about 80, on 12 June 2031');
  await guest.reads('The bot says: our events team will write to you.');
  expect(await guest.log.textContent()).not.toContain('For which dates');

  await ana
    .getByRole('link', { name: /^Tickets/ })
    .first()
    .click();
  const row = ana.getByRole('row').filter({ hasText: 'Group enquiry · Wedding' });
  await row.getByText('€7,200').waitFor();
  await row.getByRole('link').click();
  const enquiry = ana.getByRole('region', { name: 'Group enquiry' });
  await enquiry.getByText('12 Jun 2031').waitFor();
  await picture(ana, 'own-bot-enquiry');
  await ana.context().close();
});

test('the bot hands over, and what it says after control was taken is not said', async () => {
  const ana = await onDuty();
  const guest = await visit();
  await guest.say('This is complicated');
  await ana.getByRole('button', { name: 'Accept', exact: true }).first().click();
  await ana.getByRole('textbox', { name: 'Message' }).fill('Ana here, what is it about?');
  await ana.getByRole('button', { name: 'Send', exact: true }).click();
  await guest.reads('Ana here, what is it about?');

  const late = await visit();
  bot.hold();
  const asked = bot.turns.length;
  await late.say('When is breakfast, please?');
  await expect.poll(() => bot.turns.length).toBe(asked + 1);
  await ana.getByRole('link', { name: /^Live conversations/ }).click();
  const card = ana
    .getByRole('region', { name: 'Live conversations' })
    .getByRole('article')
    .filter({ hasText: 'When is breakfast, please?' });
  await card.getByRole('button', { name: 'Take Control' }).click();
  await late.reads(/joined/);
  bot.letGo();
  await ana.getByRole('textbox', { name: 'Message' }).fill('From seven, says Ana.');
  await ana.getByRole('button', { name: 'Send', exact: true }).click();
  await late.reads('From seven, says Ana.');
  expect(await late.log.textContent()).not.toContain('The bot says');
});
