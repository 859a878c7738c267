import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, openChat, picture, pressAt, signIn } from './browser.ts';
import { Hotel } from './hotel.ts';
import { Server } from './server.ts';

// The founding text's three steps: a conversation is noticed, one press takes it over, the agent writes to the guest,
// while a second agent watches.

let server: Server;
let browser: Browser;
let hotel: Hotel;
beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  hotel = await Hotel.open(server);
});
afterAll(async () => {
  await browser?.close();
  hotel?.close();
  await server?.stop();
});

const wall = (page: Page) => page.getByRole('region', { name: 'Live conversations' });

test('a guest is answered, two agents watch, one takes control', async () => {
  const guestContext = await browser.newContext();
  const guest = await guestContext.newPage();
  const ana = await signIn(await browser.newContext(), server, 'agent1@demo.example');
  const ben = await signIn(await browser.newContext(), server, 'agent2@demo.example');

  const robot = ana.getByRole('link', { name: /^Live conversations/ });
  expect(await robot.getAttribute('data-live')).toBe('false');
  await accessible(ana, 'Agent Assist, empty');
  await picture(ana, 'agent-assist-empty');

  await guest.goto(`${server.site}/demo/`);
  await picture(guest, 'site');
  await guest.goto(hotel.url);
  const chat = await openChat(guest);
  await accessible(guest, 'the widget, opened');
  await picture(guest, 'widget-opened');
  await chat.getByRole('textbox', { name: 'Message' }).fill('What time is breakfast?');
  await chat.getByRole('button', { name: 'Send' }).click();
  await chat.getByRole('log').getByText('06:30').first().waitFor();
  await picture(guest, 'widget-answered');

  // Step one: the robot icon turns green for both.
  for (const page of [ana, ben]) {
    await page.locator('a[data-live="true"]').first().waitFor();
    await wall(page).getByRole('article').first().waitFor();
    expect(await wall(page).getByText('What time is breakfast?').count()).toBeGreaterThan(0);
  }
  expect(await robot.getAttribute('aria-label')).toMatch(/^Live conversations: 1$/);
  await accessible(ana, 'Agent Assist, live');
  await picture(ana, 'agent-assist-live');

  // Step two: Take Control.
  const card = wall(ana).getByRole('article').first();
  await card.getByRole('button', { name: 'Take Control' }).click();
  const box = ana.getByRole('textbox', { name: 'Message' });
  await box.waitFor();
  await chat
    .getByRole('log')
    .getByText(/joined/)
    .first()
    .waitFor();

  // The other agent sees who has it, and cannot take it.
  const taken = ben.getByRole('region', { name: 'With an agent' });
  await taken.getByRole('article').first().waitFor();
  await expect.poll(() => taken.getByRole('button', { name: 'Take Control' }).count()).toBe(0);

  // Step three: the agent and the guest write to each other.
  await box.fill('Good evening, this is the front desk.');
  await ana.getByRole('button', { name: 'Send', exact: true }).click();
  await chat.getByRole('log').getByText('Good evening, this is the front desk.').waitFor();
  await chat
    .getByRole('textbox', { name: 'Message' })
    .fill('Thank you, could you hold a table for two?');
  await chat.getByRole('button', { name: 'Send' }).click();
  await ana.getByRole('log').getByText('could you hold a table for two').first().waitFor();
  await accessible(ana, 'a conversation under control');
  await picture(ana, 'conversation');
  await accessible(guest, 'the widget, with a person');
  await picture(guest, 'widget-with-person');

  // And it is handed back.
  await ana.getByRole('button', { name: 'Hand back' }).click();
  await chat
    .getByRole('log')
    .getByText(/handed you back/)
    .first()
    .waitFor();
  await chat.getByRole('textbox', { name: 'Message' }).fill('Is parking free?');
  await chat.getByRole('button', { name: 'Send' }).click();
  await chat.getByRole('log').getByText(/18/).first().waitFor();
});

test('of two agents who press at once, one has it and the other sees who', async () => {
  const guest = await (await browser.newContext()).newPage();
  const ana = await signIn(await browser.newContext(), server, 'agent1@demo.example');
  const ben = await signIn(await browser.newContext(), server, 'agent2@demo.example');
  await guest.goto(`${server.site}/demo/`);
  const chat = await openChat(guest);
  await chat
    .getByRole('textbox', { name: 'Message' })
    .fill('Do you have a gym, says the second guest?');
  await chat.getByRole('button', { name: 'Send' }).click();
  const cardOf = (page: Page) =>
    wall(page).getByRole('article').filter({ hasText: 'says the second guest' }).first();
  await Promise.all([cardOf(ana).waitFor(), cardOf(ben).waitFor()]);
  const instant = Date.now() + 250;
  await Promise.all(
    [ana, ben].map((p) =>
      pressAt(cardOf(p).getByRole('button', { name: 'Take Control' }), instant),
    ),
  );
  const boxes = async () =>
    (
      await Promise.all([ana, ben].map((p) => p.getByRole('textbox', { name: 'Message' }).count()))
    ).filter(Boolean).length;
  await expect.poll(boxes, { timeout: 10_000 }).toBe(1);
  const winner = (await ana.getByRole('textbox', { name: 'Message' }).count()) > 0 ? ana : ben;
  const loser = winner === ana ? ben : ana;
  await loser
    .getByText(/took this/)
    .first()
    .waitFor();
});
