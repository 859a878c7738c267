import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer, type Server as HttpsServer } from 'node:https';
import { join } from 'node:path';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name));

/** A turn as a bot is sent it. */
interface Turn {
  type: string;
  text: string;
  property: { name: string };
  guest?: { id: string; language?: string; verified: boolean };
  previous?: { guest: string; assistant: string }[];
}

/** What the bot answers a turn with; nothing: it has nothing to say. */
export type Answer = object | undefined;

/** A property's own bot on this machine. It believes only what is signed with its secret. */
export class Bot {
  /** Every turn that it was sent and believed. */
  readonly turns: Turn[] = [];
  /** The secret as Settings shows it. */
  secret = '';
  down = false;
  /** What it answers while the test holds it: each is let go by hand. */
  private held: (() => void)[] | undefined;

  private constructor(private readonly server: HttpsServer) {}

  static async open(says: (turn: Turn) => Answer): Promise<Bot> {
    const server = createServer({
      cert: fixture('push-service.crt'),
      key: fixture('push-service.key'),
    });
    const bot = new Bot(server);
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => {
        body += part.toString();
      });
      request.on('end', () => {
        if (bot.down) {
          response.writeHead(503).end();
          return;
        }
        if (!bot.believes(request.headers, body)) {
          response.writeHead(401).end();
          return;
        }
        const turn = JSON.parse(body) as Turn;
        bot.turns.push(turn);
        const answer = () => send(response, says(turn));
        if (bot.held) bot.held.push(answer);
        else answer();
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return bot;
  }

  /** From here on it answers only when it is let go. */
  hold(): void {
    this.held = [];
  }

  letGo(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const answer of held) answer();
  }

  get url(): string {
    const at = this.server.address();
    return `https://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}/deskbell`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** Whether a request is signed as https://www.standardwebhooks.com has it. */
  private believes(headers: NodeJS.Dict<string | string[]>, body: string): boolean {
    const key = Buffer.from(this.secret.replace(/^whsec_/, ''), 'base64');
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const signature = createHmac('sha256', key).update(signed).digest('base64');
    return String(headers['webhook-signature']).split(' ').includes(`v1,${signature}`);
  }
}

function send(response: ServerResponse, answer: Answer): void {
  if (!answer) {
    response.writeHead(204).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
}
