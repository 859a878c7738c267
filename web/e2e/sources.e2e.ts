import { deflateSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, openAs, picture } from './browser.ts';
import { Guest } from './guest.ts';
import { Server } from './server.ts';
import { authority, Website } from './website.ts';

// Documents and websites: what they say is told to guests after somebody approved it, and a changed page changes nothing
// until somebody approved that, too.

let server: Server;
let site: Website;
let browser: Browser;
beforeAll(async () => {
  site = await Website.open();
  site.pages.set('/', '<h1>Welcome</h1><p>A house by the sea since 1921.</p>');
  site.pages.set('/pool', lagoon('from 07:30 to 21:15'));
  site.pages.set('/dogs', '<h1>Falconry</h1><p>The falconer flies her hawks at 16:40.</p>');
  site.pages.set('/staff/rota', '<h1>Rota</h1><p>The safe opens with 4711.</p>');
  server = await Server.start({ DESKBELL_ALLOW_INSIDE: '127.0.0.1', SSL_CERT_FILE: authority });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  site?.close();
});

function lagoon(hours: string): string {
  return `<h1>Salt lagoon</h1><p>The salt lagoon is open ${hours}. Towels are at the boathouse.</p>`;
}

const sources = (locale?: string): Promise<Page> =>
  openAs(browser, server, 'knowledge@demo.example', '/knowledge?tab=sources', { locale });

async function told(question: string): Promise<string> {
  const guest = await Guest.arrive(server);
  await guest.write(question);
  await expect.poll(() => guest.heard()).not.toBe('');
  return guest.heard();
}

const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

/** Waits for a reading to end; a page is asked for every second. */
async function ended(page: Page, name: string, how: string): Promise<void> {
  await row(page, name).getByText(how, { exact: true }).first().waitFor({ timeout: 60_000 });
}

test('a website is read politely, told when it is approved, and its change when that is', async () => {
  const carla = await sources();
  await carla.getByText('No documents or websites yet').waitFor();
  await accessible(carla, 'no documents or websites');
  await picture(carla, 'sources-empty');
  await carla.getByRole('button', { name: 'Add a website' }).click();
  const dialog = carla.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Address' }).fill(site.url);
  await dialog.getByRole('combobox', { name: 'Read again' }).selectOption('7');
  await accessible(carla, 'adding a website');
  await picture(carla, 'sources-website');
  await dialog.getByRole('button', { name: 'Read it' }).click();
  await dialog.waitFor({ state: 'detached' });
  await row(carla, site.url).getByText('Reading', { exact: true }).waitFor();
  await picture(carla, 'sources-reading');
  await ended(carla, site.url, 'Read');

  // Polite: by its name, robots.txt first, never what it forbids, an end to what has none.
  expect(site.asked[0]?.path).toBe('/robots.txt');
  expect(site.asked.every(({ agent }) => agent.startsWith('Deskbell/'))).toBe(true);
  const paths = site.asked.map(({ path }) => path);
  expect(paths.filter((path) => path.startsWith('/staff'))).toEqual([]);
  expect(paths.filter((path) => path.startsWith('/loop')).length).toBeLessThan(4);
  expect(paths.filter((path) => path.startsWith('/calendar')).length).toBeLessThan(12);

  // The page that leads inside a network is named, and was not followed.
  await row(carla, site.url).getByText('1 page left out').click();
  await row(carla, site.url).getByText('It leads to another website.').waitFor();
  await accessible(carla, 'a website that was read');
  await picture(carla, 'sources-read');

  const question = 'When is the salt lagoon open?';
  expect(await told(question)).not.toContain('21:15');
  await row(carla, site.url)
    .getByRole('button', { name: /to approve$/ })
    .click();
  await dialog.getByText('from 07:30 to 21:15').waitFor();
  expect(await dialog.getByText('4711').count()).toBe(0);
  await accessible(carla, 'passages to approve');
  await picture(carla, 'sources-passages');
  await dialog.getByRole('button', { name: 'Approve “Salt lagoon”' }).click();
  await dialog.getByText('from 07:30 to 21:15').waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Close' }).click();
  expect(await told(question)).toContain('21:15');

  // Somebody changes the page: guests are told what was approved until somebody approves what is new.
  site.pages.set('/pool', lagoon('from 08:00 to 19:45'));
  await row(carla, site.url).getByRole('button', { name: /^More/ }).click();
  await carla.getByRole('menuitem', { name: 'Read again' }).click();
  await ended(carla, site.url, 'Reading');
  await ended(carla, site.url, 'Read');
  expect(await told(question)).toContain('21:15');
  await row(carla, site.url)
    .getByRole('button', { name: /to approve$/ })
    .click();
  const change = dialog.getByRole('listitem').filter({ hasText: 'Salt lagoon' });
  await change.getByText('from 08:00 to 19:45').waitFor();
  await change.getByText('from 07:30 to 21:15').waitFor(); // what it replaces
  await picture(carla, 'sources-change');
  await change.getByRole('button', { name: 'Approve “Salt lagoon”' }).click();
  await change.waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Close' }).click();
  const now = await told(question);
  expect(now).toContain('19:45');
  expect(now).not.toContain('21:15');
}, 180_000);

test('an address inside a network is not asked, and a file that eats memory is named', async () => {
  const carla = await sources();
  await carla.getByRole('button', { name: 'Add a website' }).click();
  const dialog = carla.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Address' }).fill('https://10.9.8.7/');
  await dialog.getByRole('button', { name: 'Read it' }).click();
  await dialog.waitFor({ state: 'detached' });
  await ended(carla, '10.9.8.7', 'Failed');
  await row(carla, '10.9.8.7').getByText('points inside a network').waitFor();

  const file = (name: string, body: Buffer) =>
    carla
      .getByLabel('Add a document')
      .first()
      .setInputFiles({ name, mimeType: 'application/pdf', buffer: body });
  await file('greedy.pdf', pdf('a'.repeat(4_000_000)));
  await ended(carla, 'greedy.pdf', 'Failed');
  await row(carla, 'greedy.pdf').getByText('far more memory than a document should').waitFor();
  await accessible(carla, 'what could not be read');
  await picture(carla, 'sources-failed');

  // Whoever comes next is read, and guests were answered all the while.
  await file('guide.pdf', pdf('The boathouse rents kayaks for 15 EUR an hour.'));
  await ended(carla, 'guide.pdf', 'Read');
  await row(carla, 'guide.pdf').getByRole('button', { name: '1 passage to approve' }).waitFor();
}, 120_000);

test('documents and websites read from right to left', async () => {
  const carla = await sources('ar');
  await carla.locator('html[dir=rtl]').waitFor();
  await row(carla, '10.9.8.7').getByText('يشير هذا العنوان إلى داخل شبكة').waitFor(); // why, in Arabic as well
  await accessible(carla, 'documents and websites in Arabic');
  await picture(carla, 'sources-rtl');
});

/** A PDF of one page that draws this text. */
function pdf(text: string): Buffer {
  const drawn = deflateSync(Buffer.from(`BT /F1 10 Tf 1 0 0 1 50 700 Tm (${text}) Tj ET\n`));
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>',
    `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 /Widths [${'500 '.repeat(224)}] >>`,
    `<< /Filter /FlateDecode /Length ${drawn.length} >>\nstream\n${drawn.toString('latin1')}\nendstream`,
  ];
  let body = '%PDF-1.4\n';
  const at = objects.map((object, i) => {
    const start = body.length;
    body += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return start;
  });
  const start = body.length;
  const table = at.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  body += `xref\n0 6\n0000000000 65535 f \n${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(body, 'latin1');
}
