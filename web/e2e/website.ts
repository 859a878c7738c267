import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer, type Server as HttpsServer } from 'node:https';
import { join } from 'node:path';

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);
/** Who signed the site's certificate: the server is told to believe it. */
export const authority = fixture('push-service.crt');

/**
 * A hotel's own website on this machine, as websites are: it has a menu on every page, links that bite their tail, a
 * calendar without end, pages that programs are asked not to read, and one that leads inside a network.
 */
export class Website {
  /** What each address answers; a page that is not here is not there. */
  readonly pages = new Map<string, string>();
  /** Every address that was asked for, in order, with who asked. */
  readonly asked: { path: string; agent: string }[] = [];

  private constructor(private readonly server: HttpsServer) {}

  static async open(): Promise<Website> {
    const server = createServer({
      cert: readFileSync(fixture('push-service.crt')),
      key: readFileSync(fixture('push-service.key')),
    });
    const site = new Website(server);
    server.on('request', (request, response) => {
      const path = request.url ?? '/';
      site.asked.push({ path, agent: request.headers['user-agent'] ?? '' });
      if (path === '/robots.txt') {
        response.writeHead(200, { 'Content-Type': 'text/plain' });
        response.end('User-agent: *\nDisallow: /staff/\n');
      } else if (path === '/wifi') {
        // Where a hotel's router lies; nothing there must be asked.
        response.writeHead(302, { Location: 'https://192.168.0.1/admin' }).end();
      } else if (path.startsWith('/loop/')) {
        html(response, `<h1>Round ${path.length}</h1><a href="loop/">on</a>`);
      } else if (path.startsWith('/calendar')) {
        const day = Number(path.split('=')[1] ?? 0);
        html(response, `<h1>Day ${day}</h1><a href="/calendar?day=${day + 1}">tomorrow</a>`);
      } else {
        const page = site.pages.get(path);
        if (page) html(response, page);
        else response.writeHead(404).end();
      }
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return site;
  }

  get url(): string {
    const at = this.server.address();
    return `https://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}/`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

function html(response: ServerResponse, main: string): void {
  const menu = ['/', '/pool', '/dogs', '/staff/rota', '/wifi', '/loop/', '/calendar?day=1'];
  const links = menu.map((to) => `<a href="${to}">${to}</a>`).join(' ');
  response
    .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
    .end(
      `<!doctype html><html lang="en"><title>A hotel</title><nav>${links}</nav><main>${main}</main></html>`,
    );
}
