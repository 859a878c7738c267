import { createHmac } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, picture, signIn } from './browser.ts';
import { Server } from './server.ts';

// What a channel brought and Deskbell could not take in is kept, shown to operators, and can be tried again.

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

interface AtMeta {
  app: { secret: string; hooks: { whatsapp: { callback: string } } };
}

test('operators see what was not taken in, and try it again', async () => {
  const { app } = (await (await fetch(`${server.url}/simulator/api/state`)).json()) as AtMeta;
  const brings = async (body: string) => {
    const answer = await fetch(app.hooks.whatsapp.callback, {
      method: 'POST',
      headers: {
        'X-Hub-Signature-256': `sha256=${createHmac('sha256', app.secret).update(body).digest('hex')}`,
      },
      body,
    });
    expect(answer.status).toBe(200);
  };
  await brings('{"object":"whatsapp_business_account","entry":');
  const foreign = { metadata: { phone_number_id: '106000000000999' }, messages: [] };
  const message = { from: '4915550100999', id: 'wamid.x', type: 'text', text: { body: 'Hello?' } };
  const value = { messaging_product: 'whatsapp', ...foreign, messages: [message] };
  const changes = [{ field: 'messages', value }];
  await brings(
    JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes }] }),
  );

  const page = await signIn(await browser.newContext(), server, 'operator@demo.example');
  await page.goto(`${server.url}/channels`);
  const part = page.getByRole('region', { name: 'Not taken in' });
  await part.getByText('not understood').waitFor();
  await part.getByText('no account is connected for 106000000000999').waitFor();
  await part.scrollIntoViewIfNeeded();
  await accessible(page, 'what was not taken in');
  await picture(page, 'not-taken-in');
  await page.emulateMedia({ colorScheme: 'light' });
  await part.getByRole('button').last().click();
  await page
    .getByText(/tried again/i)
    .first()
    .waitFor();

  const admin = await signIn(await browser.newContext(), server, 'admin@demo.example');
  await admin.goto(`${server.url}/channels`);
  await admin.getByRole('heading', { level: 1, name: 'Channels' }).waitFor();
  expect(await admin.getByRole('region', { name: 'Not taken in' }).count()).toBe(0);
});
