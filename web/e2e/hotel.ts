import { createServer, type Server as HttpServer } from 'node:http';
import { password, type Server } from './server.ts';

/** A hotel's own website on `localhost`, another site than the widget's `127.0.0.1`, and on the property's list. */
export class Hotel {
  private constructor(
    readonly url: string,
    private readonly http: HttpServer,
  ) {}

  static async open(server: Server): Promise<Hotel> {
    const http = createServer((_, res) => {
      res.writeHead(200, { 'Content-Type': 'text/html' });
      res.end(
        `<!doctype html><html lang="en"><title>A hotel</title><h1>A hotel</h1><p>Rooms with a view.</p><script async src="${server.url}/w/v1.js" data-key="demo"></script></html>`,
      );
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const address = http.address();
    const url = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;
    await allow(server, url);
    return new Hotel(url, http);
  }

  close(): void {
    this.http.close();
    this.http.closeAllConnections();
  }
}

/** Puts a website on the sample property's list, as its Admin does. */
async function allow(server: Server, site: string): Promise<void> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json' };
  const login = await fetch(`${server.url}/api/v1/login`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ email: 'admin@demo.example', password }),
  });
  headers.Cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const me = (await login.json()) as { properties: { id: string }[] };
  for (const { id } of me.properties) {
    const address = `${server.url}/api/v1/properties/${id}/settings`;
    const { sites } = (await (await fetch(address, { headers })).json()) as { sites: string[] };
    const saved = await fetch(address, {
      method: 'PATCH',
      headers,
      body: JSON.stringify({ sites: [...sites, site] }),
    });
    if (!saved.ok) throw new Error(`site list: ${saved.status} ${await saved.text()}`);
  }
}
