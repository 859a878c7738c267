import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, picture } from './browser.ts';
import { Guest } from './guest.ts';
import { Agent, changeLiveChat, Visitor, WAITING } from './livechat.ts';
import { Server } from './server.ts';
import { Staff } from './staff.ts';

// A guest asks for a person, and what follows at the desk: each in real browsers against the real server.

let server: Server;
let browser: Browser;
let ana: Agent;
let ben: Agent;
let desk: Staff;
beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  ana = await Agent.signIn(browser, server, 'agent1@demo.example');
  ben = await Agent.signIn(browser, server, 'agent2@demo.example');
  desk = await Staff.signIn(server, 'admin@demo.example');
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** How a guest's conversation stands, found by what was written in it. */
async function controllerOf(text: string): Promise<string> {
  const { hits } = await desk.ask<{ hits: { conversation_id: string }[] }>(
    'GET',
    `/search?q=${encodeURIComponent(text)}`,
  );
  const { controller } = await desk.ask<{ controller: { kind: string; name?: string } }>(
    'GET',
    `/conversations/${hits[0]?.conversation_id}`,
  );
  return controller.name ?? controller.kind;
}

test('a request rings on every screen until somebody has it', async () => {
  const question = 'Do you rent sailing boats?';
  await ben.to('Requests');
  const guest = await Visitor.open(browser, server);
  await guest.asksForAPerson(question);
  for (const agent of [ana, ben]) {
    await agent.ring(question).waitFor();
    for (const name of ['Accept', 'In 3 min', "Can't now"]) {
      expect(await agent.button(question, name).count(), name).toBe(1);
    }
    await agent.sounding(true);
  }
  await expect.poll(() => ana.page.title(), { timeout: 5_000 }).toMatch(/^\(1\)/);
  await accessible(ana.page, 'Agent Assist, a request rings');
  await picture(ana.page, 'ring-card');
  await accessible(ben.page, 'Requests, one rings');
  await picture(ben.page, 'requests');

  await ben.button(question, 'Accept').click();
  await ana.page.getByText(`${ben.name} took this`).first().waitFor();
  await guest.log
    .getByText(/joined/)
    .first()
    .waitFor();
  await ben.holds(question);
  expect(await controllerOf(question)).toBe(ben.name);
  await expect.poll(() => ana.ring(question).count(), { timeout: 10_000 }).toBe(0);
  await Promise.all([ana, ben].map((agent) => agent.sounding(false)));
  expect(await ana.page.title()).not.toMatch(/^\(1\)/);
  await ben.send('Good morning, for how many people?');
  await guest.log.getByText('for how many people?').waitFor();
  await guest.close();
});

test('who asks fifty times in a minute rings once', async () => {
  const guest = await Guest.arrive(server);
  await guest.write('Is anybody there, fifty times?');
  await Promise.all(Array.from({ length: 50 }, () => guest.human()));
  await ana.ring('fifty times').waitFor();
  expect(await ana.ring('fifty times').count()).toBe(1);
  const waiting = (await guest.read()).filter(({ text }) => text === WAITING);
  expect(waiting.length).toBe(1);
  await guest.cancel();
  await expect.poll(() => ana.ring('fifty times').count(), { timeout: 10_000 }).toBe(0);
});

test('In 3 min: the guest is told, the sound stops, the card stays; a colleague may come first', async () => {
  const question = 'Do you have a hot-air balloon?';
  const guest = await Visitor.open(browser, server);
  await guest.asksForAPerson(question);
  await ana.button(question, 'In 3 min').click();
  await guest.log.getByText(/about 3 minutes/).waitFor();
  await accessible(guest.page, 'the widget, a time was promised');
  await picture(guest.page, 'widget-promised');
  for (const agent of [ana, ben]) {
    await expect.poll(() => agent.button(question, 'In 3 min').count(), { timeout: 5_000 }).toBe(0);
    expect(await agent.button(question, 'Accept').count(), 'the card stays').toBe(1);
  }
  await Promise.all([ana, ben].map((agent) => agent.sounding(false)));
  // The place is kept through a reload.
  await guest.page.reload();
  await guest.log.getByText(/about 3 minutes/).waitFor();
  await ben.button(question, 'Accept').click();
  await guest.log
    .getByText(/joined/)
    .first()
    .waitFor();
  await ana.page.getByText(`${ben.name} took this`).first().waitFor();
  await guest.close();
});

