import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, picture, signIn } from './browser.ts';
import { Guest } from './guest.ts';
import { Server } from './server.ts';

// What guests write about stands on the wall, and is counted in the reports.

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

async function asks(text: string): Promise<void> {
  const guest = await Guest.arrive(server);
  await guest.write(text);
  await expect.poll(async () => (await guest.read()).length).toBeGreaterThan(1);
}

test('a conversation says what it is about, and the reports count it', async () => {
  await asks('What time is breakfast?');
  await asks('Is breakfast included?');
  await asks('Where can I park my car?');
  const agent = await signIn(await browser.newContext(), server, 'agent1@demo.example');
  const card = agent.getByRole('article').filter({ hasText: 'Where can I park my car?' });
  await card.getByText('Getting here').waitFor();
  await accessible(agent, 'the wall with topics');
  await picture(agent, 'topics-wall');
  await card.getByRole('button', { name: /^Open the conversation/ }).click();
  await agent.getByRole('button', { name: 'About the guest' }).click();
  const panel = agent.getByRole('complementary', { name: 'About the guest' });
  await panel.getByText('Getting here', { exact: true }).waitFor();
  await picture(agent, 'topics-panel');

  const admin = await signIn(await browser.newContext(), server, 'admin@demo.example');
  await admin.goto(`${server.url}/reports`);
  const topics = admin.getByRole('region', { name: 'What guests wrote about' });
  const food = topics.getByRole('row').filter({ hasText: 'Food and drink' });
  await food.waitFor();
  expect(await food.getByRole('cell').allInnerTexts()).toEqual(['2', '2', '0', '0']);
  await topics.getByRole('row').filter({ hasText: 'Getting here' }).waitFor();
  await accessible(admin, 'the reports with topics');
  await picture(admin, 'topics-reports');
});
