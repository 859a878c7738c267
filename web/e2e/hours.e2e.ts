import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, openChat, picture, signIn } from './browser.ts';
import { Server } from './server.ts';
import { Staff } from './staff.ts';

// Live chat settings: what is set on the page is what a guest with the chat open is offered, at once.

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

async function settings(email: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 1100 },
    locale: 'en-GB',
  });
  const signedIn = await context.newPage();
  await signedIn.goto(server.url);
  await signedIn.getByRole('textbox', { name: 'Email' }).fill(email);
  await signedIn.getByRole('textbox', { name: 'Password' }).fill('deskbell-demo');
  await signedIn.getByRole('button', { name: 'Sign in' }).click();
  await signedIn.getByRole('link', { name: /^Live chat settings/ }).click();
  await signedIn.getByRole('heading', { level: 1, name: 'Live chat settings' }).waitFor();
  await signedIn.getByRole('tab', { name: 'When it is offered' }).waitFor();
  return signedIn;
}

const save = async (page: Page) => {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Settings saved').last().waitFor();
};
const now = (page: Page) => page.getByRole('region', { name: 'What guests are offered now' });

test('hours are drawn, pulled by keys and typed', async () => {
  const page = await settings('knowledge@demo.example');
  await page.getByText('Weekly hours', { exact: true }).click();
  const typed = (day: string) => page.getByRole('textbox', { name: `Hours of ${day}, typed` });
  const written = (day: string, hours: string) =>
    expect.poll(() => typed(day).inputValue()).toBe(hours);
  await expect.poll(() => page.getByText('Live chat is on, but never open').count()).toBe(1);

  const track = page.getByRole('group', { name: 'Hours of Wednesday' });
  const pull = async (from: number, to: number) => {
    // The page moves when a bar above it has been answered.
    await track.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const box = await track.boundingBox();
    if (!box) throw new Error('no track');
    const at = (hour: number) => box.x + (box.width * hour) / 24;
    const y = box.y + box.height / 2;
    await page.mouse.move(at(from), y);
    await page.mouse.down();
    await page.mouse.move(at((from + to) / 2), y);
    await page.mouse.move(at(to), y);
    await page.mouse.up();
  };
  await pull(8, 12);
  await written('Wednesday', '08:00–12:00');
  await pull(10, 11);
  await written('Wednesday', '09:00–13:00');
  await pull(14, 18);
  await written('Wednesday', '09:00–13:00, 14:00–18:00');

  const closes = page.getByRole('slider', { name: 'Wednesday: closes' }).last();
  await closes.focus();
  for (const key of ['ArrowRight', 'PageUp', 'PageUp', 'PageUp', 'PageUp', 'PageUp', 'PageUp'])
    await page.keyboard.press(key);
  await written('Wednesday', '09:00–13:00, 14:00–00:15');
  expect(await closes.getAttribute('aria-valuetext')).toBe('00:15, the next day');
  await page.keyboard.press('Delete');
  await written('Wednesday', '09:00–13:00');

  await page.getByRole('button', { name: 'Copy the hours of Wednesday' }).click();
  await page.getByRole('menuitem', { name: 'To all days' }).click();
  await typed('Friday').fill('9-13, 12-14');
  await page.getByText('These intervals overlap.').waitFor();
  await typed('Friday').fill('22-6');
  await typed('Saturday').fill('5-9');
  await page.getByText('This begins before the night of the day before has ended.').waitFor();
  // What contradicts itself is not sent.
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect
    .poll(() => typed('Saturday').evaluate((e) => e === document.activeElement))
    .toBe(true);
  await typed('Saturday').fill('7-9');
  await page.getByRole('button', { name: 'Add an exception' }).click();
  await page.getByLabel('Every year').check();
  await save(page);
  await written('Friday', '22:00–06:00');
  await page.reload();
  await written('Saturday', '07:00–09:00');
  await page.close();
});

