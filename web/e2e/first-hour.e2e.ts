import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, openAs, picture } from './browser.ts';
import { Server } from './server.ts';
import { authority, Website } from './website.ts';

// The first hour of a property that has said nothing yet: the Knowledge Hub leads from the address of its website to
// guests who are answered, tells how far it is, and then leaves.

let server: Server;
let site: Website;
let browser: Browser;
beforeAll(async () => {
  site = await Website.open();
  site.pages.set('/', '<h1>Welcome</h1><p>A small inn beside the old mill.</p>');
  site.pages.set('/pool', '<h1>Millpond</h1><p>Guests swim in the millpond from 09:10 on.</p>');
  server = await Server.start(
    { DESKBELL_ALLOW_INSIDE: '127.0.0.1', SSL_CERT_FILE: authority },
    'serve',
  );
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  site?.close();
});

const email = 'olga@inn.example';
const password = 'a long enough passphrase';

/** Sets the inn up, as its first person does. */
async function setUp(): Promise<void> {
  const set = await fetch(`${server.url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      token: server.log.match(/^ +([\w-]{30,})$/m)?.[1],
      email,
      name: 'Olga Nunes',
      password,
      property: { name: 'The Small Inn', timezone: 'Europe/Lisbon', language: 'en' },
    }),
  });
  expect(set.ok, await set.text()).toBe(true);
}

/** What the person who is signed in does by other means than the page. */
async function ask<T>(who: BrowserContext, method: string, path: string, data?: object) {
  const answer = await who.request.fetch(`${server.url}/api/v1${path}`, { method, data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as T;
}

const hub = (locale: string): Promise<Page> =>
  openAs(browser, server, email, '/knowledge', { locale, secret: password });

test('an empty hub leads from the address to guests who are answered, and leaves', async () => {
  await setUp();
  const page = await hub('en-GB');
  const context = page.context();
  const { properties } = await ask<{ properties: { id: string }[] }>(context, 'GET', '/me');
  const inn = `/properties/${properties[0]?.id}`;

  const guide = page.getByRole('region', { name: 'The first hour' });
  const current = guide.locator('[aria-current=step]');
  await guide.getByText('0 of 6 done').waitFor();
  await current.getByText('Name your website').waitFor();
  await accessible(page, 'the first hour');
  await picture(page, 'first-hour');
  const arabic = await hub('ar');
  await arabic.locator('[aria-current=step]').waitFor();
  await picture(arabic, 'first-hour-ar');
  await arabic.close();

  // The address is all that it takes: reading begins, and shows how far it is.
  await guide.getByRole('button', { name: 'Enter the address' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Address' }).fill(site.url);
  await dialog.getByRole('button', { name: 'Read it' }).click();
  await current.getByText('Let it be read').waitFor();
  await guide.getByText('1 of 6 done').waitFor();
  await guide.getByRole('progressbar', { name: /of \d+ pages/ }).waitFor();
  await picture(page, 'first-hour-reading');

  // What was found waits; where it is confirmed, the step stands above it.
  await current.getByText('Confirm what was found').waitFor({ timeout: 60_000 });
  await current.getByText(/drafts? waits?\./).waitFor();
  await guide.getByRole('button', { name: 'Look at it' }).click();
  await page.getByRole('tab', { name: 'Documents and websites', selected: true }).waitFor();
  expect(await guide.getByRole('listitem').count()).toBe(1);
  expect(await guide.getByRole('button', { name: 'Look at it' }).count()).toBe(0); // one is there
  await accessible(page, 'the first hour beside what was read');
  await picture(page, 'first-hour-confirm');
  await page.getByRole('button', { name: /to approve$/ }).click();
  await dialog.getByRole('button', { name: 'Approve all' }).click();
  await dialog.getByText('There are none.').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();

  // The interview counts on; a colleague's answers count as well.
  await current.getByText('Answer what guests ask most').waitFor();
  await guide.getByRole('button', { name: 'Answer the open ones' }).click();
  await dialog.getByRole('button', { name: "We don't have this" }).click();
  await dialog.getByText(/^Question 2 of/).waitFor();
  const { interview } = await ask<{ interview: string[] }>(context, 'GET', `${inn}/knowledge`);
  for (const key of interview.slice(1, 24))
    await ask(context, 'PUT', `${inn}/facts/${key}`, { state: 'no', details: '' });
  await dialog.getByRole('button', { name: "We don't have this" }).click();
  await dialog.getByText(/^Question 3 of/).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();

  await current.getByText('Ask as a guest would').waitFor();
  await guide.getByRole('button', { name: 'Try it out' }).click();
  const question = page.getByRole('textbox', { name: 'Ask as a guest would' });
  await expect.poll(() => question.evaluate((at) => at === document.activeElement)).toBe(true);
  await question.fill('When can one swim in the millpond?');
  await question.press('Enter');
  await page
    .getByRole('complementary', { name: 'Try it out' })
    .getByText('09:10')
    .first()
    .waitFor();

  await current.getByText('Put the chat on your website').waitFor();
  await guide.getByText('5 of 6 done').waitFor();
  await page.getByRole('tab', { name: 'Facts' }).click();
  await picture(page, 'first-hour-live');
  await guide.getByRole('link', { name: 'Show the line' }).click();
  await page.getByRole('textbox', { name: 'Lines for the website' }).waitFor();

  // A website carries the chat: it was the last step, and there is none to look at any more.
  const sites = ['https://www.inn.example'];
  const { key } = await ask<{ key: string }>(context, 'PATCH', `${inn}/settings`, { sites });
  const config = await fetch(`${server.url}/api/guest/v1/config?key=${key}`, {
    headers: { Origin: sites[0] ?? '' },
  });
  expect(config.ok, await config.text()).toBe(true);
  await page.goto(`${server.url}/knowledge`);
  await page.getByRole('region', { name: 'How much is said' }).waitFor();
  await expect.poll(() => guide.count()).toBe(0);
}, 180_000);
