import { ApiError } from '../../../shared/problem';
import { uuidv7 } from '../../../shared/uuid';
import type { Page, StoredFile } from '../../../shared/wire';
import type { Session } from './api';
import { alone, type Keep } from './storage';

/** A message on its way. `failed` waits for the guest; `refused` never goes as it is. */
export interface Pending {
  client_id: string;
  text: string;
  at: string;
  files?: StoredFile[];
  suggestion?: string;
  state: 'sending' | 'failed' | 'refused';
  code?: string;
}

/** What the server answered to a stored message. */
export interface Ack {
  conversation_id: string;
  seq: number;
  id: string;
  at: string;
}

const STEPS = [500, 1_000, 2_000, 4_000, 8_000];

/**
 * The guest's unsent messages, in order, kept over a reload and shared by all tabs. Each has its own
 * client id, so that sending it twice stores it once. One that does not get through holds back those
 * behind it; one that the server refuses for what it is does not.
 */
export class Outbox {
  items: Pending[];
  private busy = false;
  private again = false;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private held = false;

  constructor(
    private session: Session,
    private keep: Keep,
    private name: string,
    private client: {
      /** `mine`: this tab changed the queue, the others should look. */
      changed(mine: boolean): void;
      stored(item: Pending, ack: Ack): void;
      refused(error: ApiError): void;
      page(): Page | undefined;
    },
  ) {
    this.items = keep.json<Pending[]>('queue', []);
  }

  add(text: string, files?: StoredFile[], suggestion?: string): void {
    const at = new Date().toISOString();
    const item: Pending = { client_id: uuidv7(), text, at, state: 'sending' };
    if (files?.length) item.files = files;
    if (suggestion) item.suggestion = suggestion;
    this.save([...this.read(), item]);
    void this.flush();
  }

  remove(id: string): void {
    this.save(this.read().filter((item) => item.client_id !== id));
    void this.flush();
  }

  /** By the guest's press, or because the connection is back. */
  retry(): void {
    this.tries = 0;
    clearTimeout(this.timer);
    const items = this.read();
    if (items.some((item) => item.state === 'failed')) {
      this.save(
        items.map((item) => (item.state === 'failed' ? { ...item, state: 'sending' } : item)),
      );
    }
    void this.flush();
  }

  /** Another tab changed the queue. */
  reload(): void {
    this.items = this.read();
    this.client.changed(false);
    if (this.items.some((item) => item.state === 'sending')) void this.flush();
  }

  /** Nothing is sent while questions are asked before the chat. */
  hold(on: boolean): void {
    this.held = on;
    if (!on) void this.flush();
  }

  private read(): Pending[] {
    // Storage is the truth, since another tab may have sent or added something.
    return this.keep.kept ? this.keep.json<Pending[]>('queue', []) : this.items;
  }

  private save(items: Pending[]) {
    this.items = items;
    this.keep.set('queue', items.length ? JSON.stringify(items) : null);
    this.client.changed(true);
  }

  private async flush(): Promise<void> {
    if (this.held) return;
    this.again = this.busy;
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    try {
      await alone(`${this.name}-send`, async () => {
        for (;;) {
          const items = this.read();
          this.items = items;
          const item = items.find(({ state }) => state !== 'refused');
          if (item?.state !== 'sending' || !(await this.send(item))) return;
        }
      });
    } finally {
      this.busy = false;
      if (this.again) void this.flush(); // something was added while the last one was on its way
    }
  }

  /** Sends one; tells whether the next may go. */
  private async send(item: Pending): Promise<boolean> {
    const { client_id, text, files, suggestion } = item;
    const body = {
      client_id,
      text,
      files: files?.map(({ id }) => id),
      suggestion,
      page: this.client.page(),
    };
    try {
      const ack = await this.session.call<Ack>('POST', '/messages', body);
      this.tries = 0;
      // Before it leaves the queue, so that it is on screen at every moment.
      this.client.stored(item, ack);
      this.save(this.read().filter((other) => other.client_id !== client_id));
      return true;
    } catch (error) {
      const why = error instanceof ApiError ? error : new ApiError(0, 'internal', `${error}`);
      if (!why.temporary && why.status !== 401) {
        this.mark(client_id, 'refused', why.code);
        this.client.refused(why);
        return true;
      }
      const step = STEPS[this.tries++];
      if (step === undefined || why.code === 'rate_limited') {
        this.mark(client_id, 'failed', why.code);
        this.client.refused(why);
        if (why.retryAfter !== null) this.timer = setTimeout(() => this.retry(), why.retryAfter);
      } else {
        this.timer = setTimeout(() => this.flush(), Math.max(step, why.retryAfter ?? 0));
      }
      return false;
    }
  }

  private mark(id: string, state: Pending['state'], code: string) {
    this.save(this.read().map((item) => (item.client_id === id ? { ...item, state, code } : item)));
  }
}
