import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch as launchWith } from '../widget/test/browser.ts';
import { launch, openChat } from './browser.ts';
import { Hotel } from './hotel.ts';
import { Middlebox, type Weather } from './middlebox.ts';
import { password, Server } from './server.ts';

// What a guest writes and what the hotel answers survives everything between them.

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

async function send(chat: FrameLocator, text: string): Promise<void> {
  await chat.getByRole('textbox', { name: 'Message' }).fill(text);
  await chat.getByRole('button', { name: 'Send' }).click();
}

/** Everything the guests wrote, as the desk has it. */
async function stored(): Promise<string[]> {
  const login = await fetch(`${server.url}/api/v1/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: 'agent1@demo.example', password }),
  });
  const headers = { Cookie: (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
  const list = (await (
    await fetch(`${server.url}/api/v1/conversations?view=history`, { headers })
  ).json()) as { conversations: { id: string }[] };
  const texts: string[] = [];
  for (const { id } of list.conversations) {
    const thread = (await (
      await fetch(`${server.url}/api/v1/conversations/${id}/entries?after=0`, { headers })
    ).json()) as { entries: { text?: string; author: { kind: string } }[] };
    for (const e of thread.entries) if (e.author.kind === 'guest') texts.push(e.text ?? '');
  }
  return texts;
}

const times = (texts: string[], text: string) => texts.filter((t) => t === text).length;

test('cut, 401, 502, 503 and a buffering proxy lose nothing and double nothing', {
  timeout: 180_000,
}, async () => {
  const proxy = await Middlebox.start(server.port);
  try {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`http://localhost:${proxy.port}/demo/`);
    const chat = await openChat(page);
    const log = chat.getByRole('log');
    await send(chat, 'Fair weather, first message');
    await log.getByText('Fair weather, first message').waitFor();
    const weathers: Weather[] = ['cut', 502, 503, 'buffer'];
    for (const weather of weathers) {
      proxy.turn(weather);
      await send(chat, `What time is breakfast? (${weather})`);
      await log.getByText(`(${weather})`, { exact: false }).first().waitFor();
      if (weather !== 'buffer') {
        await expect.poll(() => page.frames().length).toBeGreaterThan(0);
        proxy.turn('fair');
      }
      const question = `What time is breakfast? (${weather})`;
      await expect.poll(async () => times(await stored(), question), { timeout: 45_000 }).toBe(1);
      // The answer after it reaches the screen, through polling where frames are held back.
      const after = log.getByText(`(${weather})`, { exact: false }).first();
      await after.waitFor();
      await expect
        .poll(
          async () =>
            ((await log.textContent()) ?? '').split(`(${weather})`).at(-1)?.includes('06:30') ??
            false,
          {
            timeout: 45_000,
          },
        )
        .toBe(true);
      proxy.turn('fair');
    }
    // A refused token is replaced once; nothing that was written before is written again.
    proxy.turn(401);
    await send(chat, 'Is there a gym? (401)');
    proxy.turn('fair');
    await expect
      .poll(async () => times(await stored(), 'Is there a gym? (401)'), { timeout: 45_000 })
      .toBe(1);
    const all = await stored();
    for (const text of new Set(all)) expect(times(all, text), text).toBe(1);
  } finally {
    proxy.stop();
  }
});

test('a message written while the server is down is sent when it is back, also after a reload', {
  timeout: 120_000,
}, async () => {
  const page: Page = await (await browser.newContext()).newPage();
  await page.goto(`${server.site}/demo/`);
  let chat = await openChat(page);
  await send(chat, 'Before the power cut');
  await expect
    .poll(async () => times(await stored(), 'Before the power cut'), { timeout: 20_000 })
    .toBe(1);
  await server.kill();
  await send(chat, 'Written in the dark');
  await chat.getByRole('log').getByText('Written in the dark').waitFor();
  await server.run();
  await page.reload();
  // The panel was left open: it opens by itself.
  chat = page.frameLocator('iframe[src*="/w/frame"]');
  await chat.getByRole('log').getByText('Before the power cut').waitFor();
  await chat.getByRole('log').getByText('Written in the dark').waitFor();
  await expect
    .poll(async () => times(await stored(), 'Written in the dark'), { timeout: 30_000 })
    .toBe(1);
});

for (const storage of ['partitioned', 'shared'] as const) {
  test(`a second tab shows the same thread, third-party storage ${storage}`, async () => {
    const context = await launchWith(storage);
    const hotel = await Hotel.open(server);
    try {
      const first = await context.newPage();
      await first.goto(hotel.url);
      expect(await first.evaluate(() => [document.cookie, localStorage.length])).toEqual(['', 0]);
      const one = await openChat(first);
      await send(one, `Hello from the first tab, ${storage}`);
      await one.getByRole('log').getByText(`Hello from the first tab, ${storage}`).waitFor();
      const second = await context.newPage();
      await second.goto(hotel.url);
      // The panel was left open: it opens by itself.
      const two = second.frameLocator('iframe[src*="/w/frame"]');
      await two.getByRole('log').getByText(`Hello from the first tab, ${storage}`).waitFor();
      await send(two, `And from the second, ${storage}`);
      await one.getByRole('log').getByText(`And from the second, ${storage}`).waitFor();
      expect(await first.evaluate(() => document.cookie)).toBe('');
      expect(await first.evaluate(() => Object.keys(localStorage))).toEqual(['deskbell']);
    } finally {
      await context.close();
      hotel.close();
    }
  });
}
