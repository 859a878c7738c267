import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, openChat, picture, signIn } from './browser.ts';
import { Server } from './server.ts';

// A guest has something larger in mind than a holiday: the assistant asks for what the desk needs, names no price, and
// the desk has a group enquiry with its worth, which rings from the property's figure.

let server: Server;
let browser: Browser;
beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function desk(email: string, options: object = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1360, height: 900 },
    locale: 'en-GB',
    ...options,
  });
  return signIn(context, server, email);
}

test('a guest asks for a wedding of 80, and the desk sees a ticket with its worth', async () => {
  const ana = await desk('agent1@demo.example');
  await ana.getByRole('button', { name: /^Status:/ }).click();
  await ana.getByRole('menuitemradio', { name: 'Online' }).click();

  const website = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await website.goto(`${server.site}/demo/`);
  const chat = await openChat(website);
  const log = chat.getByRole('log');
  const say = async (text: string, answer: string) => {
    await chat.getByRole('textbox', { name: 'Message' }).fill(text);
    await chat.getByRole('button', { name: 'Send' }).click();
    await log.getByText(answer, { exact: false }).waitFor();
  };
  await say(
    'We would like to celebrate our wedding at your hotel',
    'For which dates would that be?',
  );
  await say('12 June 2031', 'How many people would come, about?');
  await say('about 80', 'How can our team reach you');
  await picture(website, 'opportunity-guest');
  await say('maria@sea.example', 'Our team has your enquiry');
  const read = (await log.textContent()) ?? '';
  for (const price of ['€', 'EUR', '7,200', '7200']) expect(read).not.toContain(price);

  // 80 people at the sample property's 90 a day are above the figure from which it rings.
  await ana.getByText('Opportunity', { exact: true }).first().waitFor();
  await ana
    .getByRole('link', { name: /^Tickets/ })
    .first()
    .click();
  const row = ana.getByRole('row').filter({ hasText: '#1001' });
  await row.getByText('Group enquiry · Wedding').waitFor();
  await row.getByText('€7,200').waitFor();
  await accessible(ana, 'a list with a group enquiry');
  await picture(ana, 'opportunity-tickets');
  await row.getByRole('link').click();
  const enquiry = ana.getByRole('region', { name: 'Group enquiry' });
  await enquiry.getByText('12 Jun 2031').waitFor();
  await enquiry.getByText('People 80 × days 1 × €90').waitFor();
  // What the guest added to their first words, each when they did.
  const added = ana.getByRole('list', { name: 'What happened' }).getByRole('article');
  await expect.poll(() => added.count()).toBe(4);
  await added.filter({ hasText: 'about 80' }).getByText('added', { exact: true }).waitFor();
  await accessible(ana, 'a group enquiry');
  await picture(ana, 'opportunity-ticket');

  // The same in Arabic, from right to left.
  await ana.evaluate(() => localStorage.setItem('deskbell.locale', 'ar'));
  await ana.reload();
  await ana.locator('html[dir=rtl]').waitFor();
  await ana.getByRole('region', { name: 'طلب مجموعة' }).waitFor();
  await picture(ana, 'opportunity-ticket-rtl');
});

test('planning rates are set by an admin, and the second of two is told', async () => {
  const admin = await desk('admin@demo.example', { viewport: { width: 360, height: 800 } });
  const open = async (page: Page) => {
    await page.goto(`${server.url}/settings`);
    const section = page.getByRole('region', { name: 'Opportunities' });
    await section.getByRole('textbox', { name: /^Rate per person/ }).waitFor();
    return section;
  };
  const section = await open(admin);
  const other = await desk('operator@demo.example', { colorScheme: 'dark' });
  const theirs = await open(other);
  await section.getByRole('textbox', { name: /^Rate per person/ }).fill('95');
  await section.scrollIntoViewIfNeeded();
  await accessible(admin, 'planning rates');
  await picture(admin, 'opportunity-settings');
  await section.getByRole('button', { name: 'Save opportunities' }).click();
  await section.getByRole('button', { name: 'Save opportunities' }).waitFor({ state: 'detached' });
  await theirs.getByRole('textbox', { name: /^Rate per room/ }).fill('120');
  await theirs.getByRole('button', { name: 'Save opportunities' }).click();
  await theirs
    .getByText('Somebody has changed these settings meanwhile', { exact: false })
    .waitFor();
  await picture(other, 'opportunity-settings-conflict');
  await theirs.getByRole('button', { name: 'Show theirs' }).click();
  await expect
    .poll(() => theirs.getByRole('textbox', { name: /^Rate per person/ }).inputValue())
    .toBe('95');
});
