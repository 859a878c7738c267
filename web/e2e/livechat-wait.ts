import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import { accessible, picture } from './browser.ts';
import { Agent, Visitor, WAITING } from './livechat.ts';
import type { Server } from './server.ts';

const SECOND = 1000;
/** How late a notice may be on the guest's screen. It is never early. */
const LATE = 5 * SECOND;

/** Notes in `window.seen` when each of the texts was first on the screen. Runs inside the widget. */
function noteWhen(body: Element, texts: string[]): void {
  const page = window as unknown as { seen: Record<string, number> };
  page.seen = {};
  const look = () => {
    for (const text of texts) {
      if (!page.seen[text] && body.textContent?.includes(text)) page.seen[text] = Date.now();
    }
  };
  look();
  new MutationObserver(look).observe(body, { subtree: true, childList: true, characterData: true });
}

const STILL = 'still connecting you';
const OFFER = 'Leave a message';
const PROMISE = 'in about 1 minute';

async function watched(
  browser: Browser,
  server: Server,
  question: string,
): Promise<{ guest: Visitor; asked: number }> {
  const guest = await Visitor.open(browser, server);
  await guest.chat.locator('body').evaluate(noteWhen, [WAITING, STILL, OFFER, PROMISE]);
  await guest.say(question);
  await guest.button('Human Chat').first().waitFor();
  const asked = Date.now();
  await guest.button('Human Chat').first().click();
  await guest.log.getByText(WAITING, { exact: true }).waitFor();
  return { guest, asked };
}

function seen(guest: Visitor): Promise<Record<string, number>> {
  return guest.chat
    .locator('body')
    .evaluate(() => (window as unknown as { seen: Record<string, number> }).seen);
}

const until = (at: number) => new Promise((done) => setTimeout(done, at - Date.now()));

/**
 * Holds that a guest to whom nobody comes is told so in time, whatever happens to the server, and that what is left becomes
 * a ticket; and that a promise which nobody keeps is noticed.
 */
export async function nobodyComes(browser: Browser, server: Server): Promise<void> {
  const ana = await Agent.signIn(browser, server, 'agent1@demo.example');
  const { guest, asked } = await watched(browser, server, 'Can one moor a yacht at your pier?');
  const other = await watched(browser, server, 'Do you have a landing place for seaplanes?');
  await ana.ring('seaplanes').getByRole('button', { name: 'In another time' }).click();
  await ana.page.getByRole('menuitem', { name: 'In 1 min', exact: true }).click();
  await other.guest.log.getByText(PROMISE).waitFor();

  // In the first wait, and in the second; the end of neither falls into the grace after a return.
  for (const moment of [30 * SECOND, 75 * SECOND]) {
    await until(asked + moment);
    await server.kill();
    await server.run();
  }
  await guest.button(OFFER).waitFor({ timeout: 60 * SECOND });
  const times = await seen(guest);
  for (const [text, due] of [
    [STILL, 60 * SECOND],
    [OFFER, 120 * SECOND],
  ] as const) {
    const after = (times[text] ?? 0) - asked;
    expect(after, `${text}: never early`).toBeGreaterThanOrEqual(due);
    expect(after, `${text}: at most 5 s late`).toBeLessThanOrEqual(
      due + LATE + (times[WAITING] ?? 0) - asked,
    );
  }
  for (const name of ['Keep chatting with the assistant', 'Keep waiting']) {
    expect(await guest.button(name).count(), name).toBe(1);
  }

  // The promise passed with nobody coming: the guest was told, and is rung for again.
  const promised = await seen(other.guest);
  const broken = (promised[STILL] ?? 0) - (promised[PROMISE] ?? 0);
  expect(broken, 'a promise of one minute').toBeGreaterThanOrEqual(60 * SECOND - LATE);
  expect(broken).toBeLessThanOrEqual(60 * SECOND + 2 * LATE);
  await ana.button('seaplanes', 'Accept').click();
  await other.guest.log
    .getByText(/joined/)
    .first()
    .waitFor();

  // What is left becomes a ticket.
  await guest.button(OFFER).click();
  const field = (name: string) => guest.chat.getByRole('textbox', { name, exact: true });
  await accessible(guest.page, 'the widget, leaving a message');
  await picture(guest.page, 'widget-leave');
  await field('Your name').fill('Captain Haddock');
  await field('Your message').fill('We arrive on Sunday with a yacht of 12 m.');
  await guest.button('Send message').click();
  await guest.chat
    .getByText(/e-?mail/i)
    .first()
    .waitFor(); // one of the two is needed
  expect(await guest.log.getByText(/Ticket #/).count()).toBe(0);
  await field('Email').fill('haddock@sea.example');
  await guest.button('Send message').dblclick();
  const line = guest.log.getByText(/Ticket #\d+/);
  await line.waitFor();
  const number = /Ticket #(\d+)/.exec((await line.textContent()) ?? '')?.[1];
  expect(await line.count(), 'pressed twice, left once').toBe(1);
  await accessible(guest.page, 'the widget, a ticket');
  await picture(guest.page, 'widget-ticket');

  await ana.to('Tickets');
  const row = ana.page
    .locator('[role=row], tr, article')
    .filter({ hasText: `#${number}` })
    .first();
  await row.waitFor();
  expect(await row.textContent()).toContain('Captain Haddock');
  expect(await row.textContent()).toContain('yacht of 12 m');
  await accessible(ana.page, 'Tickets');
  await picture(ana.page, 'tickets');
}
