import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { accessible, launch, picture, signIn } from './browser.ts';
import { Guest } from './guest.ts';
import { Phone, soon } from './phone.ts';
import { authority, PushService } from './pushservice.ts';
import { Server } from './server.ts';
import { Staff } from './staff.ts';

// A phone in the pocket: the page is closed, and a request rings all the same. No push service of a browser
// maker is used: the server sends to one on this machine, which checks and decrypts as a real one and a real
// browser do, and what was in the push is handed to Chromium's service worker through its DevTools.

let server: Server;
let browser: Browser;
let service: PushService;
beforeAll(async () => {
  service = await PushService.open();
  server = await Server.start({
    DESKBELL_ALLOW_INSIDE: '127.0.0.1',
    SSL_CERT_FILE: authority,
  });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  service?.close();
});

interface Ring {
  id: string;
  conversation_id: string;
  unheard: boolean;
}

let phone: Phone;
let ana: Staff;
beforeEach(async () => {
  phone = await Phone.of(browser, server, service, 'agent1@demo.example');
  ana = await Staff.signIn(server, 'agent1@demo.example');
});
afterEach(() => phone.context.close());

/** Rings the phone alone, and lets it show that: only then is it in reach. */
async function prove(): Promise<void> {
  const { devices } = await ana.ask<{ devices: { id: string; kind: string }[] }>(
    'GET',
    '/bell/check',
  );
  const device = devices.find(({ kind }) => kind === 'phone')?.id;
  expect(device, 'the phone is among the devices').toBeTruthy();
  const before = service.received.length;
  await ana.ask('POST', '/bell/tests', { device });
  const { text: test } = await phone.next(before, 'ring');
  expect(JSON.parse(test)).toMatchObject({ t: 'ring', kind: 'test', device });
  await phone.deliver(test);
  await expect
    .poll(async () => (await phone.notifications()).map(({ title }) => title), soon)
    .toContain('Test ring');
  await expect
    .poll(async () => {
      const check = await ana.ask<{ devices: { id: string; confirmed_at?: string }[] }>(
        'GET',
        '/bell/check',
      );
      return check.devices.find(({ id }) => id === device)?.confirmed_at;
    }, soon)
    .toBeTruthy();
}

test('with the tab closed a request shows on the phone, a press opens it, and it goes when somebody answers', async () => {
  const page = await phone.turnOn();
  await accessible(page, 'Bell check, push on');
  await picture(page, 'bell-check-push');
  await prove();
  await page.close();
  const guest = await Guest.arrive(server);
  await guest.write('My name is Secretia. Do you rent helicopters?');
  const before = service.received.length;
  // Nobody has a page open: the phone alone is why a person can be asked for.
  await expect.poll(async () => (await guest.human()).controller.kind, soon).toBe('waiting');
  const { text, ...push } = await phone.next(before, 'ring');
  expect(service.refused).toEqual([]);
  expect(push.urgency).toBe('high');
  expect(push.topic).toMatch(/^[\w-]{1,32}$/);
  expect(push.ttl).toBeGreaterThan(0);
  expect(text).not.toContain('Secretia');
  expect(text).not.toContain('helicopter');

  await phone.deliver(text);
  const message = JSON.parse(text) as { ring: string; tag: string };
  await expect
    .poll(() => phone.notifications(), soon)
    .toContainEqual({
      title: 'A guest asks for a person',
      body: 'Harbour View Hotel',
      tag: message.tag,
    });
  // The phone has said so: nobody is told that no device confirmed.
  const ring = async () =>
    (await ana.ask<{ rings: Ring[] }>('GET', '/bell/rings')).rings.find(
      ({ id }) => id === message.ring,
    );
  expect((await ring())?.conversation_id).toBe(guest.conversation);
  await expect.poll(async () => (await ring())?.unheard, soon).toBe(false);

  const opened = await phone.press(message.tag);
  expect(opened).toBe(`/requests?ring=${message.ring}`);
  const again = await phone.context.newPage();
  await again.goto(server.url + opened);
  await again.locator('article[data-ring]').filter({ hasText: 'helicopters' }).first().waitFor();
  await again.close();

  await phone.deliver(text); // the bell calls again while it rings: the same notification, not a second one
  await expect
    .poll(
      async () => (await phone.notifications()).filter(({ tag }) => tag === message.tag).length,
      soon,
    )
    .toBe(1);
  const sent = service.received.length;
  const bruno = await Staff.signIn(server, 'agent2@demo.example');
  await bruno.ask('POST', `/conversations/${guest.conversation}/accept`, {});
  const { text: end } = await phone.next(sent, 'ring_end');
  expect(JSON.parse(end)).toMatchObject({
    t: 'ring_end',
    tag: message.tag,
    title: 'Bruno answered',
  });
  await phone.deliver(end);
  await expect
    .poll(async () => (await phone.notifications()).map(({ title }) => title), soon)
    .not.toContain('A guest asks for a person');
  await expect.poll(() => phone.notifications(), soon).toHaveLength(1); // the test ring's
});

test('a press on a notification leads the page that is open', async () => {
  const page = await phone.turnOn();
  await phone.deliver(
    JSON.stringify({
      t: 'ring',
      ring: 'r1',
      tag: 'ring-r1',
      url: '/requests?ring=r1',
      title: 'A guest',
    }),
  );
  await expect.poll(async () => (await phone.notifications()).length, soon).toBeGreaterThan(0);
  await phone.press('ring-r1');
  await expect.poll(() => page.url(), soon).toBe(`${server.url}/requests?ring=r1`);
  await page.getByRole('heading', { name: 'Requests' }).waitFor();
});

test('whoever signs out is not called any more, and whoever signs in there next is', async () => {
  const page = await phone.turnOn();
  const phones = async (staff: Staff) =>
    (await staff.ask<{ devices: { kind: string }[] }>('GET', '/bell/check')).devices.filter(
      ({ kind }) => kind === 'phone',
    ).length;
  await expect.poll(() => phones(ana), soon).toBe(1);
  await page
    .getByRole('button', { name: /Ana Sousa/ })
    .last()
    .click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await expect.poll(() => phones(ana), soon).toBe(0);
  await page.close();
  const bruno = await Staff.signIn(server, 'agent2@demo.example');
  await (await signIn(phone.context, server, 'agent2@demo.example')).waitForLoadState();
  await expect.poll(() => phones(bruno), soon).toBe(1);
});