test('what is set reaches the page of a guest', async () => {
  const agent = await signIn(await browser.newContext(), server, 'agent1@demo.example');
  await agent.getByRole('heading', { name: 'Agent Assist' }).click(); // a gesture unlocks the sound
  expect(await agent.getByRole('link', { name: /^Live chat settings/ }).count()).toBe(0);
  const staff = await Staff.signIn(server, 'admin@demo.example');
  const path = `/properties/${staff.me.properties[0]?.id}/live-chat`;
  await staff.ask('PUT', path, { all: { hours: { always: true } } });
  const page = await settings('admin@demo.example');
  await expect.poll(() => now(page).textContent()).toContain('Human Chat is offered now');

  const guest = await (await browser.newContext({ timezoneId: 'Europe/Madrid' })).newPage();
  await guest.goto(`${server.site}/demo/`);
  const chat = await openChat(guest);
  const human = chat.getByRole('button', { name: 'Human Chat', exact: true });
  await chat.getByRole('textbox', { name: 'Message' }).fill('Good evening');
  await chat.getByRole('button', { name: 'Send' }).click();
  await chat.getByRole('log').getByText('Good evening').waitFor();
  expect(await human.count()).toBe(0);
  await page.getByRole('radio', { name: 'Always', exact: true }).check();
  await save(page);
  await human.waitFor();

  // Nobody is there any more: both sides know within seconds.
  const ana = await Staff.signIn(server, 'agent1@demo.example');
  await ana.ask('PUT', '/me/duty', { duty: 'away' });
  await expect.poll(() => human.count(), { timeout: 20_000 }).toBe(0);
  await expect
    .poll(() => now(page).textContent(), { timeout: 30_000 })
    .toContain('Nobody on duty can be reached');

  // Outside the hours a guest who asks reads when the desk opens, by both clocks.
  await page.getByText('Weekly hours', { exact: true }).click();
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])
    await page.getByRole('textbox', { name: `Hours of ${day}, typed` }).fill('');
  const there = new Date(Date.now() + 3 * 86_400_000);
  const day = there.toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'Europe/Lisbon' });
  await page.getByRole('textbox', { name: `Hours of ${day}, typed` }).fill('10-12');
  await save(page);
  await expect.poll(() => now(page).textContent()).toContain('The desk is closed');
  await expect.poll(() => now(page).textContent()).toMatch(/Opens \w{3},? 10:00/);
  await chat.getByRole('textbox', { name: 'Message' }).fill('I want to talk to a real person');
  await chat.getByRole('button', { name: 'Send' }).click();
  await chat
    .getByText(`Our desk answers chats from ${day} 10:00 Lisbon time (${day} 11:00 where you are)`)
    .first()
    .waitFor();

  // The operator alone makes it available.
  const operator = await Staff.signIn(server, 'operator@demo.example');
  await operator.ask('PUT', path, { available: false });
  await page.getByText('Live chat is not available to this property yet').waitFor();
  expect(await page.getByRole('switch', { name: 'Guests can reach a person' }).isDisabled()).toBe(
    true,
  );
  await operator.ask('PUT', path, { available: true });
  await page.close();
});

test('every part of the page, for those who look and those who listen', async () => {
  const page = await settings('operator@demo.example');
  for (const part of ['When it is offered', 'Waits', 'Texts', 'Bell and promises']) {
    await page.getByRole('tab', { name: part }).click();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await accessible(page, `${part}, ${colorScheme}`);
    }
    await picture(page, `live-chat-${part.toLowerCase().replace(/ /g, '-')}`);
  }
  await page.getByRole('tab', { name: 'Waits' }).click();
  await page.getByRole('spinbutton', { name: 'Relief after' }).fill('3');
  await page.getByText('The relief must come after the reminder.').waitFor();
  await page.getByRole('spinbutton', { name: 'Relief after' }).fill('8');
  await page.getByRole('tab', { name: 'Texts' }).click();
  const joined = page.getByRole('textbox', { name: 'An agent joined' });
  await joined.fill('{guest} is here');
  await page.getByText('Nothing is filled in for {guest} here.').waitFor();
  await joined.fill('Good day, this is {agent}.');
  // Leaving with changes asks first.
  let asked = '';
  page.once('dialog', (dialog) => {
    asked = dialog.message();
    void dialog.dismiss();
  });
  await page.getByRole('link', { name: /^Team/ }).click();
  await expect.poll(() => asked).toContain('not saved');
  await save(page);
  await page.close();
});

test('of two who save the same settings the second is told who was first, and chooses', async () => {
  const one = await settings('operator@demo.example');
  const two = await settings('admin@demo.example');
  const joined = async (page: Page) => {
    await page.getByRole('tab', { name: 'Texts' }).click();
    return page.getByRole('textbox', { name: 'An agent joined' });
  };
  const [first, second] = [await joined(one), await joined(two)];
  await first.fill('{agent} is here now.');
  await second.fill('You are talking with {agent}.');
  await save(one);
  await two.getByRole('button', { name: 'Save', exact: true }).click();
  await two
    .getByRole('status')
    .filter({ hasText: /changed these settings .+ ago\. Yours are not saved\./ })
    .waitFor();
  await accessible(two, 'two who save');
  await picture(two, 'live-chat-two-who-save');
  await two.getByRole('button', { name: 'Show theirs' }).click();
  await expect.poll(() => second.inputValue()).toBe('{agent} is here now.');

  await first.fill('This is {agent}.');
  await second.fill('{agent} joined you.');
  await save(one);
  await two.getByRole('button', { name: 'Save', exact: true }).click();
  await two.getByRole('button', { name: 'Save mine' }).click();
  await two.getByText('Settings saved').last().waitFor();
  await one.reload();
  await expect.poll(async () => (await joined(one)).inputValue()).toBe('{agent} joined you.');
  await one.close();
  await two.close();
});
