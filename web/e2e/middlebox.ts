import { createServer, type Server as HttpServer, request, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export type Weather = 'fair' | 'cut' | 401 | 502 | 503 | 'buffer';

/** A reverse proxy that can be told to misbehave as real ones do. */
export class Middlebox {
  /** What happens to API calls from now on. */
  weather: Weather = 'fair';
  private readonly sockets = new Set<Socket>();
  private readonly held = new Set<ServerResponse>();

  private constructor(
    readonly port: number,
    private readonly http: HttpServer,
  ) {}

  static start(target: number): Promise<Middlebox> {
    return new Promise((resolve) => {
      let self: Middlebox | undefined;
      const http = createServer((req, res) => {
        const weather = self?.weather ?? 'fair';
        const api = req.url?.startsWith('/api/guest/v1/') ?? false;
        if (api && weather === 'cut') {
          req.socket.destroy();
          return;
        }
        if (api && typeof weather === 'number') {
          res.writeHead(weather, {
            'Content-Type': 'text/html',
            'Access-Control-Allow-Origin': '*',
          });
          res.end('<h1>the proxy is unwell</h1>');
          return;
        }
        const onward = request(
          {
            host: '127.0.0.1',
            port: target,
            path: req.url,
            method: req.method,
            headers: req.headers,
          },
          (answer) => {
            res.writeHead(answer.statusCode ?? 502, answer.headers);
            if (weather === 'buffer' && req.url?.includes('/stream')) {
              self?.held.add(res); // the answer is kept back until the proxy stops buffering
              answer.resume();
              return;
            }
            res.flushHeaders();
            answer.pipe(res);
          },
        );
        onward.on('error', () => res.destroy());
        res.on('close', () => onward.destroy());
        req.pipe(onward);
      });
      http.on('connection', (s) => {
        self?.sockets.add(s);
        s.on('close', () => self?.sockets.delete(s));
      });
      http.listen(0, '127.0.0.1', () => {
        const address = http.address();
        self = new Middlebox(typeof address === 'object' && address ? address.port : 0, http);
        resolve(self);
      });
    });
  }

  /** Changes the weather and breaks every connection that is open. */
  turn(weather: Weather): void {
    this.weather = weather;
    for (const s of this.sockets) s.destroy();
    this.held.clear();
  }

  stop(): void {
    for (const s of this.sockets) s.destroy();
    this.http.close();
  }
}
