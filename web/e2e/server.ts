import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const binary = process.env.DESKBELL_BIN ?? join(import.meta.dirname, '../../bin/deskbell');

export const password = 'deskbell-demo';

/** A running demo on a folder of its own. */
export class Server {
  private child: ChildProcess | undefined;
  private output = '';

  private constructor(
    readonly port: number,
    private readonly dir: string,
    private readonly env: Record<string, string>,
    private readonly command: 'demo' | 'serve',
  ) {}

  /** Where the dashboard and the widget's own files are. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The same server under another host name: the website, as another site than the widget's. */
  get site(): string {
    return `http://localhost:${this.port}`;
  }

  static async start(
    env: Record<string, string> = {},
    command: 'demo' | 'serve' = 'demo',
  ): Promise<Server> {
    const server = new Server(
      await freePort(),
      mkdtempSync(join(tmpdir(), 'deskbell-e2e-')),
      {
        DESKBELL_LIMITS: 'off',
        ...env,
      },
      command,
    );
    await server.run();
    return server;
  }

  /** Starts the process (again) on the same folder and port. */
  async run(): Promise<void> {
    const child = spawn(
      binary,
      [this.command, '--addr', `127.0.0.1:${this.port}`, '--data', this.dir],
      {
        env: { ...process.env, ...this.env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.child = child;
    child.stdout?.on('data', (b: Buffer) => {
      this.output += b.toString();
    });
    child.stderr?.on('data', (b: Buffer) => {
      this.output += b.toString();
    });
    const deadline = Date.now() + 60_000;
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the server ended: ${this.output}`);
      try {
        if ((await fetch(`${this.url}/readyz`)).ok) return;
      } catch {
        // not listening yet
      }
      if (Date.now() > deadline) throw new Error(`the server is not ready: ${this.output}`);
      await new Promise((r) => setTimeout(r, 20));
    }
  }

  /** Ends the process as a power cut would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.dir, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((r) => child.once('exit', r));
    child.kill(signal);
    await gone;
  }

  get log(): string {
    return this.output;
  }
}

/**
 * A port that nothing listens on now, below those that outgoing connections are given by themselves: while a server is
 * away, one of them could take its port.
 */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
  throw new Error('no port is free');
}
