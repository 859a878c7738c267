import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { launch, open, panel, send } from './browser';
import { Fake } from './fake';

// The launcher and the JS API, on a website that is not the widget's.

let fake: Fake;
let context: BrowserContext;
let page: Page;
let warnings: string[];

beforeEach(async () => {
  fake = await Fake.start();
  context = await launch();
  page = await context.newPage();
  warnings = [];
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
});
afterEach(async () => {
  await context.close();
  fake.stop();
});

const snippet = (key = 'demo') => `<script>
(function(w,d,k){w.Deskbell=w.Deskbell||function(){(w.Deskbell.q=w.Deskbell.q||[]).push(arguments)};
var s=d.createElement('script');s.async=1;s.src='${fake.widget}/w/v1.js';d.head.appendChild(s);
w.Deskbell('boot',{key:k})})(window,document,'${key}');
</script>`;

const call = (...args: unknown[]) =>
  page.evaluate(
    (given) =>
      (window as unknown as { Deskbell: (...a: unknown[]) => Promise<unknown> }).Deskbell(...given),
    args,
  );

test('the queueing snippet: commands given before the script is there are carried out', async () => {
  fake.page = `${snippet()}<script>Deskbell('on','open',function(){window.opened=1});Deskbell('ask','What time is breakfast?')</script>`;
  await page.goto(fake.site);
  await panel(page).getByText('06:30 to 10:30').waitFor();
  expect(await page.evaluate(() => (window as unknown as { opened: number }).opened)).toBe(1);
  expect(fake.texts()).toEqual(['What time is breakfast?']);
});

test('open, close, toggle, set; unknown commands warn and never throw', async () => {
  await page.goto(fake.site);
  const launcher = page.getByRole('button', { name: 'Chat with us' });
  await launcher.waitFor();
  await call('open');
  expect(await launcher.getAttribute('aria-expanded')).toBe('true');
  await call('close');
  expect(await launcher.getAttribute('aria-expanded')).toBe('false');
  await call('toggle');
  await call('set', { name: 'Maria', tier: 'gold' });
  await call('constructor');
  await call('fly', 1);
  expect(warnings.filter((w) => w.includes('unknown command'))).toHaveLength(2);
  await send(panel(page), 'hello');
  await expect.poll(() => fake.requests).toContain('PUT /api/guest/v1/contact');
});

const maria = { name: 'Maria', attributes: { tier: 'gold' } };

test('what set gave reaches the server after a failure, without another word', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  fake.faults['PUT /contact'] = [503, 502];
  await call('set', { name: 'Maria', tier: 'gold' });
  await send(chat, 'hello');
  await expect.poll(() => fake.last?.contact).toEqual(maria);
});

test('one value that is refused does not take the others along', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  const errors = [{ location: 'body.email', message: 'Check it.' }];
  fake.faults['PUT /contact'] = [{ status: 422, code: 'invalid', errors }];
  await call('set', { name: 'Maria', email: 'maria@', tier: 'gold' });
  await send(chat, 'hello');
  await expect.poll(() => fake.last?.contact).toEqual(maria);
});

test('set before boot, and before the chat is opened, is told with the first message', async () => {
  fake.page = `${snippet().replace("w.Deskbell('boot'", "w.Deskbell('set',{name:'Maria',tier:'gold'});w.Deskbell('boot'")}`;
  await page.goto(fake.site);
  await page.getByRole('button', { name: 'Chat with us' }).waitFor();
  expect(fake.requests).not.toContain('GET /w/frame'); // no sign of interest yet
  await send(await open(page), 'hello');
  await expect.poll(() => fake.last?.contact).toEqual(maria);
});

test('a session that is made anew is told again what set gave', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await call('set', { name: 'Maria', tier: 'gold' });
  await send(chat, 'hello');
  await expect.poll(() => fake.last?.contact).toEqual(maria);
  fake.threads.clear();
  fake.cut();
  await send(chat, 'again');
  await expect.poll(() => fake.last?.contact, { timeout: 40_000 }).toEqual(maria);
});

