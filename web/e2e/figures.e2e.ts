import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, openAs, picture } from './browser.ts';
import { Guest } from './guest.ts';
import { Server } from './server.ts';

// What a fact says in figures: written into the form of its kind, told in its row, and reckoned with when guests ask.

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

async function facts(locale?: string): Promise<Page> {
  const page = await openAs(browser, server, 'knowledge@demo.example', '/knowledge', {
    viewport: { width: 1360, height: 1000 },
    locale,
  });
  await page.getByRole('tab').first().waitFor();
  return page;
}

const row = (page: Page, label: string) =>
  page.getByRole('listitem').filter({ has: page.getByText(label, { exact: true }) });

async function told(question: string): Promise<string> {
  const guest = await Guest.arrive(server);
  await guest.write(question);
  await expect.poll(() => guest.heard()).not.toBe('');
  return (await guest.heard()).replaceAll('\u00a0', ' ');
}

test('hours that somebody writes are reckoned with, and stay when the words are edited', async () => {
  const page = await facts();
  const breakfast = row(page, 'Breakfast');
  await expect
    .poll(() => breakfast.textContent())
    .toContain(
      '06:30–10:30 · Sat, Sun 06:30–11:00 · 16 EUR a person · free of charge up to 5 years',
    );
  expect(await told('Is breakfast served at 6:45 on Sunday?')).toContain('Yes, at 06:45.');

  await breakfast.getByRole('button', { name: /Breakfast is served/ }).click();
  await accessible(page, 'the form of a fact');
  await picture(page, 'figures-breakfast');
  const second = breakfast.getByRole('textbox', { name: 'from 15:00' }).nth(1);
  await second.fill('7');
  await second.blur();
  expect(await second.inputValue()).toBe('07:00');
  await breakfast.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => breakfast.textContent()).toContain('Sat, Sun 07:00–11:00');
  await expect
    .poll(() => told('Is breakfast served at 6:45 on Sunday?'))
    .toContain('No, not at 06:45. Breakfast: on Sundays from 07:00 to 11:00.');

  await breakfast.getByRole('button', { name: /Breakfast is served/ }).click();
  await breakfast.getByRole('textbox', { name: /^Details of/ }).fill('Breakfast is by the window.');
  await breakfast.getByRole('button', { name: 'Save' }).click();
  // In this order: the form, too, has the words, and the figures in fields of their own.
  await expect.poll(() => breakfast.textContent()).toContain('Sat, Sun 07:00–11:00');
  expect(await breakfast.textContent()).toContain('Breakfast is by the window.');
});

test('a fact may be said in figures alone, and what makes no sense is refused', async () => {
  const page = await facts();
  const casino = row(page, 'Casino');
  await casino.getByText('Yes, with details').click();
  await casino.getByRole('button', { name: 'Add hours' }).click();
  await casino.getByRole('textbox', { name: 'from 15:00' }).fill('25');
  await casino.getByRole('textbox', { name: 'From which age' }).fill('18');
  await casino.getByRole('button', { name: 'Save' }).click();
  await page.getByText('"25" is no time').waitFor();
  await casino.getByRole('textbox', { name: 'from 15:00' }).fill('18');
  await casino.getByRole('textbox', { name: 'until 22:00' }).fill('3');
  await casino.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => casino.textContent()).toContain('18:00–03:00 · from 18 years');
  await expect
    .poll(() => told('Do you have a casino?'))
    .toContain('Casino: daily from 18:00 to 03:00; from 18 years.');
});

test('the form holds from right to left', async () => {
  const page = await facts('ar');
  const pool = page.getByRole('listitem').filter({ hasText: 'Swimming pool' }).first();
  await pool.getByRole('button', { name: /Our outdoor pool/ }).click();
  await pool.locator('select').first().waitFor();
  await accessible(page, 'the form of a fact in Arabic');
  await picture(page, 'figures-arabic');
  await page.setViewportSize({ width: 320, height: 900 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
