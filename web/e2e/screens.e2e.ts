import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, openChat, picture, signIn } from './browser.ts';
import { password, Server } from './server.ts';

// Every screen of the dashboard, for those who may use it: reachable by its link, nothing serious by axe in light and
// dark, and usable at 320 px without scrolling sideways.

let server: Server;
let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const guest = await (await browser.newContext()).newPage();
  await guest.goto(`${server.site}/demo/`);
  const chat = await openChat(guest);
  await chat.getByRole('textbox', { name: 'Message' }).fill('Hello, do you have a pool?');
  await chat.getByRole('button', { name: 'Send' }).click();
  await chat.getByRole('log').getByText('08:00').first().waitFor();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const screens = [
  'Agent Assist',
  'Requests',
  'My Chats',
  'Tickets',
  'History',
  'Knowledge Hub',
  'Live chat settings',
  'Team',
  'Reports',
  'Settings',
];

/** Holds a screen to all of it, as it stands. */
async function held(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForLoadState('networkidle');
  const slug = name.toLowerCase().replace(/\W+/g, '-');
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await accessible(page, `${name}, ${scheme}`);
  }
  await picture(page, `screen-${slug}`);
  await page.setViewportSize({ width: 320, height: 640 });
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sideways, `${name} scrolls sideways at 320 px`).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('every screen of the dashboard', async () => {
  const page = await signIn(context, server, 'admin@demo.example');
  for (const name of screens) {
    await page
      .getByRole('link', { name: new RegExp(`^${name}`) })
      .first()
      .click();
    await held(page, name);
  }
  await page.close();
});

test('every part of Live chat settings, Bell check, and an operator’s Mail', async () => {
  const page = await signIn(await browser.newContext(), server, 'operator@demo.example');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page
    .getByRole('link', { name: /^Live chat settings/ })
    .first()
    .click();
  for (const part of ['When it is offered', 'Waits', 'Texts', 'Bell and promises']) {
    await page.getByRole('tab', { name: part, exact: true }).click();
    await held(page, `Live chat settings ${part}`);
  }
  for (const [name, path] of [
    ['Bell check', '/bell'],
    ['Mail', '/settings/mail'],
  ] as const) {
    await page.goto(server.url + path);
    await held(page, name);
  }
  await page.close();
});

test('sign-in, before anybody is known', async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await accessible(page, 'sign-in');
  await picture(page, 'sign-in');
  await page.getByRole('textbox', { name: 'Email' }).fill('agent1@demo.example');
  await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  await accessible(page, 'sign-in, refused');
});

test('an agent sees only what an agent may use', async () => {
  const page = await signIn(await browser.newContext(), server, 'agent1@demo.example');
  await page
    .getByRole('link', { name: /^History/ })
    .first()
    .waitFor();
  expect(await page.getByRole('link', { name: /^Team/ }).count()).toBe(0);
  expect(await page.getByRole('link', { name: /^Settings/ }).count()).toBe(0);
});

test('a press while the first screen still loads is not undone', async () => {
  const page = await (await browser.newContext()).newPage();
  let come = () => {};
  const held = new Promise<void>((resolve) => {
    come = resolve;
  });
  await page.route('**/AgentAssist-*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(server.url);
  await page.getByRole('textbox', { name: 'Email' }).fill('admin@demo.example');
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: /^Live chat settings/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Live chat settings' }).waitFor();
  come();
  await page.waitForLoadState('networkidle');
  expect(new URL(page.url()).pathname).toBe('/live-chat');
  await page.context().close();
});
