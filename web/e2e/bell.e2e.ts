import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, picture, signIn } from './browser.ts';
import { Guest } from './guest.ts';
import { Agent } from './livechat.ts';
import { password, Server } from './server.ts';
import { Staff } from './staff.ts';

// What a device does about a ring, and what it says of itself: one tab sounds, every tab shows, each claim of the bell
// check is found out, and the one who goes tells the one who comes.

const desk = ['agent1@demo.example', 'agent2@demo.example'] as const;

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

async function asks(question: string, key?: string): Promise<Guest> {
  const guest = await Guest.arrive(server, key);
  await guest.write(question);
  await expect.poll(() => guest.heard(), { timeout: 10_000 }).not.toBe('');
  await guest.human();
  return guest;
}

/** The devices of whoever is signed in there, as the bell check knows them. */
async function devicesOf(context: BrowserContext): Promise<Record<string, unknown>[]> {
  const answer = await context.request.get(`${server.url}/api/v1/bell/check`);
  const { devices } = (await answer.json()) as { devices: Record<string, unknown>[] };
  return devices;
}

/**
 * Opens a page in a tab that nobody has pressed anything in, and leaves it alone until it has told the server
 * that it is silent: even looking into a page counts as a press to the browser.
 */
async function untouched(context: BrowserContext, path: string): Promise<Page> {
  const login = await context.request.post(`${server.url}/api/v1/login`, {
    data: { email: desk[1], password },
  });
  expect(login.ok()).toBe(true);
  const page = await context.newPage();
  await page.goto(`${server.url}${path}`);
  const told = async () => (await devicesOf(context)).some(({ sound }) => sound === false);
  await expect.poll(told, { timeout: 15_000 }).toBe(true);
  return page;
}

test('of two tabs one strikes the bell; when it is closed the other goes on', async () => {
  const ana = await Agent.signIn(browser, server, desk[0]);
  const second = await ana.context.newPage();
  await second.goto(`${server.url}/history`);
  for (const page of [ana.page, second]) await page.locator('h1').first().click();
  const guest = await asks('Do you rent hot-air balloons?');
  const counts = async () => {
    const other = await second.evaluate(() => (window as unknown as { sounds: number }).sounds);
    return [await ana.sounds(), other];
  };
  for (const page of [ana.page, second]) {
    await page.getByRole('button', { name: 'Accept', exact: true }).waitFor();
    await expect.poll(() => page.title()).toMatch(/^\(1\) Human requested/);
  }
  // The live sound of the conversation's beginning is the leader's too; a ring is heard again and again.
  await expect
    .poll(async () => Math.max(...(await counts())), { timeout: 15_000 })
    .toBeGreaterThan(2);
  expect(Math.min(...(await counts()))).toBe(0);
  await expect
    .poll(async () => (await devicesOf(ana.context)).some((device) => device.confirmed_at))
    .toBe(true);

  const [first] = await counts();
  const leader = (first ?? 0) > 0 ? ana.page : second;
  const heir = leader === second ? ana.page : second;
  await leader.close();
  const heard = () => heir.evaluate(() => (window as unknown as { sounds: number }).sounds);
  await expect.poll(heard, { timeout: 15_000 }).toBeGreaterThan(0);

  // A press of the key answers it, and ends the sound.
  await heir.keyboard.press('a');
  await heir.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
  const silent = await heard();
  await heir.evaluate(() => new Promise((done) => setTimeout(done, 6000)));
  expect(await heard()).toBe(silent);
  expect(await heir.title()).not.toMatch(/Human requested/);
  await guest.cancel();
  await ana.context.close();
});

test('two properties ring in one card with two rows', async () => {
  const night = await Agent.signIn(browser, server, 'night@demo.example');
  await night.page.locator('h1').first().click();
  const here = await asks('Is there a lighthouse nearby?');
  const there = await asks('Is there a windmill nearby?', 'demo-mill');
  const card = night.page.getByRole('region', { name: /^Human requested/ });
  await card.locator('article').nth(1).waitFor();
  expect(await night.page.getByRole('region', { name: /^Human requested/ }).count()).toBe(1);
  expect(await card.locator('abbr[title="Harbour View Hotel"]').count()).toBe(1);
  expect(await card.locator('abbr[title="Old Mill Inn"]').count()).toBe(1);
  await accessible(night.page, 'two requests ring');
  await picture(night.page, 'ring-two');

  // Can't now: silent here, and still on the list.
  for (const row of ['lighthouse', 'windmill']) {
    await night.button(row, "Can't now").click();
    await expect.poll(() => night.ring(row).count()).toBe(0);
  }
  await night.sounding(false);
  await here.cancel();
  await there.cancel();
  await night.context.close();
});

