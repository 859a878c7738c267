import { backoffMs } from '../../../shared/backoff';
import { ApiError, readProblem } from '../../../shared/problem';
import { rejected, type Session } from './api';
import { type ServerEvent, SseParser } from './sse';

/** How the newest entries reach this tab now. */
export type Link = 'off' | 'connecting' | 'live' | 'polling' | 'down';

const SILENT = 8_000; // a proxy holds the stream back: read by polling meanwhile
const DEAD = 40_000; // two missed beats and a bit: the connection is gone without saying so
const POLL = 2_000;
const RETRY_STREAM = 45_000; // how long a held-back stream is left open before it is tried anew

/** What the feed needs of the chat. */
export interface FeedClient {
  cursor(): number;
  event(name: string, data: unknown): void;
  poll(): Promise<void>;
  link(link: Link): void;
}

/**
 * Keeps one stream open, for as long as it runs: reconnects with full jitter through 401, 502, 503
 * and cuts, honours Retry-After and `bye`, and polls where a proxy lets nothing through.
 */
export class Feed {
  private stop: AbortController | null = null;
  private wake: (() => void) | null = null;
  private padded = false;

  constructor(
    private session: Session,
    private client: FeedClient,
  ) {}

  get running(): boolean {
    return this.stop !== null;
  }

  start(): void {
    if (this.stop) return;
    this.stop = new AbortController();
    void this.run(this.stop.signal);
  }

  end(): void {
    this.stop?.abort();
    this.stop = null;
    this.wake?.();
  }

  /** Another session: what is open belongs to the old one. */
  restart(): void {
    if (!this.stop) return;
    this.end();
    this.start();
  }

  /** The network is back, or the guest is: do not wait any longer. */
  hurry = (): void => this.wake?.();

  private async run(signal: AbortSignal) {
    let attempt = 0;
    let doubts = 0;
    this.client.link('connecting');
    while (!signal.aborted) {
      let floor: number | null = null;
      const began = performance.now();
      const token = await this.session.ensure().catch(() => null);
      try {
        if (token) floor = await this.connect(token, signal);
        doubts = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof ApiError) floor = error.retryAfter;
        // Asked twice before the session is given up: a fault in between can look like a rejection.
        if (token && rejected(error) && ++doubts > 1) {
          doubts = 0;
          this.session.drop(token);
        }
      }
      if (signal.aborted) return;
      if (performance.now() - began > 10_000) attempt = 0;
      this.client.link('down');
      await this.pause(backoffMs(attempt++, floor));
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** One connection, until it ends; returns the least wait before the next. */
  private async connect(token: string, signal: AbortSignal): Promise<number | null> {
    const own = new AbortController();
    const abort = () => own.abort();
    signal.addEventListener('abort', abort);
    let flowing = false;
    let polling: ReturnType<typeof setInterval> | undefined;
    let last = performance.now();
    const began = last;
    // One slow clock instead of a timer per event.
    const watch = setInterval(() => {
      const quiet = performance.now() - last;
      if (flowing ? quiet > DEAD : performance.now() - began > RETRY_STREAM) return abort();
      if (!flowing && quiet > SILENT && !polling) {
        this.padded = true;
        polling = setInterval(poll, POLL);
        poll();
      }
    }, 500);
    const poll = () =>
      void this.client.poll().then(
        () => !signal.aborted && polling && this.client.link('polling'),
        () => !signal.aborted && polling && this.client.link('down'),
      );
    const stopPolling = () => {
      clearInterval(polling);
      polling = undefined;
    };
    try {
      const answer = await fetch(
        `/api/guest/v1/stream?after=${this.client.cursor()}${this.padded ? '&pad=1' : ''}`,
        {
          headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
          credentials: 'omit',
          cache: 'no-store',
          signal: own.signal,
        },
      );
      if (!answer.ok) throw await readProblem(answer);
      if (!answer.body || !answer.headers.get('content-type')?.startsWith('text/event-stream')) {
        throw new ApiError(answer.status, 'unavailable', ''); // a sign-in page of the hotel's Wi-Fi
      }
      const reader = answer.body.getReader();
      const parser = new SseParser();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return null;
        last = performance.now();
        if (!flowing) {
          flowing = true;
          stopPolling();
          this.client.link('live');
        }
        for (const event of parser.push(value)) {
          if (event.event === 'bye') return this.bye(event, token);
          if (event.event) this.deliver(event);
        }
      }
    } finally {
      stopPolling();
      clearInterval(watch);
      signal.removeEventListener('abort', abort);
      abort();
    }
  }

  private deliver({ event, data }: ServerEvent) {
    let parsed: unknown;
    try {
      parsed = JSON.parse(data);
    } catch {
      return; // a broken frame costs nothing: the next entry's `prev` shows the gap
    }
    this.client.event(event, parsed);
  }

  private bye({ data }: ServerEvent, token: string): number {
    let said: { reason?: string; retry_ms?: number } = {};
    try {
      said = JSON.parse(data);
    } catch {
      // no reason given
    }
    if (said.reason === 'signed_out') this.session.drop(token);
    return Math.min(said.retry_ms ?? 0, 60_000);
  }
}
