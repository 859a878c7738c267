import { Buffer } from 'node:buffer';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, openChat, picture, signIn } from './browser.ts';
import { Guest } from './guest.ts';
import { Server } from './server.ts';

// What agents do at the desk all day, each in a real browser against the real server.

let server: Server;
let browser: Browser;
let anas: BrowserContext;
let ana: Page;
let ben: Page;
beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  anas = await browser.newContext();
  await anas.addInitScript(countSounds);
  ana = await signIn(anas, server, 'agent1@demo.example');
  ben = await signIn(await browser.newContext(), server, 'agent2@demo.example');
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Counts in `window.sounds` how often the page starts a sound. Runs inside the page. */
function countSounds(): void {
  const page = window as unknown as { sounds: number };
  page.sounds = 0;
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (...args) {
    page.sounds++;
    start.apply(this, args);
  };
}

const sounds = (page: Page) =>
  page.evaluate(() => (window as unknown as { sounds: number }).sounds);
const robot = (page: Page) => page.getByRole('link', { name: /^Live conversations/ });
const cardOf = (page: Page, guest: Guest) =>
  page.locator(`article[data-conversation="${guest.conversation}"]`);
const box = (page: Page) => page.getByRole('textbox', { name: 'Message', exact: true });

async function toWall(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Agent Assist/ }).click();
  await page.getByRole('heading', { name: 'Agent Assist' }).waitFor();
}

async function takeControl(page: Page, guest: Guest): Promise<void> {
  await toWall(page);
  await cardOf(page, guest).getByRole('button', { name: 'Take Control' }).click();
  await box(page).waitFor();
}

async function send(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect.poll(() => box(page).inputValue()).toBe('');
}

/** How wide a shown picture is in itself; 0 until it is there. */
function width(image: Locator): Promise<number> {
  return image.evaluate((node) => (node as HTMLImageElement).naturalWidth).catch(() => 0);
}

/** A picture that a camera could have made, drawn in the browser. */
async function photo(page: Page): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const url = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 48;
    const pen = canvas.getContext('2d');
    if (pen) {
      pen.fillStyle = '#3a4fcb';
      pen.fillRect(8, 8, 48, 32);
    }
    return canvas.toDataURL('image/jpeg');
  });
  const buffer = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
  return { name: 'tap.jpg', mimeType: 'image/jpeg', buffer };
}

test('the robot turns green and sounds once for all tabs of an agent', async () => {
  await ana.goto(`${server.url}/profile`);
  await ana.getByText('Every one', { exact: true }).click();
  await toWall(ana);
  const second = await anas.newPage();
  await second.goto(`${server.url}/live`);
  for (const page of [ana, second]) {
    await page.getByText('Quiet right now').waitFor();
    expect(await robot(page).getAttribute('data-live')).toBe('false');
    await page.locator('h1').first().click(); // browsers let a page sound once it was pressed
  }
  const guest = await Guest.arrive(server);
  await guest.write('What time is breakfast?');
  for (const page of [ana, second]) {
    await page.locator('a[data-live="true"]').first().waitFor();
    await cardOf(page, guest).waitFor();
  }
  // Each tab hears an entry before it shows it: who shows the card has sounded, or never will.
  await expect.poll(async () => (await sounds(ana)) + (await sounds(second))).toBe(1);
  await second.close();

  await takeControl(ana, guest);
  await ana.locator('a[data-live="false"]').first().waitFor();
  await ana.getByRole('button', { name: 'Hand back' }).click();
  await ana.locator('a[data-live="true"]').first().waitFor();
});

