import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, openChat, picture, signIn } from './browser.ts';
import { Server } from './server.ts';
import { Staff } from './staff.ts';

// What is for guests with a booking: an admin imports who has booked, and a guest proves it by what stands on the
// confirmation, or by a link, and hears at once what they had asked.

const QUESTION = 'What is the code of the kayak shed?';
const CODE = 'The shed opens with 4711.';

const days = (n: number) => new Date(Date.now() + n * 864e5).toISOString().slice(0, 10);
const arrival = days(-1);
const departure = days(3);

let server: Server;
let browser: Browser;
let property: string;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deskbell-bookings-'));
  server = await Server.start();
  browser = await launch();
  const admin = await Staff.signIn(server, 'admin@demo.example');
  await admin.settings({ assistant: { pause_ms: 0 } });
  property = admin.me.properties[0]?.id ?? '';
  await admin.ask('POST', `/properties/${property}/entries`, {
    questions: [QUESTION],
    answer: CODE,
    booked_only: true,
    language: 'en',
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function desk(email: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await signIn(
    await browser.newContext({ locale: 'en-GB', ...options }),
    server,
    email,
  );
  await page.goto(`${server.url}/bookings`);
  await page.getByRole('heading', { name: 'Bookings', level: 1 }).waitFor();
  return page;
}

type Chat = Pick<FrameLocator, 'getByRole' | 'getByText' | 'getByLabel'>;

async function visit(path: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  await page.goto(path);
  const chat: Chat = path.includes('/chat/') ? page : await openChat(page);
  const write = async (text: string) => {
    await chat.getByRole('textbox').first().fill(text);
    await page.keyboard.press('Enter');
  };
  return { page, chat, write };
}

test('bookings are imported, and a guest proves one by its form', async () => {
  const page = await desk('admin@demo.example');
  const file = join(folder, 'bookings.csv');
  writeFileSync(
    file,
    `Number;Surname;Arrival;Departure;Room;Guests\nHV-1042;Müller;${arrival};${departure};12;2\nHV-1043;Silva;soon;${departure};;\n`,
  );
  await page.getByLabel('Choose a file').setInputFiles(file);
  await page.getByText('Nothing was taken in yet.').waitFor();
  await page.getByText('"soon" is no day. Write it as 2026-12-31.').waitFor();
  await picture(page, 'bookings-report');
  await page.getByRole('button', { name: 'Import the one that can be read' }).click();
  await page.getByText('1 added, 0 changed, 0 as before.').waitFor();
  await page.getByText('HV-1042').waitFor();
  await page.getByRole('button', { name: 'Make a secret' }).click();
  await page.getByText('Copy it now: it is not shown again.').waitFor();
  await accessible(page, 'bookings');
  await picture(page, 'bookings');

  const guest = await visit(`${server.site}/demo/`);
  await guest.write(QUESTION);
  await guest.chat.getByText('This information is for guests with a booking.').waitFor();
  await guest.chat.getByRole('button', { name: 'I have a booking' }).click();
  await guest.chat.getByLabel('Booking number').fill('hv1042');
  await guest.chat.getByLabel('Surname').fill('Silva');
  await guest.chat.getByLabel('Day of arrival').fill(arrival);
  await guest.chat.getByRole('button', { name: 'Continue' }).click();
  await guest.chat.getByText('We could not find a booking with these details.').waitFor();
  await accessible(guest.page, 'the form of a booking');
  await picture(guest.page, 'bookings-form');
  await guest.chat.getByLabel('Surname').fill('MUELLER');
  await guest.chat.getByRole('button', { name: 'Continue' }).click();
  await guest.chat.getByText(CODE).waitFor();
  expect(await guest.chat.getByRole('button', { name: 'I have a booking' }).count()).toBe(0);

  // The desk reads by what it is proven.
  const agent = await Staff.signIn(server, 'agent1@demo.example');
  const { conversations } = await agent.ask<{ conversations: { id: string }[] }>(
    'GET',
    '/conversations?view=history',
  );
  await page.goto(`${server.url}/live?c=${conversations[0]?.id}`);
  await page.getByRole('button', { name: 'About the guest' }).click();
  await page.getByText('Booking HV-1042, proven by number, surname and arrival.').waitFor();
  await picture(page, 'bookings-guest');
});

test('by a link, on the hotel’s page and on the hosted one', async () => {
  const page = await desk('agent1@demo.example');
  await page.getByLabel('Number or surname').fill('mul');
  const row = page.getByRole('listitem').filter({ hasText: 'HV-1042' });
  await row.getByRole('button', { name: 'Make a link' }).click();
  const url = await page.getByLabel('Link for this guest').inputValue();
  expect(url).toContain(`${server.url}/chat/demo#booking=`);
  expect(await page.getByRole('button', { name: 'Cancel booking' }).count()).toBe(0);
  await picture(page, 'bookings-link');

  const hosted = await visit(url);
  await hosted.write(QUESTION);
  await hosted.chat.getByText(CODE).waitFor();

  const token = url.split('#booking=')[1];
  const website = await visit(`${server.site}/demo/?booking=${token}`);
  await website.write(QUESTION);
  await website.chat.getByText(CODE).waitFor();

  const stranger = await visit(`${server.site}/demo/?booking=${token}x`);
  await stranger.write(QUESTION);
  await stranger.chat.getByText('This information is for guests with a booking.').waitFor();
});

test('one is entered by hand, and the hotel’s own system brings others', async () => {
  const page = await desk('admin@demo.example');
  const hand = page.getByRole('region', { name: 'By hand' });
  const enter = hand.getByRole('button', { name: 'Enter the booking' });
  await hand.getByLabel('Number').fill('HV-1100');
  await hand.getByLabel('Surname').fill('Ørsted');
  await hand.getByLabel('Arrival').fill(arrival);
  await hand.getByLabel('Departure').fill(days(-2));
  await hand.getByText('The departure is before the arrival.').waitFor();
  expect(await enter.isDisabled()).toBe(true);
  await picture(page, 'bookings-by-hand');
  await hand.getByLabel('Departure').fill(departure);
  await hand.getByLabel('Persons').fill('2');
  await enter.click();
  const row = page.getByRole('listitem').filter({ hasText: 'HV-1100' });
  await row.getByText('2 persons').waitFor();
  expect(await hand.getByLabel('Surname').inputValue()).toBe('');

  const own = page.getByRole('region', { name: 'Your own system' });
  await own.getByRole('button', { name: 'Make its secret' }).click();
  const secret = await own.getByLabel('Secret').inputValue();
  const address = await own.getByLabel('Address').inputValue();
  const list = `{"bookings":[{"number":"hv1100","surname":"Ørsted","arrival":"${arrival}","departure":"${departure}","cancelled":true}]}`;
  const stamp = String(Math.floor(Date.now() / 1000));
  const signed = createHmac('sha256', secret).update(`list-1.${stamp}.${list}`).digest('base64');
  const brought = await fetch(address, {
    method: 'POST',
    headers: {
      'webhook-id': 'list-1',
      'webhook-timestamp': stamp,
      'webhook-signature': `v1,${signed}`,
    },
    body: list,
  });
  expect(await brought.json()).toEqual({ added: 0, changed: 1, same: 0 });
  await page.reload();
  await page.getByRole('listitem').filter({ hasText: 'hv1100' }).getByText('Cancelled').waitFor();
  await page.getByText('There is a secret. Bookings can be brought.').waitFor();
  await accessible(page, 'bookings by hand');
  await picture(page, 'bookings-own-system');
});

test('on a narrow dark screen, and from right to left', async () => {
  const small = await desk('admin@demo.example', {
    viewport: { width: 320, height: 640 },
    colorScheme: 'dark',
  });
  await small.getByText('HV-1042').waitFor();
  await accessible(small, 'bookings, dark');
  await picture(small, 'bookings-320-dark');
  await small.getByRole('region', { name: 'By hand' }).scrollIntoViewIfNeeded();
  await picture(small, 'bookings-by-hand-320-dark');
  const arabic = await desk('admin@demo.example');
  await arabic.evaluate(() => localStorage.setItem('deskbell.locale', 'ar'));
  await arabic.reload();
  await arabic.getByRole('region', { name: 'يدويًا' }).scrollIntoViewIfNeeded();
  await picture(arabic, 'bookings-by-hand-rtl');
  const guest = await visit(`${server.url}/chat/demo?locale=ar`, {
    locale: 'ar',
    viewport: { width: 320, height: 640 },
    colorScheme: 'dark',
  });
  await guest.write(QUESTION);
  await guest.chat.getByRole('button', { name: 'لدي حجز' }).click();
  await guest.chat.getByLabel('رقم الحجز').waitFor();
  await accessible(guest.page, 'the form of a booking, from right to left');
  await picture(guest.page, 'bookings-form-rtl-dark');
});