test('everyone says Can’t now: the guest is offered the ways out at once, and a late agent still comes', async () => {
  const question = 'Do you have stables for two horses?';
  const guest = await Visitor.open(browser, server);
  await guest.asksForAPerson(question);
  await ana.button(question, "Can't now").click();
  await expect.poll(() => ana.button(question, "Can't now").count(), { timeout: 5_000 }).toBe(0);
  expect(await guest.button('Leave a message').count(), 'one is still called').toBe(0);
  await ben.button(question, "Can't now").click();
  for (const name of ['Leave a message', 'Keep chatting with the assistant', 'Keep waiting']) {
    await guest.button(name).waitFor();
  }
  await accessible(guest.page, 'the widget, nobody is free');
  await picture(guest.page, 'widget-nobody-free');

  // Late: an accept is refused with the reason, Take Control is a second press.
  await ana.to('Requests');
  const late = ana.ring(question);
  await late.getByText(/Missed .* ago, still here/).waitFor();
  const { hits } = await desk.ask<{ hits: { conversation_id: string }[] }>(
    'GET',
    '/search?q=stables',
  );
  const refused = await desk.try('POST', `/conversations/${hits[0]?.conversation_id}/accept`, {});
  expect([refused.status, await refused.json()]).toMatchObject([
    409,
    { code: 'closed', reason: 'missed' },
  ]);
  await accessible(ana.page, 'Requests, one was missed');
  await picture(ana.page, 'requests-missed');

  // Half a form is kept, whoever comes.
  await guest.button('Leave a message').click();
  await guest.chat.getByRole('textbox', { name: 'Your message' }).fill('Two horses, from Friday');
  await late.getByRole('button', { name: 'Take Control' }).click();
  await guest.log
    .getByText(/joined/)
    .first()
    .waitFor();
  await ana.holds(question);
  await guest.page.reload();
  await guest.log
    .getByText(/joined/)
    .first()
    .waitFor();
  const kept = guest.chat.getByRole('textbox', { name: 'Your message' });
  const resume = guest.chat.getByRole('button', { name: /message/i });
  const either = async () => (await kept.count()) + (await resume.count());
  await expect.poll(either, { timeout: 10_000 }).toBeGreaterThan(0);
  if ((await kept.count()) === 0) await resume.first().click();
  await expect.poll(() => kept.inputValue(), { timeout: 10_000 }).toBe('Two horses, from Friday');
  await guest.close();
});

test('a transfer rings with its note, and the guest sees who has them now', async () => {
  const question = 'Do you give lessons in falconry?';
  const guest = await Visitor.open(browser, server);
  await guest.asksForAPerson(question);
  await ana.button(question, 'Accept').click();
  await ana.holds(question);
  await ana.send('One moment, I ask my colleague.');
  await ben.to('Agent Assist');
  await ana.page.getByRole('button', { name: 'Transfer', exact: true }).click();
  const dialog = ana.page.getByRole('dialog');
  await dialog.getByText(ben.name).click();
  await dialog.getByRole('textbox', { name: 'Note' }).fill('A guest of room 9 asks too');
  await accessible(ana.page, 'Transfer');
  await picture(ana.page, 'transfer');
  await dialog.getByRole('button', { name: 'Transfer', exact: true }).click();
  await ben.ring(question).getByText('A guest of room 9 asks too').waitFor();
  expect(await ben.button(question, 'In 3 min').count(), 'cannot be promised').toBe(0);
  await ben.button(question, 'Accept').click();
  await ben.holds(question);
  await expect.poll(() => guest.log.getByText(/joined/).count(), { timeout: 10_000 }).toBe(2);
  await ana.page.getByText(`${ben.name} took this`).first().waitFor();
  expect(await controllerOf(question)).toBe(ben.name);
  await guest.close();
});

