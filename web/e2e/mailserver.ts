import { Buffer } from 'node:buffer';
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type Server as NetServer, type Socket } from 'node:net';

/** A mail as it was taken in. */
export interface Mail {
  to: string;
  subject: string;
  /** Its plain text, with lines as the writer broke them. */
  text: string;
  id: string;
  /** Where an answer to it goes. */
  answerTo: string;
}

/** A mail server that takes in whatever it is sent, and keeps it. */
export class MailServer {
  readonly mails: Mail[] = [];

  private constructor(
    readonly port: number,
    private readonly net: NetServer,
  ) {}

  static async start(): Promise<MailServer> {
    let server: MailServer | undefined;
    const net = createServer((socket) => server?.talk(socket));
    await new Promise<void>((resolve) => net.listen(0, '127.0.0.1', resolve));
    const address = net.address();
    if (typeof address !== 'object' || !address) throw new Error('no port');
    server = new MailServer(address.port, net);
    return server;
  }

  close(): void {
    this.net.close();
  }

  private talk(socket: Socket): void {
    let heard = '';
    let to = '';
    let inData = false;
    const say = (line: string) => socket.write(`${line}\r\n`);
    socket.on('error', () => undefined);
    socket.setEncoding('utf8');
    say('220 mail.example');
    socket.on('data', (chunk: string) => {
      heard += chunk;
      for (;;) {
        const end = heard.indexOf(inData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const said = heard.slice(0, end);
        heard = heard.slice(end + (inData ? 5 : 2));
        if (inData) {
          inData = false;
          this.mails.push(read(to, said.replace(/^\.\./gm, '.')));
          say('250 OK');
        } else if (/^(DATA)/i.test(said)) {
          inData = true;
          say('354 go on');
        } else if (/^QUIT/i.test(said)) {
          say('221 bye');
          socket.end();
        } else {
          to = /^RCPT TO:<([^>]*)>/i.exec(said)?.[1] ?? to;
          say('250 OK');
        }
      }
    });
  }
}

/** What a guest's mail program makes of an answer: what was written, and the whole mail quoted under it. */
export function answer(mail: Mail, from: string, text: string): string {
  const lines = [
    `From: Maria Rossi <${from}>`,
    `To: ${mail.answerTo}`,
    `Subject: Re: ${mail.subject}`,
    `Message-ID: <${randomUUID()}@guests.example>`,
    `In-Reply-To: ${mail.id}`,
    `References: ${mail.id}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
    'On Sunday the desk wrote:',
    ...mail.text.split(/\r?\n/).map((line) => `> ${line}`),
  ];
  return lines.join('\r\n');
}

/** Brings a mail to the hook as a mail server does, signed as Standard Webhooks has it. Tells whether it was taken. */
export async function bring(base: string, secret: string, raw: string): Promise<boolean> {
  const id = `msg_${randomUUID()}`;
  const stamp = Math.floor(Date.now() / 1000).toString();
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${stamp}.${raw}`).digest('base64');
  const brought = await fetch(`${base}/hooks/mail`, {
    method: 'POST',
    headers: {
      'Content-Type': 'message/rfc822',
      'webhook-id': id,
      'webhook-timestamp': stamp,
      'webhook-signature': `v1,${signature}`,
    },
    body: raw,
  });
  if (!brought.ok) throw new Error(`the hook: ${brought.status} ${await brought.text()}`);
  return ((await brought.json()) as { taken: boolean }).taken;
}

function read(to: string, raw: string): Mail {
  const [head, body] = split(raw);
  return {
    to,
    subject: header(head, 'Subject'),
    text: plain(head, body),
    id: header(head, 'Message-ID'),
    answerTo: header(head, 'Reply-To') || header(head, 'From'),
  };
}

/** The first plain text among the parts. */
function plain(head: string, body: string): string {
  const boundary = /boundary="?([^";\s]+)/i.exec(header(head, 'Content-Type'))?.[1];
  if (boundary) {
    for (const part of body.split(`--${boundary}`).slice(1, -1)) {
      const found = plain(...split(part.replace(/^\r\n/, '')));
      if (found) return found;
    }
    return '';
  }
  if (!/^text\/plain/i.test(header(head, 'Content-Type'))) return '';
  const encoding = header(head, 'Content-Transfer-Encoding').toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function split(raw: string): [head: string, body: string] {
  const end = raw.indexOf('\r\n\r\n');
  return end < 0 ? [raw, ''] : [raw.slice(0, end), raw.slice(end + 4)];
}

function header(head: string, name: string): string {
  const lines = head.replace(/\r\n[ \t]+/g, ' ');
  return new RegExp(`^${name}: *(.*)$`, 'im').exec(lines)?.[1]?.trim() ?? '';
}
