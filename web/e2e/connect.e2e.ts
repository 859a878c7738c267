import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, picture } from './browser.ts';
import { Server } from './server.ts';
import { type Channel, channels } from './simulator.ts';

// A new hotel connects its channels step by step: what stands at Meta is played by the simulator, as for somebody who
// practises, and each lamp is seen to light while the page stays open.

let server: Server;
let browser: Browser;
let context: BrowserContext;
let desk: Page;
let meta: Page;

beforeAll(async () => {
  server = await Server.start({ DESKBELL_SIMULATOR: 'true' }, 'serve');
  browser = await launch();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const made = await context.request.post(`${server.url}/api/v1/setup`, {
    data: {
      token: server.log.match(/^ +([\w-]{30,})$/m)?.[1],
      email: 'olga@inn.example',
      name: 'Olga Nunes',
      password: 'a long enough passphrase',
      property: { name: 'The Small Inn', timezone: 'Europe/Lisbon', language: 'en' },
    },
  });
  expect(made.status(), await made.text()).toBeLessThan(300);
  desk = await context.newPage();
  meta = await context.newPage();
  await meta.goto(`${server.url}/simulator/`);
  await meta.getByRole('region', { name: 'At Meta' }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

interface AtMeta {
  app: { id: string; secret: string; instagram_secret: string };
  accounts: { channel: Channel; key: string; parent?: string; name: string; token: string }[];
}

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const press = (name: string) => desk.getByRole('button', { name, exact: true }).click();
const secret = (name: string) => desk.getByLabel(name, { exact: true });
const lamp = (name: string) =>
  desk
    .getByRole('complementary', { name: 'What is working' })
    .getByRole('listitem')
    .filter({ hasText: name });
const lit = (name: string) =>
  lamp(name)
    .getByText(/^(since |on$)/)
    .waitFor();
const dark = (name: string) => lamp(name).getByText('not yet').waitFor();

const lamps = [
  'Webhook verified',
  'App subscribed to the account',
  'Token that lasts',
  'A hello arrived',
  'Our answer was delivered',
];

/** What is asked before the app, where something is. */
async function firstOf(channel: Channel): Promise<void> {
  if (channel === 'messenger') return;
  const way = channel === 'whatsapp' ? 'A new number' : 'By Instagram login';
  await desk.getByRole('radio', { name: way }).check();
  await press('Continue');
}

test.each(channels)(
  '%s is connected step by step, and each lamp lights',
  async (channel, label) => {
    const look = channel === 'whatsapp' ? picture : async () => undefined; // the others look alike
    const world = (await (
      await context.request.get(`${server.url}/simulator/api/state`)
    ).json()) as AtMeta;
    const account = world.accounts.find((one) => one.channel === channel);
    if (!account) throw new Error(`no account of ${channel}`);
    await desk.goto(`${server.url}/channels`);
    await desk.getByRole('link', { name: `Connect ${label}` }).click();
    await desk.getByRole('heading', { level: 1, name: `Connect ${label}` }).waitFor();
    for (const name of lamps) await dark(name);
    await accessible(desk, `the first step of ${label}`);
    await look(desk, `connect-${channel}-first`);
    await firstOf(channel);

    await field(desk, 'App ID').fill(world.app.id);
    await secret('App secret').fill(world.app.secret);
    if (channel === 'instagram')
      await secret('Instagram app secret').fill(world.app.instagram_secret);
    await accessible(desk, `the app of ${label}`);
    await press('Save and continue');

    // What the page shows is pasted at Meta; the page hears of it by itself.
    const callback = await field(desk, 'Address (callback URL)').inputValue();
    const token = await field(desk, 'Verify token').inputValue();
    await look(desk, `connect-${channel}-webhook`);
    const side = meta
      .getByRole('region', { name: 'At Meta' })
      .getByRole('group')
      .filter({ hasText: label });
    await side.locator('summary').click();
    await side.getByRole('textbox', { name: 'Callback URL' }).fill(callback);
    await side.getByRole('textbox', { name: 'Verify token' }).fill('not the one that was shown');
    await side.getByRole('button', { name: 'Verify and save' }).click();
    await side.getByText('no webhook').waitFor();
    await dark('Webhook verified');
    await side.getByRole('textbox', { name: 'Verify token' }).fill(token);
    await side.getByRole('button', { name: 'Verify and save' }).click();
    await side.getByText('webhook verified').waitFor();
    await lit('Webhook verified');
    await desk.getByRole('button', { name: /Tell Meta where to send messages \(done\)/ }).waitFor();

    // A token that is none is asked for again, and its lamp names the cure.
    const keys = {
      whatsapp: ['Phone number ID', 'WhatsApp Business Account ID'],
      messenger: ['Page ID', ''],
      instagram: ['Instagram account ID', ''],
    } as const;
    const [key, parent] = keys[channel];
    await field(desk, 'Name').fill(`Reception of ${label}`);
    await field(desk, key).fill(account.key);
    if (parent) await field(desk, parent).fill(account.parent ?? '');
    await secret('Access token').fill('EAAnotatoken');
    await press('Connect');
    await desk.getByText('Meta does not accept this token. Enter another one.').waitFor();
    await lamp('Token that lasts')
      .getByText(/Enter another one in the step “The .* and its token”/)
      .waitFor();
    await accessible(desk, `a refused token of ${label}`);
    await look(desk, `connect-${channel}-refused`);
    await dark('Token that lasts');
    await secret('Access token').fill(account.token);
    await press('Connect');
    await lit('App subscribed to the account');
    await lit('Token that lasts');
    await dark('A hello arrived');

    // The proof: somebody writes, and the answer arrives.
    await desk.getByText('Waiting for a hello').waitFor();
    await accessible(desk, `the hello of ${label}`);
    await look(desk, `connect-${channel}-hello`);
    const phone = meta.getByRole('region', { name: label, exact: true });
    await phone.getByRole('textbox', { name: 'Message' }).fill('hello');
    await phone.getByRole('button', { name: 'Send', exact: true }).click();
    await lit('A hello arrived');
    await lit('Our answer was delivered');
    await desk
      .getByRole('status')
      .filter({ hasText: `${label} is connected.` })
      .waitFor();
    await accessible(desk, `${label}, connected`);
    await look(desk, `connect-${channel}-done`);

    await desk.getByRole('link', { name: 'See how it does' }).click();
    await desk.getByRole('heading', { level: 1, name: `Reception of ${label}` }).waitFor();
    await accessible(desk, `health of ${label}`);
    await picture(desk, `health-${channel}`);
  },
);
