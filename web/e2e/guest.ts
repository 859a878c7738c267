import { randomUUID } from 'node:crypto';
import type { Server } from './server.ts';

interface Entry {
  seq: number;
  kind: string;
  author: { kind: string };
  text?: string;
}

interface GuestState {
  conversation_id?: string;
  controller: { kind: string; name?: string };
  offer?: { choices: string[] };
  request?: { state: string };
}

/** A guest who writes through the guest API alone: where the widget itself is not what is looked at. */
export class Guest {
  /** The conversation of the last message. */
  conversation = '';

  private constructor(
    private readonly server: Server,
    private readonly token: string,
  ) {}

  static async arrive(server: Server, key = 'demo'): Promise<Guest> {
    const session = await ask(server, 'POST', '/sessions', { key, locale: 'en' });
    return new Guest(server, session.token as string);
  }

  async write(text: string): Promise<void> {
    const sent = await this.ask('POST', '/messages', { client_id: randomUUID(), text });
    this.conversation = sent.conversation_id as string;
  }

  async named(name: string): Promise<void> {
    await this.ask('PUT', '/contact', { name });
  }

  /** Asks for a person, as the button Human Chat does. */
  async human(): Promise<GuestState> {
    const state = (await this.ask('POST', '/human')) as unknown as GuestState;
    this.conversation = state.conversation_id ?? this.conversation;
    return state;
  }

  async cancel(): Promise<void> {
    await this.ask('DELETE', '/human');
  }

  async state(): Promise<GuestState> {
    return (await this.ask('GET', '/entries?after=0')) as unknown as GuestState;
  }

  /** Everything the guest has been told, in order. */
  async read(): Promise<Entry[]> {
    return (await this.ask('GET', '/entries?after=0')).entries as Entry[];
  }

  /** What was said to the guest so far, as one text. */
  async heard(): Promise<string> {
    const told = (await this.read()).filter(({ author }) => author.kind !== 'guest');
    return told.map(({ text }) => text ?? '').join('\n');
  }

  private ask(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    return ask(this.server, method, path, body, this.token);
  }
}

async function ask(
  server: Server,
  method: string,
  path: string,
  body?: object,
  token?: string,
): Promise<Record<string, unknown>> {
  const answer = await fetch(`${server.url}/api/guest/v1${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}
