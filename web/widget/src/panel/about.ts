import { backoffMs } from '../../../shared/backoff';
import { ApiError } from '../../../shared/problem';
import type { Session } from './api';
import type { Keep } from './storage';

type Values = Record<string, unknown>;

/**
 * What the guest or the website says about the guest (the JS API's `set`, the questions before a chat,
 * the language). It may come before there is a session, while one is being made, or while the server
 * is away, so it is told until the server has it, and told again where another session follows.
 */
export class About {
  private known: Values = {};
  private version = 0;
  private told = 0;
  private sessions = 0;
  private busy = false;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private mayKeep = false;

  constructor(
    private session: Session,
    private keep: Keep,
  ) {}

  /** The guest has opened the chat: what is not told yet is kept over a reload from now on. */
  begin(): void {
    this.mayKeep = true;
    const kept = this.keep.json<Values>('set', {});
    if (Object.keys(kept).length) this.add(kept, this.known);
    else if (this.told < this.version) this.store();
  }

  /** Adds values; the newer ones win. */
  set(values: Values): void {
    this.add(this.known, values);
  }

  /** There is a new session: it knows nothing yet. */
  renew(): void {
    this.told = 0;
    this.sessions++;
    this.retry();
  }

  /** The connection is back, or nothing was tried yet. */
  retry(): void {
    this.tries = 0;
    void this.tell();
  }

  private add(...values: Values[]) {
    const known = Object.assign({}, ...values) as Values;
    if (!Object.keys(known).length) return;
    this.known = known;
    this.version++;
    this.store();
    this.retry();
  }

  private store() {
    if (this.mayKeep)
      this.keep.set('set', this.told < this.version ? JSON.stringify(this.known) : null);
  }

  private async tell(): Promise<void> {
    if (this.busy || this.told >= this.version || !this.session.token) return;
    this.busy = true;
    clearTimeout(this.timer);
    const { version, sessions } = this;
    const body: Values = {};
    const attributes: Values = {};
    for (const [name, value] of Object.entries(this.known)) {
      (/^(name|email|phone|locale|no_address)$/.test(name) ? body : attributes)[name] = value;
    }
    if (Object.keys(attributes).length) body.attributes = attributes;
    let wait: number | undefined;
    try {
      await this.session.call('PUT', '/contact', body);
      if (sessions === this.sessions) this.told = version;
    } catch (error) {
      const why = error instanceof ApiError ? error : new ApiError(0, 'internal', '');
      if (why.temporary || why.status === 401) wait = backoffMs(this.tries++, why.retryAfter);
      else if (!this.drop(why)) this.told = this.version; // it would be refused again
    }
    this.busy = false;
    this.store();
    if (wait !== undefined) this.timer = setTimeout(() => this.tell(), wait);
    else void this.tell(); // something was said meanwhile
  }

  /** Takes out what the server refused by name, so that one bad address does not take the rest along. */
  private drop({ problem }: ApiError): boolean {
    const before = Object.keys(this.known).length;
    for (const { location } of (problem?.errors ?? []) as { location?: string }[])
      delete this.known[location?.split('.')[1] ?? ''];
    const left = Object.keys(this.known).length;
    return left > 0 && left < before;
  }
}
