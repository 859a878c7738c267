import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Server } from './server.ts';

export type Channel = 'whatsapp' | 'messenger' | 'instagram';

export const channels: [Channel, string][] = [
  ['whatsapp', 'WhatsApp'],
  ['messenger', 'Messenger'],
  ['instagram', 'Instagram'],
];

export interface Message {
  id: string;
  by: 'guest' | 'us' | 'owner';
  text?: string;
  state?: string;
  choices?: { title: string; payload: string }[];
  media?: { id: string; kind: string; voice?: boolean }[];
  /** Sent with HUMAN_AGENT. */
  late?: boolean;
}

export interface World {
  guests: { id: string; channel: Channel; name: string; key: string; messages: Message[] | null }[];
  waiting: number;
  out_until?: string;
}

export interface Sent {
  n: number;
  to: string;
  text?: string;
  ours?: string;
  kind: string;
}

/** The simulator's own API: where its page is not what is looked at. */
export class Simulator {
  constructor(private readonly server: Server) {}

  async world(): Promise<World> {
    return (await (await fetch(`${this.server.url}/simulator/api/state`)).json()) as World;
  }

  async ask<T = Record<string, unknown>>(path: string, body: object): Promise<T> {
    const answer = await fetch(`${this.server.url}/simulator/api/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Deskbell-Simulator': '1' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async guest(channel: Channel, name: string): Promise<string> {
    return (await this.ask<{ id: string }>('guests', { channel, name })).id;
  }

  act(guest: string, act: object): Promise<object> {
    return this.ask(`guests/${guest}/act`, act);
  }

  set(change: object): Promise<object> {
    return this.ask('set', change);
  }

  async messages(guest: string): Promise<Message[]> {
    const { guests } = await this.world();
    return guests.find(({ id }) => id === guest)?.messages ?? [];
  }

  /** What the desk said to a guest so far, as one text. */
  async heard(guest: string): Promise<string> {
    const told = (await this.messages(guest)).filter(({ by }) => by !== 'guest');
    return told.map(({ text }) => text ?? '').join('\n');
  }

  /** Everything that was accepted after a number, in order. */
  async sent(after = 0): Promise<Sent[]> {
    const list: Sent[] = [];
    for (;;) {
      const from = list.at(-1)?.n ?? after;
      const answer = await fetch(`${this.server.url}/simulator/api/sent?after=${from}`);
      const more = (await answer.json()) as Sent[];
      if (more.length === 0) return list;
      list.push(...more);
    }
  }
}

/** A channel's phone on the simulator's page, with somebody of its own. */
export class Phone {
  private constructor(
    readonly page: Page,
    private readonly region: Locator,
    private readonly simulator: Simulator,
    /** The guest's id at the simulator. */
    readonly id: string,
  ) {}

  static async open(
    browser: Browser,
    server: Server,
    channel: Channel,
    label: string,
    name: string,
  ): Promise<Phone> {
    const simulator = new Simulator(server);
    const id = await simulator.guest(channel, name);
    const page = await (
      await browser.newContext({ viewport: { width: 1440, height: 1000 } })
    ).newPage();
    await page.goto(`${server.url}/simulator/`);
    const region = page.getByRole('region', { name: label, exact: true });
    await region.getByRole('combobox', { name: 'Guest' }).selectOption(id);
    return new Phone(page, region, simulator, id);
  }

  get log(): Locator {
    return this.region.getByRole('log');
  }

  button(name: string): Locator {
    return this.region.getByRole('button', { name, exact: true });
  }

  async say(text: string): Promise<void> {
    await this.region.getByRole('textbox', { name: 'Message' }).fill(text);
    await this.button('Send').click();
    await this.log.getByText(text, { exact: true }).first().waitFor();
  }

  /** Presses the newest choice of that name. */
  async choose(name: string): Promise<void> {
    await this.log.getByRole('button', { name, exact: true }).last().click();
  }

  /** The owner of the account answers from the hotel's own phone. */
  async owner(text: string): Promise<void> {
    const box = this.region.getByRole('checkbox', { name: "Owner's phone" });
    await box.check();
    await this.region.getByRole('textbox', { name: "Answer from the owner's phone" }).fill(text);
    await this.button('Send').click();
    await this.log.getByText(text, { exact: true }).waitFor();
    await box.uncheck();
  }

  messages(): Promise<Message[]> {
    return this.simulator.messages(this.id);
  }

  heard(): Promise<string> {
    return this.simulator.heard(this.id);
  }

  /** Waits until the desk said something that fits. */
  async hears(words: string | RegExp, timeout = 15_000): Promise<void> {
    await expect
      .poll(() => this.heard(), { timeout })
      .toMatch(typeof words === 'string' ? new RegExp(literal(words)) : words);
    await this.log.getByText(words).first().waitFor();
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