/** Stands in for the system's notifications and remembers them. Runs inside the page, which nobody looks at. */
function rememberNotices(): void {
  const page = window as unknown as { notices: Notice[] };
  page.notices = [];
  document.hasFocus = () => false;
  class Remembered extends EventTarget {
    static permission = 'granted';
    open = true;
    constructor(
      readonly title: string,
      readonly options: { body?: string; tag?: string },
    ) {
      super();
      page.notices.push(this);
      setTimeout(() => this.dispatchEvent(new Event('show')));
    }
    close(): void {
      this.open = false;
    }
  }
  Object.defineProperty(window, 'Notification', { value: Remembered });
}

interface Notice extends EventTarget {
  title: string;
  options: { body?: string; tag?: string };
  open: boolean;
}

test('a screen that nobody looks at notifies, without a word of the guest, and a press leads there', async () => {
  const context = await browser.newContext();
  await context.addInitScript(rememberNotices);
  const page = await signIn(context, server, desk[0]);
  const notices = () =>
    page.evaluate(() =>
      (window as unknown as { notices: Notice[] }).notices.map(({ title, options, open }) => ({
        title,
        ...options,
        open,
      })),
    );
  const guest = await asks('Do you keep secret unicorns?');
  await expect.poll(async () => (await notices()).length).toBe(1);
  const [notice] = await notices();
  expect(notice?.title).toBe('Human requested · Harbour View Hotel');
  expect(JSON.stringify(notice)).not.toContain('unicorns');
  expect(notice?.tag).toMatch(/^ring-/);
  await page.evaluate(() => {
    const { notices } = window as unknown as { notices: Notice[] };
    notices[0]?.dispatchEvent(new Event('click'));
  });
  await page.getByRole('heading', { name: 'Requests' }).waitFor();
  const row = page.locator('article[data-ring]').filter({ hasText: 'unicorns' });
  await expect.poll(() => row.evaluate((node) => node === document.activeElement)).toBe(true);
  await guest.cancel();
  await expect.poll(async () => (await notices()).some(({ open }) => open)).toBe(false);
  await context.close();
});

test('by keyboard alone: to the list, accept, transfer, and back', async () => {
  const ana = await Agent.signIn(browser, server, desk[0]);
  await asks('Is there a library of maps?');
  const { keyboard } = ana.page;
  await ana.ring('library of maps').waitFor();
  await keyboard.press('g');
  await keyboard.press('r');
  await ana.page.getByRole('heading', { name: 'Requests' }).waitFor();
  await ana.ring('library of maps').waitFor();
  const focused = () =>
    ana.ring('library of maps').evaluate((row) => row === document.activeElement);
  for (let rows = 0; rows < 10 && !(await focused()); rows++) await keyboard.press('j');
  await keyboard.press('Enter');
  await ana.box.waitFor();
  await keyboard.press('Escape'); // out of the message box
  await keyboard.press('Shift+T');
  const dialog = ana.page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Everyone' }).waitFor();
  await keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await ana.page.getByRole('button', { name: 'Resolve' }).focus();
  await keyboard.press('Enter');
  await ana.page.getByRole('button', { name: 'Resolve anyway' }).waitFor();
  await keyboard.press('Enter');
  await ana.context.close();
});

test('the bell check finds a silent page, a volume at nothing and a status, and a test is answered', async () => {
  const strict = await launch(['--autoplay-policy=document-user-activation-required']);
  const context = await strict.newContext();
  const agent = await untouched(context, '/bell');
  const row = (text: string) => agent.getByRole('listitem').filter({ hasText: text }).first();
  await agent.getByRole('heading', { name: 'Bell check' }).waitFor();
  await row('The browser keeps this page silent').waitFor();
  await expect
    .poll(() => agent.getByRole('button', { name: /^Status: .*not reachable/ }).count())
    .toBe(1);
  await accessible(agent, 'Bell check, silent');
  await picture(agent, 'bell-check-silent');

  await agent.getByRole('button', { name: 'Turn on sound' }).click();
  await row('This page may sound').waitFor();
  await expect.poll(() => agent.getByRole('button', { name: /not reachable/ }).count()).toBe(0);

  await agent.getByRole('slider').focus();
  await agent.keyboard.press('Home');
  await row('The volume is at nothing').waitFor();
  await agent.keyboard.press('End');
  await row('The volume is at nothing').waitFor({ state: 'detached' });

  await agent.getByRole('button', { name: /^Status:/ }).click();
  await agent.getByRole('menuitemradio', { name: 'Away' }).click();
  await row('Your status is Away').getByRole('button', { name: 'Go Online' }).click();
  await row('Your status is Away').waitFor({ state: 'detached' });

  for (const [answer, says] of [
    ['No', /^Not heard/],
    ['Yes', /^Heard/],
  ] as const) {
    await agent.getByRole('button', { name: 'Ring this device' }).click();
    await agent.getByText('Did you hear it?').waitFor();
    await agent.getByRole('button', { name: answer, exact: true }).click();
    await agent.getByRole('region', { name: 'Try it' }).getByText(says).waitFor();
  }
  await accessible(agent, 'Bell check');
  await picture(agent, 'bell-check');
  await strict.close();
});

