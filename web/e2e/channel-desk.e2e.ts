import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, picture, signIn } from './browser.ts';
import { Server } from './server.ts';

// Channels as the desk sees them: connecting one, how it does, what its messages are made of, and what became of answers.

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

/** Turns something of the simulator, as its page does. */
async function simulate(path: string, body: object): Promise<void> {
  const answer = await fetch(`${server.url}/simulator/api/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Deskbell-Simulator': '1' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}
const jana = (act: object) => simulate('guests/whatsapp-1/act', act);

const openChannels = async (page: Page) => {
  await page.getByRole('link', { name: 'Channels' }).click();
  await page.getByRole('heading', { name: 'Channels', level: 1 }).waitFor();
};

test('lamps light as a guest writes and is answered, and the thread shows every kind of message', async () => {
  const page = await signIn(await browser.newContext(), server, 'admin@demo.example');
  await openChannels(page);
  await accessible(page, 'Channels');
  await picture(page, 'channels');
  const whatsapp = page.getByRole('heading', { name: 'WhatsApp', level: 2 });
  await whatsapp.waitFor();
  await page
    .getByRole('listitem')
    .filter({ has: page.getByRole('img', { name: 'WhatsApp' }) })
    .getByRole('link', { name: 'Harbour View Hotel' })
    .click();
  const lamps = page.getByRole('list', { name: 'What is working' });
  await lamps.getByText('Our answer was delivered').waitFor();
  const lamp = (name: string) => lamps.getByRole('listitem').filter({ hasText: name });
  await lamp('A hello arrived').getByText('not yet').waitFor();

  await jana({ do: 'text', text: 'Hello, what time is breakfast?' });
  await lamp('A hello arrived')
    .getByText(/^since/)
    .waitFor();
  await lamp('Our answer was delivered')
    .getByText(/^since/)
    .waitFor();
  await accessible(page, 'the health page');
  await picture(page, 'channel-health');

  await jana({ do: 'media', file: 'voice' });
  await jana({ do: 'media', file: 'photo', text: 'Our view last year' });
  await jana({ do: 'place' });
  await jana({ do: 'card' });
  await page.getByRole('link', { name: 'Agent Assist' }).click();
  await page
    .getByRole('button', { name: /Open the conversation with Jana/ })
    .first()
    .click();
  const log = page.getByRole('log');
  await log.getByRole('group', { name: 'Voice message' }).getByRole('button').first().waitFor();
  await log.getByRole('img').first().waitFor();
  await log.getByRole('link', { name: 'Cais do Sodré' }).waitFor();
  await log.getByText('Max Muster').waitFor();
  expect(await page.getByRole('textbox', { name: 'Message' }).count()).toBe(0);
  await accessible(page, 'a WhatsApp thread');
  await picture(page, 'whatsapp-thread');
});

test('each answer says how far it came; what failed says why, and goes out by Retry', async () => {
  const page = await signIn(await browser.newContext(), server, 'agent1@demo.example');
  await jana({ do: 'text', text: 'Is there a cot?' });
  await page
    .getByRole('article')
    .filter({ hasText: 'Jana' })
    .getByRole('button', { name: 'Take Control' })
    .first()
    .click();
  const box = page.getByRole('textbox', { name: 'Message' });
  const send = async (text: string) => {
    await box.fill(text);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
  };
  const said = (text: string) =>
    page.getByRole('log').getByRole('article').filter({ hasText: text });
  await page.getByText(/^Can be answered for 2\d/).waitFor();
  await send('Yes, we bring one up.');
  await said('Yes, we bring one up.')
    .getByText(/^(Delivered|Read)$/)
    .waitFor();

  await simulate('set', { fault: { channel: 'whatsapp', name: '131026', left: 1 } });
  await send('It is on its way.');
  const failed = said('It is on its way.');
  await failed.getByText('the guest does not use WhatsApp').waitFor();
  await accessible(page, 'a thread with a message that failed');
  await failed.getByRole('button', { name: 'Retry' }).click();
  await failed.getByText(/^(Delivered|Read)$/).waitFor();
  await expect.poll(() => failed.getByRole('button', { name: 'Retry' }).count()).toBe(0);
});

test('a system that only shows its chats is watched: nobody takes control, and the screen says why', async () => {
  const context = await browser.newContext();
  const page = await signIn(context, server, 'admin@demo.example');
  await openChannels(page);
  await page.getByRole('link', { name: 'Connect another system' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Booking portal');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  const address = await page.getByRole('textbox', { name: 'Address', exact: true }).inputValue();
  const token = await page.getByRole('textbox', { name: 'Token' }).inputValue();
  await accessible(page, 'connecting an API source');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('Waiting for a hello').waitFor();

  const posted = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify({
      type: 'message',
      id: 'p-1',
      guest: { id: 'g-1', name: 'Portal Guest' },
      text: 'Do you have a safe?',
    }),
  });
  expect(posted.status).toBe(200);
  await page.getByText('API is connected.').waitFor();

  await page.getByRole('link', { name: 'Agent Assist' }).click();
  const card = page.getByRole('article').filter({ hasText: 'Portal Guest' });
  await card.getByText('Watch only').waitFor();
  await expect.poll(() => card.getByRole('button', { name: 'Take Control' }).count()).toBe(0);
  await card.getByRole('button', { name: /Open the conversation/ }).click();
  await page.getByText('This API account is only watched here.').waitFor();
  expect(await page.getByRole('textbox', { name: 'Message' }).count()).toBe(0);
  await accessible(page, 'a thread that is only watched');
});
