import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { launch, open, panel, send } from './browser';
import { Fake } from './fake';

let fake: Fake;
let context: BrowserContext;
let page: Page;
let errors: string[];

beforeEach(async () => {
  fake = await Fake.start();
  context = await launch();
  page = await context.newPage();
  errors = [];
  page.on('pageerror', (error) => errors.push(`${error}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      errors.push(message.text());
  });
});
afterEach(async () => {
  await context.close();
  fake.stop();
  expect(errors).toEqual([]);
});

test('a guest asks and is answered; nothing is stored before the chat is opened', async () => {
  await page.goto(fake.site);
  await page.getByRole('button', { name: 'Chat with us' }).waitFor();
  expect(await page.evaluate(() => [document.cookie, localStorage.length])).toEqual(['', 0]);
  const chat = await open(page);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(['deskbell']);
  expect(fake.requests).not.toContain('POST /api/guest/v1/sessions');
  await send(chat, 'What time is breakfast?');
  const log = chat.getByRole('log');
  await log.getByText('06:30 to 10:30').waitFor();
  expect(await log.locator('strong').textContent()).toBe('06:30 to 10:30');
  expect(await log.locator('a[href^="https://harbourview"]').getAttribute('rel')).toContain(
    'noopener',
  );
  expect(await context.cookies()).toEqual([]);
  // Nothing of the session is within reach of the host page.
  const kept = await page.evaluate(() => localStorage.getItem('deskbell'));
  expect(Object.keys(JSON.parse(kept ?? '')).sort()).toEqual(['open', 'opened']);
});

test('history is there after a reload, with the panel open as it was', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'What time is breakfast?');
  await chat.getByText('06:30 to 10:30').waitFor();
  await page.reload();
  await panel(page).getByText('What time is breakfast?').waitFor();
  expect(await panel(page).getByText('06:30 to 10:30').count()).toBe(1);
});

test('a chat that stands open hears that a person is always offered, before anything is written', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  const human = chat.getByRole('button', { name: 'Human Chat', exact: true });
  expect(await human.count()).toBe(0);
  fake.config.human = { always_visible: true };
  await page.evaluate("Deskbell('close')");
  await page.evaluate("Deskbell('open')");
  await human.waitFor();
  expect(fake.requests).not.toContain('POST /api/guest/v1/sessions');
});

test('Send pressed while a photo is on its way sends both, once it is there', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'Hello');
  await chat.getByText('You wrote: Hello').waitFor();
  let arrive = () => {};
  const arrived = new Promise<void>((done) => {
    arrive = done;
  });
  await page.route('**/api/guest/v1/files', async (route) => {
    await arrived;
    await route.continue();
  });
  const picture =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  await chat.locator('input[type=file]').setInputFiles({
    name: 'view.png',
    mimeType: 'image/png',
    buffer: Buffer.from(picture, 'base64'),
  });
  await send(chat, 'From our room');
  await chat.locator('.send[aria-busy=true]').waitFor();
  expect(await chat.getByRole('log').getByText('From our room').count()).toBe(0);
  arrive();
  await chat.getByRole('log').getByText('From our room', { exact: true }).waitFor();
  await chat.locator('.m.guest img').waitFor();
  expect(await chat.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('');
  expect(await chat.locator('.send[aria-busy=true]').count()).toBe(0);
});

test('a file waits for the code that sends it, is named meanwhile, and can be taken back', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'Hello');
  await chat.getByText('You wrote: Hello').waitFor();
  let refused = 0;
  await page.route('**/w/assets/upload-*.js', async (route) => {
    refused++;
    await route.fulfill({ status: 404 });
  });
  await chat.locator('input[type=file]').setInputFiles([
    { name: 'view.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') },
    { name: 'bill.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') },
    { name: 'notes.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') },
  ]);
  await chat.locator('.uploads').getByText('view.pdf').waitFor();
  await expect.poll(() => refused).toBeGreaterThan(0);
  await chat.getByRole('button', { name: 'Remove bill.pdf' }).click();
  await page.unroute('**/w/assets/upload-*.js');
  await chat.locator('.uploads .error').waitFor();
  await send(chat, 'Two of them');
  await expect
    .poll(() => fake.last.entries.find((e) => e.text === 'Two of them')?.files?.length)
    .toBe(1);
});

for (const weather of ['cut', 401, 502, 503] as const) {
  test(`what is written in bad weather (${weather}) is sent once, in order, after a reload too`, async () => {
    await page.goto(fake.site);
    const chat = await open(page);
    await send(chat, 'first');
    await chat.getByText('You wrote: first').waitFor();
    fake.weather = weather;
    fake.cut();
    await send(chat, 'second');
    await send(chat, 'third');
    await chat.getByRole('log').getByText('third', { exact: true }).waitFor();
    fake.weather = 'fair';
    await page.reload();
    await panel(page).getByText('You wrote: third').waitFor({ timeout: 40_000 });
    expect(fake.texts()).toEqual(['first', 'second', 'third']);
    expect(await panel(page).getByRole('log').getByText('second', { exact: true }).count()).toBe(1);
  });
}

test('a stream that is held back is replaced by polling', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  fake.weather = 'hold';
  await send(chat, 'What time is breakfast?');
  await chat.getByText('06:30 to 10:30').waitFor({ timeout: 20_000 });
  expect(fake.requests.filter((r) => r === 'GET /api/guest/v1/entries').length).toBeGreaterThan(0);
});

test('a cut stream resumes where it was', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'first');
  await chat.getByText('You wrote: first').waitFor();
  fake.cut();
  fake.add(fake.last, { text: 'written while nobody listened' });
  await chat.getByText('written while nobody listened').waitFor({ timeout: 40_000 });
});

test('an entry that was lost on the way is noticed by the next', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'first');
  await chat.getByText('You wrote: first').waitFor();
  const { streams } = fake.last;
  await expect.poll(() => streams.size).toBe(1);
  const [stream] = streams;
  streams.clear();
  fake.add(fake.last, { text: 'the lost one' });
  streams.add(stream as never);
  fake.add(fake.last, { text: 'the next one' });
  await chat.getByText('the lost one').waitFor();
  await chat.getByText('the next one').waitFor();
});

test('a void token is replaced once, and the history says so', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'first');
  await chat.getByText('You wrote: first').waitFor();
  fake.threads.clear();
  fake.cut();
  await send(chat, 'after the loss');
  await chat.getByText('You wrote: after the loss').waitFor({ timeout: 40_000 });
  await chat.getByText('A new chat began here.').waitFor();
  expect(await chat.getByRole('log').getByText('You wrote: first').count()).toBe(1);
  expect(fake.threads.size).toBe(1);
});

test('a challenge is solved without a word', async () => {
  fake.challenge = 10;
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'hello');
  await chat.getByText('You wrote: hello').waitFor();
});

test('Human Chat: the exact line, cancel, an offer, an agent', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'Is there a casino?');
  await chat.getByRole('button', { name: 'Human Chat' }).click();
  await chat.getByText('Please wait while we connect you to an agent', { exact: true }).waitFor();
  await chat.getByRole('button', { name: 'Cancel' }).click();
  await chat.getByText('The assistant is back.').first().waitFor();
  const t = fake.last;
  fake.set(t, {
    offer: {
      state: 'shown',
      choices: ['keep_chatting', 'keep_waiting'],
      phone: '+351 21 000 0000',
    },
  });
  await chat.getByRole('button', { name: 'Keep waiting' }).waitFor();
  expect(await chat.getByRole('link', { name: /\+351 21 000 0000/ }).getAttribute('href')).toBe(
    'tel:+351210000000',
  );
  await chat.getByRole('button', { name: 'Keep chatting with the assistant' }).click();
  await expect.poll(() => chat.getByRole('button', { name: 'Keep waiting' }).count()).toBe(0);
  fake.add(t, {
    kind: 'system',
    author: { kind: 'system' },
    code: 'joined',
    text: 'Ana from the front desk joined. You are now chatting with a person.',
  });
  fake.set(t, { controller: { kind: 'agent', name: 'Ana' } });
  await chat
    .getByRole('log')
    .getByText(/Ana.*joined/)
    .waitFor();
});

test('suggestions are buttons that send', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'park');
  await chat.getByRole('button', { name: 'How much is parking?' }).click();
  await expect.poll(() => fake.texts()).toEqual(['park', 'How much is parking?']);
});

test('a draft is not a message: it vanishes when control changes', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'silence');
  await expect.poll(() => fake.last?.streams.size).toBe(1);
  fake.emit(fake.last, 'draft', { turn_id: 't', text: 'Half an ans' });
  await chat.getByText('Half an ans').waitFor();
  fake.set(fake.last, { controller: { kind: 'agent', name: 'Ana' } });
  await expect.poll(() => chat.getByText('Half an ans').count()).toBe(0);
});

test('unread: the badge counts while the chat is closed; Escape closes and gives the focus back', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'silence');
  await expect.poll(() => fake.last?.streams.size).toBe(1);
  await chat.getByRole('textbox', { name: 'Message' }).press('Escape');
  const launcher = page.getByRole('button', { name: 'Chat with us', exact: true });
  await expect.poll(() => launcher.getAttribute('aria-expanded')).toBe('false');
  expect(
    await launcher.evaluate((el) => (el.getRootNode() as ShadowRoot).activeElement === el),
  ).toBe(true);
  fake.add(fake.last, { text: 'A late answer', author: { kind: 'agent', name: 'Ana' } });
  await expect.poll(() => launcher.locator('b').textContent()).toBe('1');
  await launcher.click();
  await chat.getByText('A late answer').waitFor();
  await expect.poll(() => launcher.locator('b').isHidden()).toBe(true);
});

for (const storage of ['partitioned', 'shared'] as const) {
  test(`a second tab shows the same thread, third-party storage ${storage}`, async () => {
    const tabs = await launch(storage);
    try {
      const one = await tabs.newPage();
      await one.goto(fake.site);
      const first = await open(one);
      await send(first, 'from the first tab');
      await first.getByText('You wrote: from the first tab').waitFor();
      const two = await tabs.newPage();
      await two.goto(fake.site);
      await panel(two).getByText('You wrote: from the first tab').waitFor();
      await send(panel(two), 'from the second tab');
      await first.getByText('You wrote: from the second tab').waitFor();
      await expect.poll(() => fake.last.streams.size, { timeout: 10_000 }).toBe(1);
      await two.close();
      fake.add(fake.last, { text: 'to the one that is left' });
      await first.getByText('to the one that is left').waitFor({ timeout: 20_000 });
    } finally {
      await tabs.close();
    }
  });
}

test('storage that is denied: the chat works in memory and says so', async () => {
  const strict = await launch('denied');
  try {
    const one = await strict.newPage();
    await one.goto(fake.site);
    const chat = await open(one);
    await send(chat, 'hello');
    await chat.getByText('You wrote: hello').waitFor();
    await chat.getByText('This browser does not keep the chat.').waitFor();
  } finally {
    await strict.close();
  }
});

test('the hosted page chats without a website', async () => {
  await page.goto(`${fake.widget}/chat/demo`);
  await send(page, 'hello');
  await page.getByText('You wrote: hello').waitFor();
});

test('markup in a message is text', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  const text = '<img src=x onerror=alert(1)> [a](javascript:alert(1))';
  await send(chat, text);
  await chat.getByText(`You wrote: ${text}`).waitFor();
  expect(await chat.getByRole('log').locator('img').count()).toBe(0);
});

test('a new message is told to screen readers, once, and history is not', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'silence');
  await expect.poll(() => fake.last?.streams.size).toBe(1);
  const told = async () => {
    const frame = page.frames().find((f) => f.url().includes('/w/frame'));
    if (!frame) throw new Error('no panel');
    const client = await context.newCDPSession(frame);
    const { nodes } = await client.send('Accessibility.getFullAXTree');
    const status = nodes.find((n) => n.role?.value === 'status');
    const under = (id: string | undefined): string =>
      nodes
        .filter((n) => n.parentId === id)
        .map((n) => `${n.role?.value === 'StaticText' ? n.name?.value : ''}${under(n.nodeId)}`)
        .join('');
    await client.detach();
    return under(status?.nodeId);
  };
  fake.add(fake.last, { text: 'Good evening', author: { kind: 'agent', name: 'Ana' } });
  await expect.poll(told, { interval: 50 }).toBe('Ana: Good evening');
  await expect.poll(told, { timeout: 5_000 }).toBe('');
  expect(await chat.getByText('Good evening', { exact: true }).count()).toBe(1);
});

test('a wish for a person is not lost while the server is away', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'Is there a casino?');
  const human = chat.getByRole('button', { name: 'Human Chat' });
  await human.waitFor();
  fake.weather = 503;
  await human.click();
  await expect.poll(() => human.getAttribute('aria-busy')).toBe('true');
  fake.weather = 'fair';
  await chat.getByText('Please wait while we connect you to an agent').waitFor();
});

test('Human Chat stands beside suggestions too', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'park');
  await chat.getByRole('button', { name: 'How much is parking?' }).waitFor();
  await chat.getByRole('button', { name: 'Human Chat' }).waitFor();
});

test('a message that is too long stays in the box until it is shorter', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  const box = chat.getByRole('textbox', { name: 'Message' });
  await send(chat, `${'a'.repeat(3_999)}🎉x`);
  await chat.getByText('This message is too long. 4001 / 4000').waitFor();
  expect((await box.inputValue()).length).toBe(4_002);
  expect(fake.texts()).toEqual([]);
  await send(chat, `${'a'.repeat(3_999)}🎉`);
  await expect.poll(() => fake.texts().length, { timeout: 10_000 }).toBe(1);
  expect(await chat.getByText('too long').count()).toBe(0);
});

test("hours are written as the guest's own country writes them", async () => {
  await context.addInitScript(() =>
    Object.defineProperty(navigator, 'languages', { value: ['pt-PT', 'en-GB'] }),
  );
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'What time is breakfast?');
  await chat.getByText('06:30 to 10:30').waitFor();
  expect(await chat.locator('time').first().textContent()).toMatch(/^\d\d:\d\d$/);
});

test('an empty box and mixed lines follow the direction of the language', async () => {
  fake.page = `<script async src="${fake.widget}/w/v1.js" data-key="demo" data-locale="ar"></script>`;
  await page.goto(fake.site);
  await page.getByRole('button', { name: 'Chat with us' }).click();
  const box = panel(page).locator('textarea');
  await box.waitFor();
  const direction = () => box.evaluate((el) => getComputedStyle(el).direction);
  expect(await direction()).toBe('rtl');
  await box.fill('hello');
  expect(await direction()).toBe('ltr');
});

test('a guest without network is told so, and what was written goes out when it is back', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'first');
  await chat.getByText('You wrote: first').waitFor();
  await expect.poll(() => fake.last.streams.size).toBe(1);
  await context.setOffline(true);
  await send(chat, 'second');
  await chat.getByText('Reconnecting. What you write is kept and sent.').waitFor();
  await context.setOffline(false);
  await chat.getByText('You wrote: second').waitFor();
  await expect.poll(() => chat.getByText('Reconnecting.').count(), { timeout: 10_000 }).toBe(0);
  expect(fake.texts()).toEqual(['first', 'second']);
});
