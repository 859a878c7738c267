import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, picture } from './browser.ts';
import { Agent, changeLiveChat, WAITING } from './livechat.ts';
import { Server } from './server.ts';
import { channels, Phone, Simulator } from './simulator.ts';
import { Staff } from './staff.ts';

// WhatsApp, Messenger and Instagram end to end: guests' phones in the simulator, the real webhooks and outbox between, an
// agent's dashboard at the other end.

const pause = 4_000; // the assistant's, where it is interrupted
const samples = join(import.meta.dirname, '../../internal/simulator/samples');

let server: Server;
let browser: Browser;
let admin: Staff;
let ana: Agent;
let simulator: Simulator;
beforeAll(async () => {
  server = await Server.start();
  browser = await launch(['--autoplay-policy=no-user-gesture-required']);
  admin = await Staff.signIn(server, 'admin@demo.example');
  ana = await Agent.signIn(browser, server, 'agent1@demo.example');
  simulator = new Simulator(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const card = (page: Page, name: string) =>
  page
    .getByRole('region', { name: 'Live conversations' })
    .getByRole('article')
    .filter({ hasText: name });

const wall = async (agent: Agent) => {
  await agent.page.getByRole('link', { name: /^Agent Assist/ }).click();
  await agent.page.getByRole('heading', { level: 1, name: 'Agent Assist' }).waitFor();
};

const toAgent = (agent: Agent) => agent.page.getByRole('log').first();

test.each(channels)(
  '%s: the assistant answers, and is taken over in the middle of its turn',
  async (channel, label) => {
    await admin.settings({ assistant: { pause_ms: 0 } });
    await wall(ana);
    const name = `Alma of ${label}`;
    const phone = await Phone.open(browser, server, channel, label, name);
    await phone.say('What time is breakfast?');
    await phone.hears('06:30');

    // It is on the wall with its channel, like the website's.
    await card(ana.page, name).waitFor();
    expect(await card(ana.page, name).getByText('What time is breakfast?').count()).toBe(1);
    await accessible(ana.page, `the wall with ${label}`);
    await picture(ana.page, `wall-${channel}`);

    // An answer is in the making; it is never handed to the channel, however long one waits.
    await admin.settings({ assistant: { pause_ms: pause } });
    await phone.say('Is parking free?');
    await card(ana.page, name).getByText('Is parking free?').waitFor();
    await card(ana.page, name).getByRole('button', { name: 'Take Control' }).click();
    await ana.box.waitFor();
    const before = (await simulator.sent()).length;
    await new Promise((done) => setTimeout(done, 2 * pause));
    const after = (await simulator.sent()).slice(before);
    expect(after.map(({ text }) => text)).toEqual([]);
    expect(await phone.heard()).not.toContain('18 EUR');

    // The name travels with the first words, and how far they came is seen.
    await ana.send('Good evening, parking is in the yard.');
    await phone.hears('Good evening, parking is in the yard.');
    expect(await phone.heard()).toMatch(/Ana.*joined/);
    await phone.say('Thank you, see you at nine.');
    await toAgent(ana).getByText('Thank you, see you at nine.').waitFor();
    await toAgent(ana)
      .getByText(channel === 'instagram' ? /Read|Sent/ : 'Read')
      .last()
      .waitFor();
    await accessible(ana.page, `a conversation on ${label}`);
    await picture(ana.page, `conversation-${channel}`);
    await admin.settings({ assistant: { pause_ms: 0 } });
    await ana.page.getByRole('button', { name: 'Hand back' }).click();
    await phone.say('Is there a gym?');
    await phone.hears(/24 hours/);
    await phone.close();
  },
);

test.each(channels)(
  '%s: an answer from the owner’s phone silences the assistant',
  async (channel, label) => {
    await admin.settings({ assistant: { pause_ms: 0 } });
    await wall(ana);
    const name = `Otto of ${label}`;
    const phone = await Phone.open(browser, server, channel, label, name);
    await phone.say('What time is breakfast?');
    await phone.hears('06:30');
    await phone.owner('Mia here, I answered from my phone.');
    const words = ana.page.getByText('Mia here, I answered from my phone.').first();
    await words.waitFor();
    const before = (await simulator.sent()).length;
    await phone.say('Great. And is parking free?');
    await ana.page.getByText('Great. And is parking free?').first().waitFor();
    await new Promise((done) => setTimeout(done, 3_000));
    expect((await simulator.sent()).slice(before)).toEqual([]);
    await phone.close();
  },
);

/** A voice message that the channel takes: Instagram knows no Ogg, but WAV; this one is a second of silence. */
function voiceFor(channel: string) {
  if (channel !== 'instagram') return join(samples, 'voice.ogg');
  const rate = 8000;
  const buffer = Buffer.alloc(44 + rate * 2);
  buffer.write('RIFF', 0, 'latin1');
  buffer.writeUInt32LE(buffer.length - 8, 4);
  buffer.write('WAVEfmt ', 8, 'latin1');
  buffer.writeUInt32LE(16, 16);
  buffer.writeUInt16LE(1, 20);
  buffer.writeUInt16LE(1, 22);
  buffer.writeUInt32LE(rate, 24);
  buffer.writeUInt32LE(rate * 2, 28);
  buffer.writeUInt16LE(2, 32);
  buffer.writeUInt16LE(16, 34);
  buffer.write('data', 36, 'latin1');
  buffer.writeUInt32LE(rate * 2, 40);
  return { name: 'voice.wav', mimeType: 'audio/wav', buffer };
}

test.each(channels)('%s: a photo and a voice message both ways', async (channel, label) => {
  await wall(ana);
  const name = `Petra of ${label}`;
  const phone = await Phone.open(browser, server, channel, label, name);
  await phone.say('What time is breakfast, please?');
  await card(ana.page, name).getByRole('button', { name: 'Take Control' }).click();
  await ana.box.waitFor();
  await phone.button('Photo').click();
  await phone.button('Voice').click();
  const photo = toAgent(ana).locator('img[src*="/files/"]').last();
  await photo.waitFor();
  await expect
    .poll(() => photo.evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(100);
  await toAgent(ana).getByRole('button', { name: /play/i }).last().waitFor();

  for (const kind of ['image', 'audio']) {
    const file = kind === 'image' ? join(samples, 'photo.jpg') : voiceFor(channel);
    await ana.page.locator('input[type=file]').first().setInputFiles(file);
    await ana.page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect
      .poll(async () => {
        const ours = (await phone.messages()).filter(({ by }) => by === 'us');
        return ours.flatMap(({ media }) => media ?? []).map((m) => m.kind);
      })
      .toContain(kind);
  }
  await picture(ana.page, `files-${channel}`);
  await phone.log.locator('img').last().waitFor();
  await phone.log.locator('audio').last().waitFor();
  await ana.page.getByRole('button', { name: 'Resolve', exact: true }).click();
  const sure = ana.page.getByRole('dialog').getByRole('button', { name: /Resolve/ });
  await sure.click({ timeout: 3_000 }).catch(() => undefined); // asked only where something is unanswered
  await phone.close();
});

// The quiet after a message takes two minutes: all three wait through it together.
test('nobody comes, and the threads become tickets', async () => {
  await changeLiveChat(admin, (settings) => {
    settings.all = { ...settings.all, first_wait_seconds: 10, second_wait_seconds: 10 };
  });
  const ask = async ([channel, label]: (typeof channels)[number]) => {
    const phone = await Phone.open(browser, server, channel, label, `Wim of ${label}`);
    await phone.say('I want to talk to a person');
    await phone.hears(WAITING);
    await phone.button('Leave a message').last().waitFor({ timeout: 60_000 });
    for (const name of [/Keep chatting/, /Keep waiting/])
      await phone.log.getByRole('button', { name }).last().waitFor();
    await phone.choose('Leave a message');
    await phone.hears('Write it here');
    await phone.say(`Please hold a quiet room for Friday, says ${label}.`);
    await phone.button('Photo').click();
    await phone.hears(/#\d+/, 170_000);
    await phone.close();
  };
  await Promise.all(channels.map(ask));
  await ana.page.getByRole('link', { name: /^Tickets/ }).click();
  for (const [, label] of channels)
    await ana.page
      .getByText(`Please hold a quiet room for Friday, says ${label}.`)
      .first()
      .waitFor();
  await picture(ana.page, 'tickets-channels');
}, 300_000);

test('the simulator, looked at', async () => {
  const page = await (
    await browser.newContext({ viewport: { width: 1440, height: 1000 } })
  ).newPage();
  const errors: string[] = [];
  page.on('console', (m) => m.type() === 'error' && errors.push(m.text()));
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`${server.url}/simulator/`);
  await page.getByRole('region', { name: 'WhatsApp', exact: true }).waitFor();
  await page.getByText('webhook verified').first().waitFor();
  await accessible(page, 'the simulator');
  await picture(page, 'simulator');
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  expect(errors).toEqual([]);
  await page.context().close();
});

test('an outage of an hour: nothing is lost, and what waited goes out in order and once', async () => {
  await admin.settings({ assistant: { pause_ms: 0 } });
  const guests = await Promise.all(
    ['Ola', 'Pia', 'Quim'].map((name) => simulator.guest('messenger', `${name} waits`)),
  );
  const from = (await simulator.sent()).at(-1)?.n ?? 0;
  await simulator.set({ out: 3600 });
  for (const guest of guests) {
    await simulator.act(guest, { do: 'text', text: 'What time is breakfast?' });
    await simulator.act(guest, { do: 'text', text: 'Is there a gym?' });
  }
  await expect.poll(async () => (await simulator.world()).waiting).toBe(0);
  expect(await simulator.sent(from)).toEqual([]);
  await simulator.set({ out: 0 });
  for (const guest of guests)
    await expect.poll(() => simulator.heard(guest), { timeout: 60_000 }).toMatch(/06:30/);
  const ours = (await simulator.sent(from)).map(({ ours }) => ours);
  expect(new Set(ours).size, 'none twice').toBe(ours.length);
});
