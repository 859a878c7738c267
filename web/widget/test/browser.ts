import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type FrameLocator, type Page } from 'playwright-core';

/** How the browser treats a frame of another site. */
export type Storage = 'partitioned' | 'shared' | 'denied';

/**
 * Debian's Chromium without what phones home, and without Playwright's own switches: among them is
 * one that turns storage partitioning off, which guests' browsers never do.
 */
export async function launch(
  storage: Storage = 'partitioned',
  more: { timezoneId?: string } = {},
): Promise<BrowserContext> {
  const dir = mkdtempSync(join(tmpdir(), 'deskbell-widget-'));
  mkdirSync(join(dir, 'Default'));
  const allow = storage === 'shared';
  const profile = { cookie_controls_mode: allow ? 0 : 1, block_third_party_cookies: !allow };
  writeFileSync(join(dir, 'Default/Preferences'), JSON.stringify({ profile }));
  const off = storage === 'partitioned' ? [] : ['--disable-features=ThirdPartyStoragePartitioning'];
  const context = await chromium.launchPersistentContext(dir, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    ...more,
    ignoreDefaultArgs: true,
    args: [
      '--headless=new',
      '--remote-debugging-pipe',
      `--user-data-dir=${dir}`,
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--password-store=basic',
      ...off,
      'about:blank',
    ],
  });
  const close = context.close.bind(context);
  context.close = async () => {
    await close();
    // The browser's last processes may still be writing.
    await rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };
  return context;
}

/** The panel inside a page. */
export const panel = (page: Page): FrameLocator => page.frameLocator('iframe[src*="/w/frame"]');

/** Opens the chat by its launcher and waits until it can be used. */
export async function open(page: Page): Promise<FrameLocator> {
  await page.getByRole('button', { name: 'Chat with us' }).click();
  await panel(page).getByRole('textbox', { name: 'Message' }).waitFor();
  return panel(page);
}

/** Writes and sends. */
export async function send(chat: FrameLocator | Page, text: string): Promise<void> {
  await chat.getByRole('textbox', { name: 'Message', exact: true }).fill(text);
  await chat.getByRole('button', { name: 'Send', exact: true }).click();
}
