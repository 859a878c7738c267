import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, openChat, picture, signIn } from './browser.ts';
import { Server } from './server.ts';

// A guest asks for a person: by the button, in words, with somebody at the desk and with nobody.

const waiting = 'Please wait while we connect you to an agent';

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

async function guest() {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${server.site}/demo/`);
  const chat = await openChat(page);
  const say = async (text: string) => {
    await chat.getByRole('textbox', { name: 'Message' }).fill(text);
    await chat.getByRole('button', { name: 'Send' }).click();
  };
  return { page, chat, log: chat.getByRole('log'), say };
}

test('with nobody at the desk the guest hears so, and can go on with the assistant', async () => {
  const { page, chat, log, say } = await guest();
  await say('I want to talk to a real person');
  await log.getByText('+351', { exact: false }).first().waitFor();
  expect(await log.getByText(waiting).count()).toBe(0);
  await accessible(page, 'the widget, nobody at the desk');
  await picture(page, 'widget-nobody');
  await chat.getByRole('button', { name: 'Keep chatting with the assistant' }).click();
  await say('What time is breakfast?');
  await log.getByText('06:30').first().waitFor();
});

test('Human Chat waits for an agent, Cancel brings the assistant back, Take Control answers the wish', async () => {
  const ana = await signIn(await browser.newContext(), server, 'agent1@demo.example');
  const { page, chat, log, say } = await guest();
  await say('Do you rent helicopters?');
  await chat.getByRole('button', { name: 'Human Chat' }).first().click();
  await log.getByText(waiting, { exact: true }).waitFor();
  await accessible(page, 'the widget, waiting');
  await picture(page, 'widget-waiting');
  await page.reload();
  await chat.getByRole('log').getByText(waiting, { exact: true }).waitFor();
  const card = ana
    .getByRole('region', { name: 'Live conversations' })
    .getByRole('article')
    .filter({ hasText: 'helicopters' })
    .first();
  await card.getByRole('button', { name: 'Take Control' }).waitFor();
  await accessible(ana, 'Agent Assist, a guest waits');
  await picture(ana, 'agent-assist-waiting');

  await chat.getByRole('button', { name: /Cancel/ }).click();
  await expect.poll(() => chat.getByRole('button', { name: /Cancel/ }).count()).toBe(0);

  await say('Can I speak to someone at reception please?');
  await expect.poll(() => log.getByText(waiting, { exact: true }).count()).toBe(2);
  await card.getByRole('button', { name: 'Take Control' }).click();
  await log
    .getByText(/joined/)
    .first()
    .waitFor();
  await expect.poll(() => chat.getByRole('button', { name: /Cancel/ }).count()).toBe(0);
});