test('a drill names the device that would not ring, and Team says who would hear one', async () => {
  const strict = await launch(['--autoplay-policy=document-user-activation-required']);
  await untouched(await strict.newContext(), '/live');
  const ana = await Agent.signIn(browser, server, desk[0]);
  await ana.page.locator('h1').first().click();
  const admin = await Agent.signIn(browser, server, 'admin@demo.example');
  await admin.duty('Away');
  await admin.to('Team');
  const person = (email: string) => admin.page.getByRole('listitem').filter({ hasText: email });
  await person(desk[0]).getByText('Would hear a ring now').waitFor();
  // A browser that ended without a word, as the one before this, is believed for the length of its lease.
  await expect
    .poll(() => person(desk[1]).getByText('Its page may not sound').count(), { timeout: 75_000 })
    .toBe(1);
  await admin.page.getByRole('button', { name: 'Test all devices now' }).click();
  const drills = admin.page.getByRole('region', { name: 'Bell drills' });
  await drills.getByText('sound blocked').waitFor({ timeout: 60_000 });
  await admin.page.getByText(/would not ring tonight/).waitFor();
  await accessible(admin.page, 'Team, after a drill');
  await picture(admin.page, 'team-drill');
  await strict.close();
  await Promise.all([ana.context.close(), admin.context.close()]);
}, 180_000);

test('who ends the shift leaves a sheet, and who comes next reads it', async () => {
  const ana = await Agent.signIn(browser, server, desk[0]);
  const ben = await Agent.signIn(browser, server, desk[1]);
  for (const { page } of [ana, ben]) await page.locator('h1').first().click();
  const guest = await asks('Can you lend me a violin?');
  await ana.button('violin', 'Accept').click();
  await ana.box.waitFor();
  await ana.page.getByRole('button', { name: /^Status:/ }).click();
  await ana.page.getByRole('menuitem', { name: 'End my shift' }).click();
  const sheet = ana.page.getByRole('dialog');
  await sheet.getByText('violin').waitFor();
  await sheet.getByRole('textbox').fill('The violin is in room 12.');
  await accessible(ana.page, 'End my shift');
  await picture(ana.page, 'shift-end');
  await sheet.getByRole('button', { name: 'End my shift' }).click();
  await sheet.getByText('You are Away.').waitFor();

  await ben.duty('Away');
  await ben.duty('Online');
  await ben.page.getByRole('button', { name: 'Read it' }).click();
  await ben.page.getByRole('dialog').getByText('The violin is in room 12.').waitFor();
  await accessible(ben.page, "The last shift's sheet");
  await picture(ben.page, 'shift-sheet');
  // What was held is offered to everyone, on this very dialog too.
  await ben.button('violin', 'Accept').click();
  await ben.box.waitFor();
  expect(await guest.heard()).toContain('joined');
  await Promise.all([ana.context.close(), ben.context.close()]);
});

test('plain http says what does not work, once', async () => {
  const plain = await launch(['--host-resolver-rules=MAP desk.test 127.0.0.1']);
  const context = await plain.newContext();
  const page = await context.newPage();
  const address = `http://desk.test:${server.port}`;
  await page.goto(address);
  await page.getByRole('textbox', { name: 'Email' }).fill(desk[0]);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const bar = page.getByText('because it is not secure', { exact: false });
  await bar.waitFor();
  await accessible(page, 'plain http');
  await page.getByRole('link', { name: 'How to mend it' }).click();
  await page.getByText('deskbell serve --domain').waitFor();
  await page.locator('main').getByRole('button', { name: 'Close' }).first().click();
  await page.reload();
  await page.getByRole('heading', { name: 'Bell check' }).waitFor();
  expect(await bar.count()).toBe(0);

  // Rings on screen and sound work all the same.
  await page.goto(`${address}/history`);
  await page.getByRole('button', { name: /^Status:/ }).click();
  await page.getByRole('menuitemradio', { name: 'Online' }).click();
  const guest = await asks('Is there a planetarium?');
  await page.locator('article[data-ring]').filter({ hasText: 'planetarium' }).waitFor();
  const staff = await Staff.signIn(server, 'admin@demo.example');
  await expect
    .poll(async () => {
      const { rings } = await staff.ask<{ rings: { question: string; unheard: boolean }[] }>(
        'GET',
        '/bell/rings',
      );
      return rings.find(({ question }) => question.includes('planetarium'))?.unheard;
    })
    .toBe(false);
  await guest.cancel();
  await plain.close();
});
