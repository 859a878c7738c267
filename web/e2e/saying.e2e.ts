import type { Browser, BrowserContextOptions, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, openChat, picture } from './browser.ts';
import { Server } from './server.ts';
import { Staff } from './staff.ts';

// What the built-in assistant shows beside its answers: what it answers, the way to say that it was another question, and
// the property's booking page with what the guest named.

let server: Server;
let browser: Browser;
beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  const admin = await Staff.signIn(server, 'admin@demo.example');
  await admin.settings({
    assistant: {
      pause_ms: 0,
      booking_link:
        'https://book.example/rooms?from={checkin:DD/MM/YYYY}&to={checkout:DD/MM/YYYY}&adults={adults}&children={children}',
    },
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

type Chat = Pick<FrameLocator, 'getByRole' | 'getByText'>;

async function visit(
  options: BrowserContextOptions = {},
  hosted = false,
): Promise<{ page: Page; chat: Chat; write: (text: string) => Promise<void> }> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  await page.goto(hosted ? `${server.url}/chat/demo` : `${server.site}/demo/`);
  const chat: Chat = hosted ? page : await openChat(page);
  const write = async (text: string) => {
    await chat.getByRole('textbox').fill(text);
    await page.keyboard.press('Enter');
  };
  return { page, chat, write };
}

test('an answer says what it answers, and the guest that it was not asked', async () => {
  const { page, chat, write } = await visit();
  await write('is there a shuttle from the airport');
  const answer = chat.getByRole('listitem').filter({ hasText: '35 EUR' });
  await answer.getByText('Airport shuttle', { exact: true }).waitFor();
  const turnDown = chat.getByRole('button', { name: 'Not what I asked' });
  await turnDown.waitFor();
  await accessible(page, 'an answer with what it answers');
  await picture(page, 'saying-about');

  await turnDown.click();
  await chat.getByText('Perhaps you meant one of these:').waitFor();
  expect(await turnDown.count()).toBe(0);
  await picture(page, 'saying-not-asked');

  // The question is a gap now.
  const writer = await Staff.signIn(server, 'knowledge@demo.example');
  const { gaps } = await writer.ask('GET', `/properties/${writer.me.properties[0]?.id}/gaps`);
  expect(JSON.stringify(gaps)).toContain('is there a shuttle from the airport');
});

test('a booking leads to the page with what the guest named', async () => {
  const { page, chat, write } = await visit();
  await write('I want to book a room from 24 December 2027 to 27 December 2027 for 2 adults');
  const link = chat.getByRole('link', { name: /^Book a room/ });
  await link.waitFor();
  expect(await link.getAttribute('href')).toBe(
    'https://book.example/rooms?from=24%2F12%2F2027&to=27%2F12%2F2027&adults=2&children=0',
  );
  expect(await link.getAttribute('target')).toBe('_blank');
  await chat.getByText('24 Dec 2027 – 27 Dec 2027 · Adults: 2').waitFor();
  await accessible(page, 'a booking link');
  await picture(page, 'saying-booking');
});

test('on a narrow dark screen, and from right to left', async () => {
  const small = await visit({ viewport: { width: 320, height: 640 }, colorScheme: 'dark' });
  await small.write('is there a shuttle from the airport');
  await small.chat.getByRole('button', { name: 'Not what I asked' }).waitFor();
  await small.write('I want to book a room for 2 adults');
  await small.chat.getByRole('link', { name: /^Book a room/ }).waitFor();
  await accessible(small.page, 'a booking link, dark');
  await picture(small.page, 'saying-320-dark');

  const arabic = await visit({ locale: 'ar', viewport: { width: 420, height: 720 } }, true);
  await arabic.write('هل لديكم موقف سيارات؟');
  await arabic.chat.getByRole('button', { name: 'ليس هذا ما سألت عنه' }).waitFor();
  await accessible(arabic.page, 'an answer, right to left');
  await picture(arabic.page, 'saying-rtl');
});