test('what a frame says that was given up loses nothing of what waits for the next one', async () => {
  // A frame so slow that it is given up, and that reports in that very moment.
  fake.frames = [
    '<script>addEventListener("message",({ports:[p]})=>addEventListener("pagehide",()=>p.postMessage({t:"ready"})))</script>',
  ];
  await page.clock.install();
  await page.goto(fake.site);
  await page.clock.runFor(1000);
  const launcher = page.getByRole('button', { name: 'Chat with us' });
  await launcher.click();
  await expect.poll(() => fake.requests).toContain('GET /w/frame');
  await call('set', { name: 'Maria', tier: 'gold' });
  await page.waitForFunction(() => document.querySelector('deskbell-widget'));
  await expect
    .poll(async () => {
      await page.clock.runFor(1000);
      return fake.requests.filter((r) => r === 'GET /w/frame').length;
    })
    .toBe(2);
  await page.clock.resume();
  await send(panel(page), 'hello');
  await expect.poll(() => fake.last?.contact).toEqual(maria);
});

/** Lets the panel's page, or another path, wait until the returned function is called. */
const hold = (path = '/w/frame') => {
  let release = () => {};
  const open = new Promise<void>((go) => {
    release = go;
  });
  fake.gate = { path, open };
  return release;
};
const focused = () =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.tagName;
  });

test('a chat that is still loading takes no focus: what is typed would go nowhere', async () => {
  const release = hold();
  await page.goto(fake.site);
  const launcher = page.getByRole('button', { name: 'Chat with us' });
  await launcher.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => launcher.getAttribute('aria-expanded')).toBe('true');
  await call('close');
  await call('open');
  await expect.poll(() => fake.requests).toContain('GET /w/frame');
  expect(await focused()).toBe('BUTTON');
  release();
  await expect.poll(focused).toBe('IFRAME');
  const box = panel(page).getByRole('textbox', { name: 'Message' });
  await expect.poll(() => box.evaluate((el) => el === document.activeElement)).toBe(true);
  await page.keyboard.type('hello');
  await page.keyboard.press('Enter');
  await panel(page).getByText('You wrote: hello').waitFor();
});

test.each(['/w/assets/shell-', '/w/frame'])(
  'whoever has gone on while the chat loads (%s) is not called back',
  async (path) => {
    const release = hold(path);
    await page.goto(fake.site);
    await page.getByRole('button', { name: 'Chat with us' }).click();
    await page.getByRole('link', { name: 'More' }).focus();
    release();
    await panel(page).getByRole('textbox', { name: 'Message' }).waitFor();
    await call('set', { name: 'Maria' });
    // It keeps what it is told from its opening on: so it is open by now.
    const frame = page.frames().find((f) => f.url().includes('/w/frame'));
    await expect
      .poll(() => frame?.evaluate(() => localStorage.getItem('deskbell:demo:set')))
      .toContain('Maria');
    expect(await focused()).toBe('A');
  },
);

test('shutdown forgets everything and leaves the page as it was', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'hello');
  await chat.getByText('You wrote: hello').waitFor();
  await call('shutdown');
  await expect.poll(() => page.locator('deskbell-widget').count()).toBe(0);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  expect(fake.requests).toContain('DELETE /api/guest/v1/session');
  await call('boot', { key: 'demo' });
  const again = await open(page);
  await again.getByText('What time is breakfast?').waitFor(); // a quick reply: nothing is remembered
});

test('an unknown key or a failing server: no launcher, one warning, the page is untouched', async () => {
  fake.page = snippet('nobody');
  await page.goto(fake.site);
  await expect
    .poll(() => warnings.filter((w) => w.includes('no chat on this page')).length)
    .toBe(1);
  expect(await page.locator('deskbell-widget').count()).toBe(0);
  await call('open');
});

test('loaded twice, it works once', async () => {
  const tag = `<script async src="${fake.widget}/w/v1.js" data-key="demo"></script>`;
  fake.page = tag + tag;
  await page.goto(fake.site);
  await page.getByRole('button', { name: 'Chat with us' }).waitFor();
  await expect.poll(() => warnings.filter((w) => w.includes('twice')).length).toBe(1);
  expect(await page.locator('deskbell-widget').count()).toBe(1);
});

test('a strict policy of the website is enough: no inline style, no other host', async () => {
  fake.page = `<meta http-equiv="content-security-policy" content="default-src 'none'; script-src ${fake.widget}; frame-src ${fake.widget}; connect-src ${fake.widget}; require-trusted-types-for 'script'"><script async src="${fake.widget}/w/v1.js" data-key="demo"></script>`;
  await page.goto(fake.site);
  const launcher = page.getByRole('button', { name: 'Chat with us' });
  await launcher.waitFor();
  expect((await launcher.boundingBox())?.height).toBe(56);
});

