import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Entry, StoredFile } from '../../shared/wire';
import type { State } from '../src/panel/chat';
import type { GuestConfig } from '../src/protocol';

/** What goes wrong between the guest and the server. */
export type Weather = 'fair' | 'cut' | 'void' | 'hold' | 401 | 502 | 503;

interface Thread {
  id: string;
  entries: Entry[];
  state: State;
  streams: Set<ServerResponse>;
  acks: Map<string, unknown>;
  /** What the guest said of themselves, half wrote, and left, by form. */
  contact: Record<string, unknown>;
  form: Record<string, unknown> | undefined;
  tickets: Map<string, number>;
}

const dist = join(import.meta.dirname, '../../dist');
const types: Record<string, string> = {
  js: 'text/javascript',
  css: 'text/css',
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * The guest API as the protocol tells it, in memory, with a host page and faults on demand. The
 * assistant answers by what the guest writes, so that a test can reach every state.
 */
export class Fake {
  weather: Weather = 'fair';
  config: Partial<GuestConfig> = {};
  /** Bits of the challenge the next session has to solve; 0 for none. */
  challenge = 0;
  /** Extra markup of the host page's head. */
  page = '';
  /** Refuses the panel's page, as a server does that is being restarted. */
  down = false;
  /** Answers the next requests of a route ("PUT /contact") by these: a status, or a problem document. */
  faults: Record<string, (number | { status: number; code: string; [extra: string]: unknown })[]> =
    {};
  /** Holds back what is asked for under that path until it resolves. */
  gate: { path: string; open: Promise<void> } | undefined;
  /** What a request tells beside its times. */
  request: Partial<NonNullable<State['request']>> = {};
  /** Panel documents that are served in the place of the next ones. */
  frames: string[] = [];
  requests: string[] = [];
  readonly threads = new Map<string, Thread>();
  private made = 0;
  private http!: Server;

  static async start(): Promise<Fake> {
    const fake = new Fake();
    fake.http = createServer((request, response) => {
      fake.handle(request, response).catch((error) => {
        console.error(error);
        response.destroy();
      });
    });
    await new Promise<void>((ready) => fake.http.listen(0, ready));
    return fake;
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port;
  }
  /** Where the widget lives. */
  get widget(): string {
    return `http://127.0.0.1:${this.port}`;
  }
  /** The hotel's website: the same server by another name, so another site for the browser. */
  get site(): string {
    return `http://localhost:${this.port}`;
  }

  stop(): void {
    this.http.closeAllConnections();
    this.http.close();
  }

  /** The latest thread: the one a test with one guest is about. */
  get last(): Thread {
    return [...this.threads.values()].at(-1) as Thread;
  }

  /** Every text the guests sent, in order. */
  texts(): string[] {
    return [...this.threads.values()].flatMap((t) =>
      t.entries.filter((e) => e.author.kind === 'guest').map((e) => e.text ?? ''),
    );
  }

  /** Ends all streams, as a restart does. */
  cut(): void {
    for (const t of this.threads.values()) for (const s of t.streams) s.destroy();
  }

  add(t: Thread, entry: Partial<Entry>): Entry {
    const seq = (t.entries.at(-1)?.seq ?? 0) + 1;
    const made: Entry = {
      seq,
      prev: seq - 1,
      id: `e${t.id}-${seq}`,
      kind: 'message',
      author: { kind: 'assistant' },
      at: new Date().toISOString(),
      ...entry,
    };
    t.entries.push(made);
    t.state.last_seq = seq;
    this.emit(t, 'entry', made, seq);
    return made;
  }

  emit(t: Thread, event: string, data: unknown, id?: number): void {
    if (this.weather === 'hold') return;
    for (const s of t.streams) {
      s.write(`${id ? `id: ${id}\n` : ''}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    }
  }

  set(t: Thread, change: Partial<State>): void {
    Object.assign(t.state, change);
    this.emit(t, 'state', t.state);
  }

  private full(locale: string): GuestConfig {
    return {
      key: 'demo',
      name: 'Harbour View Hotel',
      locale,
      locales: ['en', 'de', 'fr', 'pt', 'ar', 'he'],
      colour: '#1F4E79',
      greeting: 'Good evening. I am the digital assistant of Harbour View Hotel. How may I help?',
      launcher_text: 'Chat with us',
      quick_replies: ['What time is breakfast?', 'Do you have parking?'],
      phone: '+351 21 000 0000',
      email: 'desk@harbourview.example',
      privacy_url: 'https://harbourview.example/privacy',
      timezone: 'Europe/Lisbon',
      position: 'right',
      theme: 'auto',
      teaser: false,
      ...this.config,
    };
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://x');
    const path = url.pathname;
    this.requests.push(`${request.method} ${path}`);
    if (this.gate && path.startsWith(this.gate.path)) await this.gate.open;
    if (path === '/' || path.startsWith('/page')) {
      const script =
        this.page || `<script async src="${this.widget}/w/v1.js" data-key="demo"></script>`;
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Rooms</title>${script}<h1>Harbour View</h1><p><a href="/page2">More</a></p>`,
      );
    } else if (path === '/w/frame' && this.down) request.socket.destroy();
    else if (path === '/w/frame' && this.frames.length) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(this.frames.shift());
    } else if (path === '/w/frame') {
      await this.file(response, 'widget/frame.html');
    } else if (path.startsWith('/chat/')) await this.file(response, 'widget/chat.html');
    else if (path.startsWith('/w/')) await this.file(response, `widget/${path.slice(3)}`);
    else if (path.startsWith('/files/')) {
      response.setHeader('content-type', 'image/svg+xml');
      response.end(
        '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200"><rect width="320" height="200" fill="#9db"/></svg>',
      );
    } else if (path.startsWith('/api/guest/v1/')) await this.api(request, response, url);
    else {
      response.statusCode = 404;
      response.end();
    }
  }

  private async file(response: ServerResponse, name: string): Promise<void> {
    try {
      const body = await readFile(join(dist, name));
      response.setHeader('content-type', types[name.split('.').pop() ?? ''] ?? 'text/plain');
      if (name.endsWith('.html')) {
        // As strict as the real server's.
        response.setHeader(
          'content-security-policy',
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'",
        );
      }
      response.end(body);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  }

  private async api(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const reply = (status: number, body?: unknown) => {
      response.statusCode = status;
      if (body !== undefined) {
        response.setHeader(
          'content-type',
          status < 400 ? 'application/json' : 'application/problem+json',
        );
      }
      response.end(body === undefined ? '' : JSON.stringify(body));
    };
    const { weather } = this;
    if (weather === 'cut') return void request.socket.destroy();
    if (typeof weather === 'number') {
      response.writeHead(weather, { 'content-type': 'text/html' });
      return void response.end('<h1>the proxy is unwell</h1>');
    }
    const path = url.pathname.slice('/api/guest/v1'.length);
    const locale = url.searchParams.get('locale') || 'en';
    const isJson = request.headers['content-type']?.startsWith('application/json');
    const body = isJson ? JSON.parse(raw.toString()) : {};
    if (path === '/config') {
      return url.searchParams.get('key') === 'demo'
        ? reply(200, this.full(locale))
        : reply(404, { code: 'not_found', status: 404 });
    }
    if (path === '/sessions') {
      if (this.challenge && !body.challenge) {
        const challenge = { algorithm: 'sha256', salt: 'salt', difficulty: this.challenge };
        return reply(429, { code: 'challenge', challenge });
      }
      const token = `t${++this.made}`;
      this.threads.set(token, {
        id: `c${this.made}`,
        entries: [],
        streams: new Set(),
        acks: new Map(),
        contact: {},
        form: undefined,
        tickets: new Map(),
        state: {
          conversation_id: `c${this.made}`,
          status: 'none',
          controller: { kind: 'assistant' },
          last_seq: 0,
          human: { available: true, show: false, offer: 'human' },
        },
      });
      return reply(201, { token, contact_id: token, property: this.full(body.locale || 'en') });
    }
    const t = this.threads.get(request.headers.authorization?.slice(7) ?? '');
    if (!t || weather === 'void')
      return reply(401, { code: 'unauthorized', status: 401, detail: 'void' });
    const key = `${request.method} ${path}`;
    const fault = this.faults[key]?.shift();
    if (typeof fault === 'number') return reply(fault, { code: 'unavailable', status: fault });
    if (fault) return reply(fault.status, fault);
    if (key === 'GET /entries') {
      const after = Number(url.searchParams.get('after'));
      return reply(200, {
        ...t.state,
        entries: t.entries.filter((e) => e.seq > after),
        more: false,
      });
    }
    if (key === 'GET /stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.flushHeaders();
      t.streams.add(response);
      request.socket.on('close', () => t.streams.delete(response));
      if (weather === 'hold') return;
      response.write(': hello\n\n');
      const after = Number(url.searchParams.get('after'));
      for (const e of t.entries) {
        if (e.seq > after)
          response.write(`id: ${e.seq}\nevent: entry\ndata: ${JSON.stringify(e)}\n\n`);
      }
      response.write(`event: state\ndata: ${JSON.stringify(t.state)}\n\n`);
      return;
    }
    if (key === 'POST /messages') {
      const known = t.acks.get(body.client_id);
      if (known) return reply(200, known);
      if (Array.from(body.text as string).length > 4000)
        return reply(422, { code: 'invalid', status: 422, detail: 'Too long.' });
      t.state.status = 'open';
      const files = (body.files as string[] | undefined)?.map((id) => this.stored(id));
      const e = this.add(t, {
        author: { kind: 'guest' },
        text: body.text,
        client_id: body.client_id,
        ...(files?.length ? { files } : {}),
      });
      const ack = { conversation_id: t.id, seq: e.seq, id: e.id, at: e.at };
      t.acks.set(body.client_id, ack);
      reply(201, ack);
      if (t.state.controller.kind === 'assistant') this.answer(t, body.text);
      return;
    }
    if (path === '/human') {
      const asks = request.method === 'POST';
      if (asks && t.state.controller.kind === 'assistant') {
        t.state.controller = { kind: 'waiting' };
        t.state.request = {
          state: 'ringing',
          opened_at: new Date().toISOString(),
          remaining_ms: 90_000,
          total_ms: 120_000,
          ...this.request,
        };
        t.state.offer = undefined;
        this.add(t, {
          kind: 'system',
          author: { kind: 'system' },
          code: 'waiting',
          text: 'Please wait while we connect you to an agent',
        });
      } else if (!asks) {
        t.state.controller = { kind: 'assistant' };
        t.state.request = undefined;
        this.add(t, {
          kind: 'system',
          author: { kind: 'system' },
          code: 'cancelled',
          text: 'The assistant is back.',
        });
      }
      this.emit(t, 'state', t.state);
      return reply(200, t.state);
    }
    if (path === '/offer') {
      t.state.offer = undefined;
      this.emit(t, 'state', t.state);
      return reply(200, t.state);
    }
    if (key === 'PUT /form') {
      t.form = body.text || body.name ? body : undefined;
      return reply(204);
    }
    if (path === '/transcript') return reply(202);
    if (path === '/leave-message') {
      if (body.text.length > 4000) {
        const errors = [{ location: 'body.text', message: 'Too long.' }];
        return reply(422, { code: 'invalid', status: 422, errors });
      }
      let ticket = t.tickets.get(body.form_id);
      if (!ticket) {
        ticket = 1042 + t.tickets.size;
        t.tickets.set(body.form_id, ticket);
        t.form = undefined;
        t.state.offer = undefined;
        t.state.status = 'open';
        this.add(t, { author: { kind: 'guest' }, text: body.text });
        this.add(t, {
          kind: 'system',
          author: { kind: 'system' },
          code: 'ticket',
          text: `Your message has been passed on. Ticket #${ticket}. We reply to m…@mail.com by 10:00 (Lisbon time).`,
          params: { ticket: `${ticket}`, address: 'm…@mail.com', reply_by: '2026-11-23T10:00:00Z' },
        });
        this.emit(t, 'state', t.state);
      }
      return reply(201, { ticket, reply_by: '2026-11-23T10:00:00Z' });
    }
    if (path === '/files') return reply(201, this.stored(`f${++this.made}`));
    if (path === '/conversations') {
      const one = {
        id: t.id,
        status: t.state.status,
        started_at: t.entries[0]?.at,
        last_at: t.entries.at(-1)?.at,
        preview: t.entries.at(-1)?.text,
        unread: 0,
      };
      return reply(200, { conversations: t.entries.length ? [one] : [] });
    }
    if (path === '/contact') {
      Object.assign(t.contact, body);
      return reply(200, t.contact);
    }
    reply(204);
  }

  private stored(id: string): StoredFile {
    return {
      id,
      name: 'view from the room.png',
      type: 'image/png',
      size: 1000,
      width: 320,
      height: 200,
      url: `/files/${id}/x.png`,
    };
  }

  private answer(t: Thread, text: string): void {
    if (/silence/.test(text)) return;
    if (/breakfast/.test(text)) {
      this.add(t, {
        decision: 'answer',
        text: 'Breakfast is served from **06:30 to 10:30**, at weekends to 11:00.\n\n- Buffet on the terrace\n- Vegetarian and gluten-free dishes\n\nSee [the menu](https://harbourview.example/menu).',
      });
    } else if (/park/.test(text)) {
      this.add(t, {
        decision: 'suggest',
        text: 'I am not sure what you mean.',
        suggestions: [
          { id: 's1', text: 'How much is parking?' },
          { id: 's2', text: 'Is there a park nearby?' },
        ],
        offer_human: true,
      });
    } else if (/casino/.test(text)) {
      this.add(t, {
        decision: 'cannot_help',
        text: "I don't have that information. Our team can help you.",
        offer_human: true,
      });
    } else this.add(t, { decision: 'answer', text: `You wrote: ${text}` });
  }
}
