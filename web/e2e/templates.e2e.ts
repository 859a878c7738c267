import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, picture } from './browser.ts';
import { Agent } from './livechat.ts';
import { Server } from './server.ts';
import { Simulator } from './simulator.ts';

// What WhatsApp takes when a guest last wrote more than a day ago: a template, chosen, filled in and sent.

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

test('a template is chosen, filled in beside what the guest will read, and sent', async () => {
  const ana = await Agent.signIn(browser, server, 'agent1@demo.example');
  const { page } = ana;
  const simulator = new Simulator(server);
  const jana = await simulator.guest('whatsapp', 'Jana of yesterday');
  await simulator.act(jana, { do: 'text', text: 'Is my room ready?', ago: 25 * 3600 });
  await page
    .getByRole('region', { name: 'Live conversations' })
    .getByRole('article')
    .filter({ hasText: 'Jana of yesterday' })
    .getByRole('button', { name: 'Take Control' })
    .click();

  // Nothing can be written that would be refused.
  const choose = page.getByRole('button', { name: 'Choose a template' });
  await choose.waitFor();
  expect(await page.getByRole('textbox', { name: 'Message' }).count()).toBe(0);
  expect(await simulator.sent()).toEqual([]);
  await choose.click();

  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox', { name: 'Find a template' }).fill('May we');
  await dialog.getByRole('button', { name: 'we_answer_now' }).click();
  const send = dialog.getByRole('button', { name: 'Send template' });
  expect(await send.isDisabled()).toBe(true);
  const blanks = dialog.getByRole('textbox');
  await blanks.nth(0).fill('Jana');
  await blanks.nth(1).fill('this morning');
  const words = 'Hello Jana, about your question from this morning: we can answer it now. May we?';
  await dialog.getByText(words).waitFor();
  await accessible(page, 'a template that is filled in');
  await picture(page, 'template');
  await send.click();

  // It stands in the thread and on the guest's phone; their answer opens the window.
  await page.getByRole('log').first().getByText(words).waitFor();
  await expect.poll(() => simulator.heard(jana)).toContain(words);
  const sent = (await simulator.messages(jana)).at(-1);
  await simulator.act(jana, { do: 'choice', message: sent?.id, payload: 'Yes, please' });
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
});
