import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, openChat, signIn } from './browser.ts';
import { Server } from './server.ts';
import { Staff } from './staff.ts';

// What is on the guest's screen, at every moment, when control changes while the assistant is making an answer.

const pause = 5_000; // the assistant's, the longest that a property may set

let server: Server;
let browser: Browser;
beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  const admin = await Staff.signIn(server, 'admin@demo.example');
  await admin.settings({ assistant: { pause_ms: pause }, human: { always_visible: true } });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** What the log showed at one moment. Times are the page's own. */
interface Sight {
  at: number;
  /** Somebody was shown to be writing. */
  typing: boolean;
  /** What the assistant had said. */
  said: string[];
  text: string;
}

/** Writes down everything that the log ever shows. Runs inside the frame, on the log. */
function watch(log: Element): void {
  const page = window as unknown as { sights: Sight[] };
  page.sights = [];
  const look = () => {
    const said = [...log.querySelectorAll('li.assistant:not(.typing)')];
    page.sights.push({
      at: performance.now(),
      typing: log.querySelector('li.typing') !== null,
      said: said.map((li) => li.textContent ?? ''),
      text: log.textContent ?? '',
    });
  };
  look();
  new MutationObserver(look).observe(log, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
}

class Screen {
  private constructor(
    readonly page: Page,
    readonly chat: FrameLocator,
  ) {}

  static async open(): Promise<Screen> {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${server.site}/demo/`);
    const screen = new Screen(page, await openChat(page));
    await screen.log.evaluate(watch);
    return screen;
  }

  get log() {
    return this.chat.getByRole('log');
  }

  async say(text: string): Promise<void> {
    await this.chat.getByRole('textbox', { name: 'Message' }).fill(text);
    await this.chat.getByRole('button', { name: 'Send' }).click();
    await this.log.getByText(text).waitFor();
  }

  sights(): Promise<Sight[]> {
    return this.log.evaluate(() => (window as unknown as { sights: Sight[] }).sights);
  }

  /** Waits until the assistant is shown to be writing; when that was. */
  async writing(): Promise<number> {
    await this.log.locator('li.typing').waitFor();
    return (await this.sights()).find(({ typing }) => typing)?.at ?? 0;
  }

  /** Lets a time of the page's clock go by. What must not come is looked for until then. */
  async until(at: number): Promise<void> {
    await this.log.evaluate(
      (_, at) => new Promise((done) => setTimeout(done, at - performance.now())),
      at,
    );
  }
}

test('Take Control in the middle of a turn: the assistant stops writing, and no answer is ever seen', async () => {
  const guest = await Screen.open();
  const ana = await signIn(await browser.newContext(), server, 'agent1@demo.example');
  await guest.say('What time is breakfast?');
  const began = await guest.writing();
  const card = ana
    .getByRole('region', { name: 'Live conversations' })
    .getByRole('article')
    .filter({ hasText: 'What time is breakfast?' });
  await card.getByRole('button', { name: 'Take Control' }).click();
  await guest.log.getByText(/joined/).waitFor();
  // Twice the pause: an answer that was only late would be here by then.
  await guest.until(began + 2 * pause);

  const sights = await guest.sights();
  const joined = sights.findIndex(({ text }) => text.includes('joined'));
  expect(sights[joined]?.at, 'taken in the middle of the turn').toBeLessThan(began + pause);
  // That it writes no more may be seen a moment before who joined.
  expect(
    sights.slice(0, joined).some(({ typing }) => typing),
    'it was writing',
  ).toBe(true);
  expect(sights.slice(joined).filter(({ typing }) => typing)).toEqual([]);
  const greeted = sights[0]?.said.length;
  for (const { at, said } of sights) expect(said.length, `bubbles at ${at}`).toBe(greeted);
  expect(sights.some(({ text }) => text.includes('06:30'))).toBe(false);

  // Nor does anything come after the person's own words, until the assistant has the guest back.
  await ana.getByRole('textbox', { name: 'Message' }).fill('Good morning, at seven today.');
  await ana.getByRole('button', { name: 'Send', exact: true }).click();
  await guest.log.getByText('Good morning, at seven today.').waitFor();
  await ana.getByRole('button', { name: 'Hand back' }).click();
  await guest.log.getByText(/handed you back/).waitFor();
  expect((await guest.sights()).at(-1)?.said.length).toBe(greeted);
  await guest.say('Is there a gym?');
  await guest.log
    .getByText(/24 hours/)
    .first()
    .waitFor();
  expect((await guest.sights()).at(-1)?.said.length, 'the watch sees an answer').toBe(
    (greeted ?? 0) + 1,
  );
});

test('Human Chat and Cancel in the middle of a turn end in exactly one answer', async () => {
  const ben = await signIn(await browser.newContext(), server, 'agent2@demo.example');
  const guest = await Screen.open();
  await guest.say('What time is breakfast?');
  const began = await guest.writing();
  await guest.chat.getByRole('button', { name: 'Human Chat' }).click();
  await guest.log
    .getByText('Please wait while we connect you to an agent', { exact: true })
    .waitFor();
  await guest.chat.getByRole('button', { name: /Cancel/ }).click();
  await guest.log.getByText(/06:30/).waitFor();
  await guest.until(began + 2 * pause);

  const sights = await guest.sights();
  const greeted = sights[0]?.said.length ?? 0;
  const asked = sights.find(({ text }) => text.includes('Please wait while'));
  expect(asked?.said.length, 'asked before the answer').toBe(greeted);
  const most = Math.max(...sights.map(({ said }) => said.length));
  expect(most - greeted, 'answers on the screen at any moment').toBe(1);
  const last = sights.at(-1);
  expect(last?.said.filter((text) => text.includes('06:30')).length).toBe(1);
  expect(last?.typing).toBe(false);
  await ben.context().close();
});
