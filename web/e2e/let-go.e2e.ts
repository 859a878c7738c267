import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, openAs, picture } from './browser.ts';
import { Server } from './server.ts';
import { Staff } from './staff.ts';

// What is let go in the Knowledge Hub: a source, after it was said what goes with it; and what one place proposed, all of
// it at once.

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

const hub = (search: string, locale?: string): Promise<Page> =>
  openAs(browser, server, 'operator@demo.example', `/knowledge?tab=${search}`, { locale });

test('a source says what goes with it before it goes', async () => {
  const page = await hub('sources');
  await page
    .getByLabel('Add a document')
    .first()
    .setInputFiles({
      name: 'house.md',
      mimeType: 'text/markdown',
      buffer: Buffer.from(
        '# Falconry\n\nThe falconer flies her hawks at 16:40.\n\n# Kayaks\n\nKayaks are 12 EUR an hour.\n\n# Rota\n\nJo opens.\n',
      ),
    });
  const row = page.getByRole('listitem').filter({ hasText: 'house.md' });
  await row.getByRole('button', { name: '3 passages to approve' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Approve “Falconry”' }).click();
  await dialog.getByRole('button', { name: 'Refuse “Rota”' }).click();
  await dialog.getByText('Rota').waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Close' }).click();

  const ask = async () => {
    await row.getByRole('button', { name: /^More/ }).click();
    await page.getByRole('menuitem', { name: 'Delete with its passages' }).click();
    await dialog.getByRole('heading', { name: 'Delete “house.md”?' }).waitFor();
  };
  await ask();
  await expect
    .poll(() => dialog.getByRole('listitem').allInnerTexts())
    .toEqual([
      '1 passage that guests are told',
      '1 passage that waits for approval',
      '1 refused passage',
    ]);
  await accessible(page, 'what goes with a source');
  await picture(page, 'source-goes');
  const arabic = await hub('sources', 'ar');
  await arabic
    .getByRole('listitem')
    .filter({ hasText: 'house.md' })
    .locator('button')
    .last()
    .click();
  await arabic.getByRole('menuitem').last().click();
  await arabic.getByRole('dialog').getByRole('listitem').first().waitFor();
  await picture(arabic, 'source-goes-ar');
  await arabic.close();

  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await row.waitFor();
  await ask();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await row.waitFor({ state: 'detached' });
  await dialog.waitFor({ state: 'detached' });
});

test('what one place proposed is refused at once, and the rest waits on', async () => {
  const staff = await Staff.signIn(server, 'operator@demo.example');
  const here = staff.me.properties.find(({ name }) => name === 'Harbour View Hotel')?.id;
  const open = async () => {
    const path = `/properties/${here}/proposals`;
    const { proposals } = await staff.ask<{ proposals: { source: string }[] }>('GET', path);
    return proposals.map(({ source }) => source);
  };
  const other: Record<string, string> = {};
  for (const [name, keys] of [
    ['The Mill', ['pool', 'gym', 'spa']],
    ['The Barn', ['bar', 'beach']],
  ] as const) {
    const wish = { name, timezone: 'Europe/Lisbon', languages: ['en'] };
    const { id } = await staff.ask<{ id: string }>('POST', '/properties', wish);
    other[name] = id;
    for (const key of keys)
      await staff.ask('PUT', `/properties/${id}/facts/${key}`, { state: 'yes', details: name });
    await staff.ask('POST', `/properties/${here}/facts-copy`, { from: id });
  }
  expect(await open()).toHaveLength(5);

  const page = await hub(`proposals&property=${here}`);
  await page.getByRole('button', { name: 'Refuse several' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('button', { name: 'Refuse 0' }).isDisabled()).toBe(true);
  await dialog.getByRole('checkbox', { name: 'From The Mill' }).check();
  await accessible(page, 'refusing several');
  await picture(page, 'proposals-refuse');
  await dialog.getByRole('button', { name: 'Refuse 3' }).click();
  await page.getByText('3 refused').waitFor();
  await dialog.waitFor({ state: 'detached' });
  expect(await open()).toEqual(Array(2).fill(`copy:${other['The Barn']}`));
  await picture(page, 'proposals-several');

  // One place alone is chosen already.
  await page.getByRole('button', { name: 'Refuse several' }).click();
  await dialog.getByRole('button', { name: 'Refuse 2' }).click();
  await page.getByText('Nothing waits for you').waitFor();
  expect(await open()).toEqual([]);
});
