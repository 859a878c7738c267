import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { openChat, signIn } from './browser.ts';
import type { Server } from './server.ts';
import type { Staff } from './staff.ts';

export const WAITING = 'Please wait while we connect you to an agent';

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

/** Somebody at the desk in a browser of their own whose sounds are counted. */
export class Agent {
  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    readonly name: string,
  ) {}

  static async signIn(browser: Browser, server: Server, email: string): Promise<Agent> {
    const context = await browser.newContext();
    await context.addInitScript(countSounds);
    const page = await signIn(context, server, email);
    const me = await (await context.request.get(`${server.url}/api/v1/me`)).json();
    return new Agent(page, context, (me as { name: string }).name);
  }

  /** How often this page has sounded. */
  sounds(): Promise<number> {
    return this.page.evaluate(() => (window as unknown as { sounds: number }).sounds);
  }

  /** Holds that the page goes on sounding, or that it is silent for longer than a beat of the bell. */
  async sounding(on: boolean): Promise<void> {
    const before = await this.sounds();
    if (on) await expect.poll(() => this.sounds(), { timeout: 10_000 }).toBeGreaterThan(before);
    else {
      await this.page.evaluate(() => new Promise((done) => setTimeout(done, 6_000)));
      expect(await this.sounds()).toBe(before);
    }
  }

  /** The row of a request, on the page Requests or in the card that rings on the others. */
  ring(text: string): Locator {
    return this.page.locator('article[data-ring]').filter({ hasText: text });
  }

  button(text: string, name: string): Locator {
    return this.ring(text).getByRole('button', { name, exact: true });
  }

  /** Waits for the conversation in which this was written, to write in it. */
  async holds(text: string): Promise<void> {
    await this.page.getByRole('log').getByText(text).first().waitFor();
    await this.box.waitFor();
  }

  /** Goes to a page by its link in the rail. */
  async to(name: string): Promise<void> {
    await this.page
      .getByRole('link', { name: new RegExp(`^${name}`) })
      .first()
      .click();
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
  }

  async duty(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Status:/ }).click();
    await this.page.getByRole('menuitemradio', { name, exact: true }).click();
  }

  get box(): Locator {
    return this.page.getByRole('textbox', { name: 'Message', exact: true });
  }

  async send(text: string): Promise<void> {
    await this.box.fill(text);
    await this.page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect.poll(() => this.box.inputValue()).toBe('');
  }
}

/** A guest on the website, in a browser of their own. */
export class Visitor {
  private constructor(
    readonly page: Page,
    readonly chat: Awaited<ReturnType<typeof openChat>>,
  ) {}

  static async open(browser: Browser, server: Server): Promise<Visitor> {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${server.site}/demo/`);
    return new Visitor(page, await openChat(page));
  }

  get log(): Locator {
    return this.chat.getByRole('log');
  }

  async say(text: string): Promise<void> {
    await this.chat.getByRole('textbox', { name: 'Message', exact: true }).fill(text);
    await this.chat.getByRole('button', { name: 'Send', exact: true }).click();
    await this.log.getByText(text).first().waitFor();
  }

  button(name: string): Locator {
    return this.chat.getByRole('button', { name, exact: true });
  }

  /** Asks something that the assistant cannot know, and then for a person. */
  async asksForAPerson(question: string): Promise<void> {
    await this.say(question);
    await this.button('Human Chat').first().click();
    await this.log.getByText(WAITING, { exact: true }).first().waitFor();
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

interface LiveChat {
  all: Record<string, unknown> & { hours: Record<string, unknown> };
  [other: string]: unknown;
}

/** Changes how live chat is offered on every channel, as the page Live chat settings does. */
export async function changeLiveChat(
  admin: Staff,
  change: (settings: LiveChat) => void,
): Promise<void> {
  const path = `/properties/${admin.me.properties[0]?.id}/live-chat`;
  const settings = await admin.ask<LiveChat>('GET', path);
  settings.channels = {}; // all inherit
  change(settings);
  await admin.ask('PUT', path, settings);
}