test('a page of strange styles does not change the launcher', async () => {
  fake.page = `<style>*{all:unset!important;display:none}body *{font-size:80px;transform:rotate(9deg)}</style><script async src="${fake.widget}/w/v1.js" data-key="demo"></script>`;
  await page.goto(fake.site);
  const launcher = page.getByRole('button', { name: 'Chat with us' });
  await launcher.waitFor();
  expect((await launcher.boundingBox())?.height).toBe(56);
});

test('the teaser: quick replies, dismissed, and not again for who comes from the same site', async () => {
  fake.config = { teaser: true };
  await page.goto(fake.site);
  const shown = page.getByRole('button', { name: 'Do you have parking?' });
  await shown.waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  expect(await shown.count()).toBe(0);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test('the teaser does not come to whoever has opened the chat meanwhile', async () => {
  fake.config = { teaser: true };
  await page.clock.install();
  await page.goto(fake.site);
  const chat = await open(page);
  await chat.getByRole('button', { name: 'Close chat' }).click();
  await page.clock.runFor(10_000);
  expect(await page.getByRole('button', { name: 'Dismiss' }).count()).toBe(0);
});

test('on a phone: full screen, Tab stays inside, the back gesture closes and keeps the page', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(fake.site);
  const chat = await open(page);
  const box = await page.locator('iframe').boundingBox();
  expect(box).toEqual({ x: 0, y: 0, width: 390, height: 844 });
  expect(await page.getByRole('dialog').getAttribute('aria-modal')).toBe('true');
  await chat.getByRole('textbox', { name: 'Message' }).focus();
  for (let i = 0; i < 12; i++) await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('DESKBELL-WIDGET');
  await page.goBack();
  const launcher = page.getByRole('button', { name: 'Chat with us' });
  await launcher.waitFor();
  expect(page.url()).toBe(`${fake.site}/`);
  expect(await launcher.getAttribute('aria-expanded')).toBe('false');
  // The next page shows the launcher, not the full screen.
  await page.getByRole('link', { name: 'More' }).click();
  await page.waitForURL('**/page2');
  await launcher.waitFor();
});

test('by keyboard alone: open, write, close', async () => {
  await page.goto(fake.site);
  await page.getByRole('button', { name: 'Chat with us' }).focus();
  await page.keyboard.press('Enter');
  await panel(page).getByRole('textbox', { name: 'Message' }).waitFor();
  await expect
    .poll(() =>
      panel(page)
        .locator('textarea')
        .evaluate((el) => document.activeElement === el),
    )
    .toBe(true);
  await page.keyboard.type('hello');
  await page.keyboard.press('Enter');
  await panel(page).getByText('You wrote: hello').waitFor();
  await page.keyboard.press('Escape');
  const launcher = page.getByRole('button', { name: 'Chat with us' });
  await expect.poll(() => launcher.getAttribute('aria-expanded')).toBe('false');
});

test('back and forward: the page may be kept by the browser, and the stream comes back with it', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'hello');
  await chat.getByText('You wrote: hello').waitFor();
  await expect.poll(() => fake.last.streams.size).toBe(1);
  await page.goto(`${fake.widget}/page3`);
  await expect.poll(() => fake.last.streams.size).toBe(0);
  fake.add(fake.last, { text: 'written while away' });
  await page.goBack({ waitUntil: 'commit' });
  await expect.poll(() => fake.last.streams.size).toBe(1);
  expect(fake.requests.at(-1)).not.toContain('/sessions');
  const cached = await page.evaluate(
    () => (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).type,
  );
  expect(cached).toBe('navigate'); // not loaded anew: it came out of the back cache
});

test('the page a guest goes to is told, without its query', async () => {
  await page.goto(fake.site);
  const chat = await open(page);
  await send(chat, 'hello');
  await chat.getByText('You wrote: hello').waitFor();
  await page.evaluate(() => {
    history.pushState({}, '', '/page2?secret=1');
    document.title = 'Suites';
  });
  await expect.poll(() => fake.requests).toContain('POST /api/guest/v1/page');
});

test('a server that is away when the chat is opened: it opens by itself when the server is back', async () => {
  await page.goto(fake.site);
  const launcher = page.getByRole('button', { name: 'Chat with us' });
  await launcher.waitFor();
  fake.down = true;
  await launcher.click();
  await expect.poll(() => fake.requests).toContain('GET /w/frame');
  fake.down = false;
  await send(panel(page), 'hello');
  await panel(page).getByText('You wrote: hello').waitFor();
});