test('a question without an answer is answered and handed back from its card', async () => {
  const guest = await Guest.arrive(server);
  await guest.write('Is there a casino in the hotel?');
  await toWall(ben);
  const card = cardOf(ben, guest);
  await card.getByText('No answer found').first().waitFor();
  await card.getByRole('button', { name: 'Answer and hand back' }).click();
  await card.getByRole('textbox', { name: 'Your answer' }).fill('No, but there is one in Estoril.');
  await card.getByRole('button', { name: 'Answer and hand back' }).click();
  await expect.poll(() => guest.heard()).toContain('No, but there is one in Estoril.');
  await expect.poll(() => card.getByText('No answer found').count()).toBe(0);
  await card.getByRole('button', { name: 'Answer and hand back' }).waitFor({ state: 'detached' });
  // The assistant has it again, and answers the next question by itself.
  await guest.write('And until when is check-out?');
  await expect.poll(() => guest.heard(), { timeout: 10_000 }).toContain('11:00');
});

test('notes stay at the desk, shortcuts fill in, photos go both ways', async () => {
  const site = await (await browser.newContext()).newPage();
  await site.goto(`${server.site}/demo/`);
  const chat = await openChat(site);
  await chat.getByRole('textbox', { name: 'Message' }).fill('Our tap is dripping, room 12');
  await chat.getByRole('button', { name: 'Send' }).click();

  await ana.goto(`${server.url}/shortcuts`);
  await ana.getByRole('button', { name: 'Add a shortcut' }).first().click();
  await ana.getByRole('textbox', { name: 'Name' }).fill('plumber');
  await ana
    .getByRole('textbox', { name: 'Text' })
    .fill('Dear {{guest.first_name}}, {{agent.name}} sends the plumber of {{property.name}}.');
  await ana.getByRole('button', { name: 'Save' }).click();
  await ana.getByText('/plumber').waitFor();

  await toWall(ana);
  const card = ana.getByRole('article').filter({ hasText: 'Our tap is dripping' });
  await card.getByRole('button', { name: 'Take Control' }).click();
  await box(ana).waitFor();
  const log = ana.getByRole('log');

  await ana.getByRole('tab', { name: 'Note' }).click();
  await ana
    .getByRole('textbox', { name: 'Note', exact: true })
    .fill('The tap of room 12, third time');
  await ana.getByRole('button', { name: 'Add note' }).click();
  await log.getByText('The tap of room 12, third time').waitFor();

  await box(ana).click();
  await box(ana).pressSequentially('/plum');
  await ana.getByRole('option', { name: /plumber/ }).waitFor();
  await box(ana).press('Enter');
  const filled = /^Dear \{\{guest\.first_name\}\}, .+ sends the plumber of Harbour View Hotel\.$/;
  await expect.poll(() => box(ana).inputValue()).toMatch(filled);
  await ana.getByText('Fill in {{guest.first_name}} before sending').waitFor();
  expect(await ana.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
  await box(ana).press('Enter');
  const text = (await box(ana).inputValue()).replace('{{guest.first_name}}', 'guest of room 12');
  await send(ana, text);
  await chat.getByRole('log').getByText('Dear guest of room 12').waitFor();

  const tap = await photo(ana);
  await ana.locator('form input[type=file]').setInputFiles(tap);
  await ana.getByRole('button', { name: 'Remove tap.jpg' }).waitFor();
  await send(ana, 'Is it this one?');
  await chat.getByRole('log').getByText('Is it this one?').waitFor();
  const theirs = chat.getByRole('log').locator('img[src*="/files/"]').first();
  await expect.poll(() => width(theirs)).toBe(64);

  await chat.locator('input[type=file]').setInputFiles({ ...tap, name: 'our-tap.jpg' });
  await chat.getByRole('textbox', { name: 'Message' }).fill('No, this one');
  await chat.getByRole('button', { name: 'Send' }).click();
  await log.getByText('No, this one').waitFor();
  await expect.poll(() => width(log.getByAltText('our-tap.jpg'))).toBe(64);

  expect(await chat.getByRole('log').getByText('third time').count()).toBe(0);
});

test('a draft survives the browser it was written in, and resolving asks where nobody answered', async () => {
  const guest = await Guest.arrive(server);
  await guest.write('Can we have a quiet room, please?');
  const crashing = await browser.newContext();
  const before = await signIn(crashing, server, 'agent1@demo.example');
  await takeControl(before, guest);
  await box(before).fill('I have found you a room on the');
  const stored = async () => {
    const draft = await before.request.get(
      `${server.url}/api/v1/conversations/${guest.conversation}/draft`,
    );
    return ((await draft.json()) as { reply: string }).reply;
  };
  await expect.poll(stored, { timeout: 10_000 }).toBe('I have found you a room on the');
  await crashing.close(); // without a word to the page

  const after = await signIn(await browser.newContext(), server, 'agent1@demo.example');
  await after.getByRole('link', { name: /^My Chats/ }).click();
  await after.locator(`a[href="/chats/${guest.conversation}"]`).click();
  await expect.poll(() => box(after).inputValue()).toBe('I have found you a room on the');

  await guest.write('Are you still there?');
  await after.getByRole('log').getByText('Are you still there?').waitFor();
  await after.getByRole('button', { name: 'Resolve' }).click();
  const dialog = after.getByRole('dialog');
  await dialog.getByText('The guest still waits for an answer').waitFor();
  await dialog.getByRole('button', { name: 'Resolve anyway' }).click();
  await after.getByText('Resolved').first().waitFor();
  await expect.poll(() => after.getByRole('button', { name: 'Reopen' }).count()).toBe(1);
  await after.context().close();
});

test('History finds a message and a guest', async () => {
  const guest = await Guest.arrive(server);
  await guest.named('Marisol Quintana');
  await guest.write('Is the marimba concert on the terrace tonight?');
  await ben.getByRole('link', { name: /^History/ }).click();
  const search = ben.getByRole('searchbox', { name: 'Search guests and messages' });
  await search.fill('marimba terrace');
  const hit = ben.getByRole('link').filter({ hasText: 'marimba concert' });
  await hit.first().waitFor();
  expect(await hit.first().locator('mark').allTextContents()).toContain('marimba');
  await hit.first().click();
  await ben.getByRole('log').getByText('marimba concert on the terrace').waitFor();
  await search.fill('quintan');
  await ben.getByRole('link').filter({ hasText: 'Marisol' }).first().click();
  await ben.getByRole('log').getByText('marimba concert on the terrace').waitFor();
});

test('a colleague who is gone is taken over from', async () => {
  const guest = await Guest.arrive(server);
  await guest.write('Could you book the shuttle for us?');
  const leaving = await browser.newContext();
  // Whoever else of this name is at the desk would keep Ana reachable.
  await ana.goto('about:blank');
  const gone = await signIn(leaving, server, 'agent1@demo.example');
  await takeControl(gone, guest);
  await send(gone, 'It is booked for nine.');
  await expect.poll(() => guest.heard()).toContain('It is booked for nine.');
  await toWall(ben);
  const card = cardOf(ben, guest);
  await card.getByText(/^With /).waitFor();
  await card.getByRole('button', { name: /^Open the conversation/ }).click();
  await expect.poll(() => ben.getByRole('button', { name: /^Take over from/ }).count()).toBe(0);
  await leaving.close();
  const over = ben.getByRole('button', { name: /^Take over from/ });
  await over.waitFor({ timeout: 60_000 });
  await card.getByText('reconnecting').waitFor(); // colleagues need not wait until she counts as lost
  await over.click();
  await ben
    .getByRole('dialog')
    .getByRole('button', { name: /^Take over from/ })
    .click();
  await box(ben).waitFor();
  await send(ben, 'I am here for you now.');
  await expect.poll(() => guest.heard()).toContain('I am here for you now.');
});

test('an invitation is a link that signs a second person in', async () => {
  const admin = await signIn(await browser.newContext(), server, 'admin@demo.example');
  await admin.getByRole('link', { name: /^Team/ }).click();
  await admin.getByRole('button', { name: 'Invite somebody' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Email' }).fill('nora@hotel.example');
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = await dialog.getByRole('textbox', { name: 'Invitation link' }).inputValue();
  const nora = await (await browser.newContext()).newPage();
  await nora.goto(link);
  await nora.getByText(/nora@hotel\.example is invited to Harbour View Hotel/).waitFor();
  await nora.getByRole('textbox', { name: 'Name' }).fill('Nora Lind');
  await nora.getByRole('textbox', { name: 'New password' }).fill('the bell rings at noon');
  await nora.getByRole('button', { name: 'Join' }).click();
  await nora.getByRole('heading', { name: 'Agent Assist' }).waitFor();
  await admin.reload();
  const row = admin.getByRole('list', { name: 'People' }).getByRole('listitem');
  await row.filter({ hasText: 'Nora Lind' }).waitFor();
  await nora.context().close();
  await admin.context().close();
});

test('a logo that is chosen under Look is what the next guest sees', async () => {
  const admin = await signIn(await browser.newContext(), server, 'admin@demo.example');
  await admin.goto(`${server.url}/settings`);
  await admin.getByRole('tab', { name: 'Look' }).click();
  await admin.getByRole('group', { name: 'Logo' }).waitFor();
  await admin.locator('input[type=file]').setInputFiles(await photo(admin));
  const preview = admin.getByRole('region', { name: 'Preview' }).locator('img[src*="/files/"]');
  await expect.poll(() => width(preview)).toBe(64);
  await accessible(admin, 'Settings, Look');
  await picture(admin, 'settings-look');
  const site = await (await browser.newContext()).newPage();
  await site.goto(`${server.site}/demo/`);
  const chat = await openChat(site);
  await expect.poll(() => width(chat.locator('header img'))).toBe(64);
  await picture(site, 'widget-logo');
  await admin.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect.poll(() => preview.count()).toBe(0);
  await site.context().close();
  await admin.context().close();
});

test('the team is shown with who is there, not with what they once said', async () => {
  const admin = await signIn(await browser.newContext(), server, 'admin@demo.example');
  await admin.getByRole('link', { name: /^Team/ }).click();
  const row = (email: string) => admin.getByRole('listitem').filter({ hasText: email });
  await row('agent2@demo.example').getByText('Online').waitFor();
  await row('agent2@demo.example').getByText('Would hear a ring now').waitFor();
  await row('night@demo.example').getByText('Not reachable').waitFor();
  await row('knowledge@demo.example').getByText('Never signed in').waitFor();
  await accessible(admin, 'Team');
  await picture(admin, 'team');
  await admin.context().close();
});

test('what the Knowledge Hub says now is what the next guest is told', async () => {
  const writer = await (await browser.newContext()).newPage();
  await writer.goto(server.url);
  await writer.getByRole('textbox', { name: 'Email' }).fill('knowledge@demo.example');
  await writer.getByRole('textbox', { name: 'Password' }).fill('deskbell-demo');
  await writer.getByRole('button', { name: 'Sign in' }).click();
  await writer.getByRole('heading', { name: 'Knowledge Hub' }).waitFor();
  await writer.getByRole('searchbox', { name: 'Find a fact' }).fill('breakfast');
  const details = writer.getByRole('button', { name: /06:30/ }).first();
  await details.click();
  await writer
    .getByRole('textbox', { name: /^Details of/ })
    .fill('Breakfast is served from 05:45 to 09:50 in the conservatory.');
  await writer.getByRole('button', { name: 'Save' }).click();
  await writer.getByRole('button', { name: /05:45/ }).waitFor();
  const guest = await Guest.arrive(server);
  await guest.write('What time is breakfast?');
  await expect.poll(() => guest.heard(), { timeout: 10_000 }).toContain('05:45');
  expect(await guest.heard()).not.toContain('06:30');
  await writer.context().close();
});