test('an emergency rings everyone, whatever they said, and shows the guest whom to call', async () => {
  const admin = await Agent.signIn(browser, server, 'admin@demo.example');
  await changeLiveChat(desk, (settings) => {
    settings.emergency = { number: '112', property: '+351 210 000 911' };
  });
  await ben.duty('Do not disturb');
  await admin.duty('Away');
  const guest = await Visitor.open(browser, server);
  await guest.say('There is a fire in our room, please help!');
  const text = 'There is a fire';
  for (const agent of [ana, ben, admin]) {
    await agent.button(text, 'Accept').waitFor();
    await agent.sounding(true);
  }
  await guest.chat.getByRole('link', { name: /112/ }).first().waitFor();
  await guest.chat
    .getByRole('link', { name: /210 000 911/ })
    .first()
    .waitFor();
  await accessible(guest.page, 'the widget, an emergency');
  await picture(guest.page, 'widget-emergency');
  await accessible(ana.page, 'an emergency rings');
  await picture(ana.page, 'ring-emergency');
  await admin.button(text, 'Accept').click();
  for (const agent of [ana, ben]) {
    await expect.poll(() => agent.ring(text).count(), { timeout: 10_000 }).toBe(0);
  }
  await Promise.all([ana, ben].map((agent) => agent.sounding(false)));
  await admin.context.close();
  await ben.duty('Online');
});

test('a screen that nobody has touched for three hours still rings and sounds', async () => {
  const night = await Agent.signIn(browser, server, 'night@demo.example');
  // The page's own clock: whatever it does by timers is done as if the hours had passed.
  await night.page.clock.install();
  await night.page.clock.fastForward('03:00:00');
  const guest = await Guest.arrive(server);
  await guest.write('Is the night porter awake?');
  await guest.human();
  await night.ring('night porter').waitFor({ timeout: 20_000 });
  await night.sounding(true);
  await night.button('night porter', 'Accept').click();
  await night.holds('night porter');
  await night.context.close();
});

test('outside the hours nobody is rung, and the guest is told when the desk opens', async () => {
  const always = { always: true, week: [], exceptions: [] };
  // Open for the one minute of the week that ended an hour ago: closed now, whatever the day is.
  const then = new Date(Date.now() - 3_600_000);
  const at = (ms: number) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Lisbon', timeStyle: 'short' }).format(ms);
  const day = new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Lisbon', weekday: 'short' });
  const week = [
    {
      day: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(day.format(then)),
      from: at(then.getTime()),
      to: at(then.getTime() + 60_000),
    },
  ];
  await changeLiveChat(desk, ({ all }) => {
    all.hours = { always: false, week, exceptions: [] };
  });
  const guest = await Visitor.open(browser, server);
  await guest.say('I want to talk to a real person about the cellar');
  await guest.log
    .getByText(new RegExp(`Our desk answers chats from .*${at(then.getTime())} Lisbon time`))
    .waitFor();
  await guest.button('Leave a message').first().waitFor();
  expect(await guest.log.getByText(WAITING).count()).toBe(0);
  expect(await ana.ring('about the cellar').count()).toBe(0);
  await accessible(guest.page, 'the widget, the desk is closed');
  await picture(guest.page, 'widget-closed-desk');
  await changeLiveChat(desk, ({ all }) => {
    all.hours = always;
  });
  await guest.close();
});

test('the manager reads of it all on Reports, and opens whom the desk missed', async () => {
  const admin = await Agent.signIn(browser, server, 'admin@demo.example');
  await admin.to('Reports');
  const tile = (name: string) =>
    admin.page.locator('dl > div').filter({ has: admin.page.getByText(name, { exact: true }) });
  await tile('Requests').waitFor();
  const figure = async (name: string) =>
    Number(await tile(name).locator('dd > span').first().textContent());
  expect(await figure('Missed')).toBe(2); // everyone said Can't now; outside the hours
  expect(await figure('Accepted')).toBeGreaterThanOrEqual(4);
  expect(await figure('Cancelled')).toBe(1);
  const why = admin.page.getByRole('region', { name: 'Why guests were missed' });
  expect(await why.getByRole('listitem').allInnerTexts()).toHaveLength(2);
  await why.getByText("All said Can't now").waitFor();
  await why.getByText('Outside the hours').waitFor();
  const plot = admin.page.getByRole('img', { name: /^Guests by: Day/ });
  await plot.waitFor();
  for (const scheme of ['light', 'dark'] as const) {
    await admin.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await accessible(admin.page, `Reports, ${scheme}`);
  }
  await picture(admin.page, 'reports');

  const download = admin.page.waitForEvent('download');
  await admin.page.getByRole('link', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^deskbell-requests-.*\.csv$/);

  const missed = admin.page.getByRole('region', { name: 'Missed guests' }).getByRole('link');
  expect(await missed.count()).toBe(2);
  await missed.filter({ hasText: "Can't now" }).click();
  await admin.page.getByRole('log').getByText('stables for two horses').first().waitFor();
  await admin.context.close();
});
