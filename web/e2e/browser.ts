import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';
import { expect } from 'vitest';
import { password, type Server } from './server.ts';

const shots = join(import.meta.dirname, '../../test-results/screens');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A headless Chromium with an empty profile that calls nobody. */
export function launch(args: string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  });
}

/** Signs a person in and leaves the page on Agent Assist. */
export async function signIn(
  context: BrowserContext,
  server: Server,
  email: string,
): Promise<Page> {
  const page = await context.newPage();
  await page.goto(server.url);
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Agent Assist' }).waitFor();
  return page;
}

/** Signs a person in, in whatever language their browser asks for, and opens an address of the dashboard. */
export async function openAs(
  browser: Browser,
  server: Server,
  email: string,
  path: string,
  {
    secret = password,
    locale = 'en-GB',
    ...options
  }: BrowserContextOptions & { secret?: string } = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1360, height: 900 },
    locale,
    ...options,
  });
  const page = await context.newPage();
  await page.goto(server.url);
  await page.locator('input[type=email]').fill(email);
  await page.locator('input[type=password]').fill(secret);
  await page.locator('button[type=submit]').click();
  await page.locator('a[href^="/knowledge"]').first().waitFor({ state: 'attached' });
  await page.goto(server.url + path);
  return page;
}

/** The inside of the widget on a website, opened. */
export async function openChat(page: Page): Promise<ReturnType<Page['frameLocator']>> {
  await page.getByRole('button', { name: 'Chat with us' }).click();
  const panel = page.frameLocator('iframe[src*="/w/frame"]');
  await panel.getByRole('textbox', { name: 'Message' }).waitFor();
  return panel;
}

/** Presses a button at an instant of the machine's clock, wherever else one is pressed then. Tells when it really was. */
export function pressAt(button: Locator, instant: number): Promise<number> {
  return button.evaluate(
    (element, at) =>
      new Promise<number>((done) => {
        const press = () => {
          while (Date.now() < at); // timers are late by some milliseconds
          (element as HTMLButtonElement).click();
          done(Date.now());
        };
        setTimeout(press, at - Date.now() - 8);
      }),
    instant,
  );
}

/** Holds that axe finds nothing serious on the page or inside the frames it shows. */
export async function accessible(page: Page, where: string): Promise<void> {
  for (const frame of page.frames()) {
    if (frame.isDetached() || !frame.url().startsWith('http')) continue;
    await frame.evaluate(axe);
    const found = await frame.evaluate(async () => {
      const run = (window as unknown as { axe: { run: (o: object) => Promise<AxeResults> } }).axe;
      return (await run.run({ resultTypes: ['violations'], iframes: false })).violations
        .filter((v) => v.impact === 'serious' || v.impact === 'critical')
        .map((v) => `${v.id}: ${v.help} (${v.nodes.map((n) => n.target.join(' ')).join('; ')})`);
    });
    expect(found, `axe on ${where} (${new URL(frame.url()).pathname})`).toEqual([]);
  }
}

interface AxeResults {
  violations: { id: string; help: string; impact?: string; nodes: { target: string[] }[] }[];
}

/** Keeps a picture of the screen in light, dark and at 320 px, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true });
  const before = page.viewportSize();
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await settled(page);
    await page.screenshot({ path: join(shots, `${name}-${scheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 320, height: 640 });
  await settled(page);
  await page.screenshot({ path: join(shots, `${name}-320.png`) });
  if (before) await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: null });
}

/** Lets two frames go by, so that what follows the width or the colours begins to, and then ends, inside frames too. */
async function settled(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    await frame.evaluate(async () => {
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const ending = document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
      await Promise.allSettled(ending.map(({ finished }) => finished));
    });
  }
}
