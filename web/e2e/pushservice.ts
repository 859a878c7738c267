import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server as HttpsServer } from 'node:https';
import { join } from 'node:path';

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);
/** Who signed the service's certificate: the server is told to believe it. */
export const authority = fixture('push-service.crt');

/** What a browser keeps of its subscription: keys that nobody else has. */
export class Subscriber {
  private readonly ecdh: ECDH = createECDH('prime256v1');
  private readonly secret = randomBytes(16);

  constructor() {
    this.ecdh.generateKeys();
  }

  get keys(): { p256dh: string; auth: string } {
    return {
      p256dh: this.ecdh.getPublicKey().toString('base64url'),
      auth: this.secret.toString('base64url'),
    };
  }

  /** Reads what was sent (RFC 8291, with one record of RFC 8188). */
  read(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const length = body.readUInt8(20);
    const sender = body.subarray(21, 21 + length);
    const sealed = body.subarray(21 + length);
    const shared = this.ecdh.computeSecret(sender);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.ecdh.getPublicKey(), sender]);
    const input = Buffer.from(hkdfSync('sha256', shared, this.secret, info, 32));
    const key = hkdfSync('sha256', input, salt, 'Content-Encoding: aes128gcm\0', 16);
    const nonce = hkdfSync('sha256', input, salt, 'Content-Encoding: nonce\0', 12);
    const open = createDecipheriv('aes-128-gcm', Buffer.from(key), Buffer.from(nonce));
    open.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([open.update(sealed.subarray(0, -16)), open.final()]);
    return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8');
  }
}

/** One push, as it was received. */
export interface Received {
  topic: string;
  ttl: number;
  urgency: string;
  body: Buffer;
}

/**
 * A push service on this machine, in the place of a browser maker's. It takes nothing that a real one would
 * refuse: the sender must be the one that the browser subscribed with, and prove it (VAPID, RFC 8292).
 */
export class PushService {
  readonly received: Received[] = [];
  readonly refused: string[] = [];
  /** The sender's key, once a browser has subscribed with it: base64url. */
  key = '';

  private constructor(private readonly server: HttpsServer) {}

  static async open(): Promise<PushService> {
    const server = createServer({
      cert: readFileSync(authority),
      key: readFileSync(fixture('push-service.key')),
    });
    const service = new PushService(server);
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const header = (name: string) => String(request.headers[name] ?? '');
        const fault =
          service.check(header('authorization')) ??
          (header('content-encoding') === 'aes128gcm' && header('ttl') ? '' : 'no push');
        if (fault) service.refused.push(fault);
        else {
          service.received.push({
            topic: header('topic'),
            ttl: Number(header('ttl')),
            urgency: header('urgency'),
            body: Buffer.concat(parts),
          });
        }
        response.writeHead(fault ? 400 : 201).end();
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return service;
  }

  get origin(): string {
    const at = this.server.address();
    return `https://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`;
  }

  /** What is wrong with a sender's proof; nothing where it is right. */
  private check(authorization: string): string | undefined {
    const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization) ?? [];
    if (!key || key !== this.key) return 'another sender than the browser subscribed with';
    const [head = '', claims = '', signature = ''] = token.split('.');
    const point = Buffer.from(key, 'base64url');
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    };
    const signed = verify(
      'sha256',
      Buffer.from(`${head}.${claims}`),
      { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    if (!signed) return 'a signature that is not the sender’s';
    const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
      aud: string;
      exp: number;
      sub: string;
    };
    if (aud !== this.origin) return `a proof for ${aud}`;
    if (exp * 1000 < Date.now() || exp * 1000 > Date.now() + 24 * 3600_000) return 'its time';
    return /^(mailto|https):/.test(sub) ? undefined : 'nobody to turn to';
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
