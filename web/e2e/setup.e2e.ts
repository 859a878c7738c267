import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, picture } from './browser.ts';
import { Server } from './server.ts';

let server: Server;
let browser: Browser;
beforeAll(async () => {
  server = await Server.start({}, 'serve');
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test('an empty installation is set up behind its token and answers a first question', async () => {
  const token = server.log.match(/^ +([\w-]{30,})$/m)?.[1] ?? '';
  expect(token).not.toBe('');
  const page = await (await browser.newContext()).newPage();
  await page.goto(server.url);
  await page.getByRole('heading', { name: 'Set up Deskbell' }).waitFor();
  await accessible(page, 'set-up');
  await picture(page, 'set-up');
  const fill = (name: string, value: string) =>
    page.getByRole('textbox', { name, exact: true }).fill(value);
  await fill('Set-up token', 'not the token at all, but as long as one');
  await fill('Name', 'Olga Nunes');
  await fill('Email', 'olga@inn.example');
  await page.getByRole('textbox', { name: /password/i }).fill('a long enough passphrase');
  await fill('Name of the property', 'The Small Inn');
  await page.getByRole('button', { name: 'Create and continue' }).click();
  await page.locator('[aria-invalid="true"]').waitFor();
  await fill('Set-up token', token);
  await page.getByRole('button', { name: 'Create and continue' }).click();
  await page.getByRole('heading', { name: 'Ask a first question' }).waitFor();
  await fill('From what time can guests check in?', 'Check-in is from 16:00, at the bar.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').first().waitFor();
  const chat = page.frameLocator('iframe');
  await chat.getByRole('textbox', { name: 'Message' }).fill('When can I check in?');
  await chat.getByRole('button', { name: 'Send' }).click();
  await chat.getByRole('log').getByText('16:00').first().waitFor();
  await accessible(page, 'the first question');
  await picture(page, 'first-question');
  await page.getByRole('button', { name: 'Go to the desk' }).click();
  await page.getByRole('heading', { name: 'Agent Assist' }).waitFor();

  // The token works once, and the set-up is over for everybody.
  const second = await fetch(`${server.url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      token,
      email: 'mallory@inn.example',
      name: 'Mallory',
      password: 'a long enough passphrase',
      property: { name: 'Another', timezone: 'UTC', language: 'en' },
    }),
  });
  expect(second.status).toBeGreaterThanOrEqual(400);
});
