import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, picture, signIn } from './browser.ts';
import { Server } from './server.ts';
import { Simulator } from './simulator.ts';

// Where a guest cannot be answered as usual: another app has the chat, or the guest wrote too long ago.

let server: Server;
let browser: Browser;
let page: Page;
let simulator: Simulator;
beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await signIn(context, server, 'agent1@demo.example');
  simulator = new Simulator(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const card = (name: string) => page.getByRole('article').filter({ hasText: name });

test.each([
  ['messenger', 'Messenger'],
  ['instagram', 'Instagram'],
] as const)(
  '%s: a chat that another app has is asked for, and answered again',
  async (channel, label) => {
    const name = `Noor of ${label}`;
    const guest = await simulator.guest(channel, name);
    await simulator.act(guest, { do: 'text', text: 'Is there a cot?' });
    await page.goto(server.url);
    await card(name).getByRole('button', { name: 'Take Control' }).first().click();
    const box = page.getByRole('textbox', { name: 'Message' });
    await box.waitFor();

    await simulator.act(guest, { do: 'seize' });
    const notice = page.getByText(`Another app has this chat in ${label}.`);
    await notice.waitFor();
    await box.waitFor({ state: 'detached' });
    await accessible(page, `a chat in ${label} that another app has`);
    await picture(page, `thread-elsewhere-${channel}`);

    await page.getByRole('button', { name: 'Ask for the chat' }).click();
    await notice.waitFor({ state: 'detached' });
    await box.fill('Yes, we bring one up.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect.poll(() => simulator.heard(guest)).toContain('Yes, we bring one up.');
  },
);

test('who wrote yesterday is answered by a person, marked as such, and never by the assistant', async () => {
  const name = 'Late of Messenger';
  const guest = await simulator.guest('messenger', name);
  await simulator.act(guest, { do: 'text', text: 'Is breakfast included?', ago: 26 * 3600 });
  await page.goto(server.url);
  await card(name).getByRole('button', { name: 'Take Control' }).first().click();
  const box = page.getByRole('textbox', { name: 'Message' });
  await box.waitFor();
  await accessible(page, 'a late reply');
  await picture(page, 'late-reply');
  expect(await simulator.heard(guest)).toBe('');
  await box.fill('Good morning, yes it is.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect.poll(() => simulator.heard(guest)).toContain('Good morning, yes it is.');
  const ours = (await simulator.messages(guest)).filter(({ by }) => by === 'us');
  expect(ours.map(({ late }) => late)).toEqual(ours.map(() => true));
});
