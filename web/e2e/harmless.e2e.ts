import { createServer } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, openChat, signIn } from './browser.ts';
import { Server } from './server.ts';

// What guests write is data: it is shown as the characters they wrote, on both sides, and runs nowhere.

const hostile = [
  '<script>window.pwned=1</script>',
  '<img src=x onerror="window.pwned=1">',
  '<svg onload="window.pwned=1">',
  '"><iframe srcdoc="<script>parent.pwned=1</script>">',
  '[press](javascript:window.pwned=1)',
  '**<b onmouseover=window.pwned=1>bold</b>**',
  'javascript:window.pwned=1',
  '{{constructor.constructor("window.pwned=1")()}}',
  '\u202Egnp.exe\u202C <a href="data:text/html,<script>parent.pwned=1</script>">x</a>',
];

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

test('markup and scripts in messages and page titles are shown as text', async () => {
  const guest = await (await browser.newContext()).newPage();
  await guest.goto(`${server.site}/demo/`);
  await guest.evaluate((title) => {
    document.title = title;
  }, hostile[1] ?? '');
  const agent = await signIn(await browser.newContext(), server, 'agent1@demo.example');
  const chat = await openChat(guest);
  for (const text of hostile) {
    await chat.getByRole('textbox', { name: 'Message' }).fill(text);
    await chat.getByRole('button', { name: 'Send' }).click();
  }
  const last = 'javascript:window.pwned=1';
  await chat.getByRole('log').getByText(last, { exact: false }).first().waitFor();
  await agent
    .getByRole('region', { name: 'Live conversations' })
    .getByRole('article')
    .first()
    .click();
  await agent.getByRole('log').getByText('<script>window.pwned=1</script>').first().waitFor();
  for (const page of [guest, agent]) {
    for (const frame of page.frames()) {
      expect(
        await frame.evaluate(() => (window as unknown as { pwned?: number }).pwned),
      ).toBeUndefined();
      const links = await frame.evaluate(() =>
        [...document.querySelectorAll('[role=log] a')].map((a) => a.getAttribute('href') ?? ''),
      );
      for (const href of links) expect(href).toMatch(/^(https?:|\/|#|mailto:|tel:)/);
    }
  }
});

test('a website that is not on the list shows no launcher and stays as it is', async () => {
  const page = await (await browser.newContext()).newPage();
  const warnings: string[] = [];
  page.on('console', (m) => {
    if (m.type() === 'warning') warnings.push(m.text());
  });
  const errors: string[] = [];
  page.on('pageerror', (e) => errors.push(e.message));
  const stranger = createServer((_, res) => {
    res.writeHead(200, { 'Content-Type': 'text/html' });
    res.end(
      `<title>Another site</title><script async src="${server.url}/w/v1.js" data-key="demo"></script><p>Hello</p>`,
    );
  });
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  const address = stranger.address();
  await page.goto(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`);
  await expect.poll(() => warnings.length, { timeout: 10_000 }).toBeGreaterThan(0);
  expect(await page.getByRole('button', { name: 'Chat with us' }).count()).toBe(0);
  expect(errors).toEqual([]);
  stranger.close();
});
