import { backoffMs } from '../../../shared/backoff';
import { ApiError } from '../../../shared/problem';
import type { Author, Controller, Entry, Page, StoredFile } from '../../../shared/wire';
import type { GuestConfig } from '../protocol';
import { About } from './about';
import type { Session } from './api';
import type { Link } from './feed';
import type { Live } from './live';
import { type Ack, Outbox, type Pending } from './outbox';
import type { Keep } from './storage';
import type { TabMessage } from './tabs';

/** What the server says about the conversation beside its entries. */
export interface State {
  conversation_id?: string;
  status: 'open' | 'resolved' | 'none';
  controller: Controller;
  last_seq: number;
  offer?: { state: string; choices: string[]; phone?: string };
  request?: {
    state: 'ringing' | 'promised';
    opened_at: string;
    remaining_ms: number;
    total_ms: number;
    /** Who promised to come. */
    by?: string;
    typical_ms?: number;
    ask_contact?: boolean;
  };
  typing?: boolean;
  human?: { available: boolean; show: boolean; offer: 'human' | 'leave_message' | 'off' };
  desk?: { open: boolean; opens_at?: string; zone: string; phone?: string };
  form?: { form_id?: string; name?: string; email?: string; phone?: string; text?: string };
  ticket?: { number: number; reply_by?: string };
  emergency?: { number?: string; property?: string };
  /** The conversation can be sent by e-mail. */
  transcript?: boolean;
  read_seq?: number;
  delivered_seq?: number;
}

interface Snapshot extends State {
  entries: Entry[];
  more: boolean;
}

const NONE: State = { status: 'none', controller: { kind: 'assistant' }, last_seq: 0 };

/**
 * The chat as this tab knows it: entries in order, what is being sent, who answers. Everything that
 * arrives, by stream, poll, another tab or an acknowledgement, goes through here and may come twice.
 */
export class Chat {
  entries: Entry[] = [];
  /** What was said under a session that is no longer valid: shown until the page goes. */
  past: Entry[] = [];
  state: State = NONE;
  /** performance.now() at which the request's wait is over, by the server's clock. */
  deadline = 0;
  typing: Author | null = null;
  draft: { turn_id: string; text: string } | null = null;
  link: Link = 'off';
  downSince = 0;
  /** The last refusal that is not about one message: blocked, rate limited, unknown key. */
  refusal: ApiError | null = null;
  loaded = false;
  /** A press of Human Chat, Cancel or a choice is on its way. */
  acting = false;
  /** The form for a message to the desk is open; it is after a reload, too. */
  leaving: boolean;
  outbox: Outbox;
  readonly about: About;
  page: Page | undefined;
  onEntry: (entry: Entry) => void = () => {};
  private live: Live | undefined;
  private away = false;
  private cursor = 0;
  private reading: Promise<void> | null = null;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private listeners = new Set<() => void>();
  private soon = false;

  constructor(
    private key: string,
    readonly session: Session,
    readonly keep: Keep,
    public config: GuestConfig,
  ) {
    this.about = new About(session, keep);
    this.leaving = keep.get('leaving') !== null;
    this.outbox = new Outbox(session, keep, `deskbell-${key}`, {
      changed: (mine) => {
        if (mine) this.live?.send({ t: 'queue' });
        this.changed();
      },
      stored: (item, ack) => this.stored(item, ack),
      refused: (error) => this.refuse(error),
      page: () => this.page,
    });
    session.onRenewed = () => this.renewed();
    session.onMade = () => this.about.renew();
    session.onConfig = (made) => {
      this.config = { ...this.config, ...made };
      this.changed();
    };
  }

  subscribe(fn: () => void): () => void {
    this.listeners.add(fn);
    return () => this.listeners.delete(fn);
  }

  /** Tells the views, once for everything that happened in this turn of the event loop. */
  changed(): void {
    if (this.soon) return;
    this.soon = true;
    queueMicrotask(() => {
      this.soon = false;
      for (const fn of this.listeners) fn();
    });
  }

  /** Begins to listen, where there is a session; costs nothing where there is none. */
  async start(): Promise<void> {
    this.away = false;
    this.about.begin();
    if (this.session.token) {
      void this.listen();
      await this.catchUp().catch((error) => this.refuse(error));
    }
    this.loaded = true;
    this.changed();
    if (this.outbox.items.length) this.outbox.retry();
  }

  /** Another tab changed what is kept: its queue is ours, and its session too. */
  elsewhere(): void {
    this.outbox.reload();
    if (this.session.token && !this.live) void this.start();
  }

  /** pagehide: a page with an open stream is not kept for the back button. */
  pause(): void {
    this.away = true;
    this.live?.end();
    this.setLink('off');
  }

  /** Connect now, without waiting any longer. */
  hurry(): void {
    this.live?.feed.hurry();
  }

  /** The browser says that the network went or came back. An open stream would not notice for a while. */
  network(on: boolean): void {
    if (!on) this.setLink('down');
    else if (this.downSince) this.live?.feed.restart();
    this.hurry();
  }

  /** Starts the stream, once there is a session. */
  private async listen(): Promise<void> {
    for (let wait = 500; !this.live; wait = Math.min(wait * 2, 30_000)) {
      try {
        const { Live } = await import('./live');
        this.live ??= this.connect(Live);
      } catch {
        await new Promise((again) => setTimeout(again, wait)); // offline just now
      }
    }
    if (!this.away) this.live.start();
  }

  private connect(Made: typeof Live): Live {
    return new Made(
      `deskbell-${this.key}`,
      this.session,
      {
        cursor: () => this.cursor,
        event: (name, data) => {
          this.live?.send({ t: 'event', name, data });
          this.event(name, data);
        },
        poll: () => this.catchUp(),
        link: (link) => this.setLink(link),
      },
      {
        hear: (message) => this.hear(message),
        beat: () => ({ t: 'beat', cursor: this.cursor, link: this.link }),
      },
    );
  }

  send(text: string, files?: StoredFile[], suggestion?: string): void {
    this.refusal = null;
    this.outbox.add(text, files, suggestion);
  }

  /**
   * Human Chat, its cancel, and the choices of an offer: each answers with the new state. A wish for a
   * person is never lost in silence: it is tried for about half a minute, then the telephone is shown.
   */
  async act(method: string, path: string, body?: unknown): Promise<void> {
    if (this.acting) return;
    this.acting = true;
    this.refusal = null;
    this.changed();
    for (let attempt = 0; this.acting; attempt++) {
      try {
        this.apply(await this.session.call<State>(method, path, body));
        this.acting = false;
        void this.listen();
        if (this.state.last_seq > this.cursor) await this.catchUp();
      } catch (error) {
        const why = error instanceof ApiError ? error : null;
        if (this.acting && why?.temporary && why.code !== 'rate_limited' && attempt < 6) {
          await new Promise((again) => setTimeout(again, backoffMs(attempt, why.retryAfter)));
        } else if (this.acting) {
          this.acting = false;
          this.refuse(error, true);
        }
      }
    }
    this.changed();
  }

  /** Opens the form for a message to the desk, or closes it; what is half written stays kept. */
  leave(on: boolean): void {
    this.leaving = on;
    this.keep.set('leaving', on ? '1' : null);
    this.changed();
  }

  /** Something was stored that this tab has not seen yet: listen, and read it. */
  follow(): void {
    void this.listen();
    this.catchUp().catch(() => {});
  }

  /** Small reports that nobody waits for (typing, read, page); none makes a session. */
  tell(path: string, body: unknown): void {
    if (this.session.token) this.session.call('POST', path, body).catch(() => {});
  }

  /** Reads what is missing after the last entry known, once at a time. */
  catchUp(): Promise<void> {
    this.reading ??= this.read().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  private async read(): Promise<void> {
    for (let page = 0; page < 40; page++) {
      if (!this.session.token) return;
      const after = this.cursor;
      const got = await this.session.call<Snapshot>('GET', `/entries?after=${after}&limit=500`);
      if (after !== this.cursor) continue; // the stream was faster, or everything was reset
      if (
        this.state.conversation_id &&
        got.conversation_id !== this.state.conversation_id &&
        after
      ) {
        this.forget();
        this.state = NONE;
        continue;
      }
      for (const entry of got.entries) this.put(entry);
      if (got.entries.length) this.cursor = Math.max(this.cursor, got.entries.at(-1)?.seq ?? 0);
      this.apply(got);
      if (!got.more || !got.entries.length) return;
    }
  }

  /** One event of the stream, or of the tab that holds it. */
  event(name: string, data: unknown): void {
    if (name === 'entry') this.entry(data as Entry);
    else if (name === 'state') this.apply(data as State);
    else if (name === 'typing') {
      const { author, on } = data as { author: Author; on: boolean };
      this.setTyping(on ? author : null);
    } else if (name === 'read') {
      const read_seq = Math.max(this.state.read_seq ?? 0, (data as { seq: number }).seq);
      this.state = { ...this.state, read_seq };
    } else if (name === 'draft') this.draft = data as { turn_id: string; text: string };
    else if (name === 'draft_end') this.draft = null;
    else if (name === 'reset') {
      this.forget();
      this.catchUp().catch(() => {});
    }
    this.changed();
  }

  private entry(entry: Entry) {
    if (entry.seq <= this.cursor) {
      if (entry.kind === 'edit') return;
      this.put(entry);
      return;
    }
    if (entry.prev > this.cursor) {
      // Something between is missing: a hint was lost, the store has it.
      this.catchUp().catch(() => this.hurry());
      return;
    }
    this.put(entry);
    this.cursor = entry.seq;
  }

  private put(entry: Entry) {
    if (entry.kind === 'edit') {
      const target = this.entries.find(({ seq }) => seq === Number(entry.params?.seq));
      if (target) target.text = entry.text;
      return;
    }
    const at = this.entries.findIndex(({ seq }) => seq >= entry.seq);
    const known = at >= 0 && this.entries[at]?.seq === entry.seq;
    if (at < 0) this.entries.push(entry);
    else this.entries.splice(at, known ? 1 : 0, entry);
    if (entry.author.kind !== 'guest') {
      this.setTyping(null);
      if (entry.author.kind === 'assistant' || entry.kind !== 'message') this.draft = null;
      if (!known) this.onEntry(entry);
    } else if (this.outbox.items.some(({ client_id }) => client_id === entry.client_id)) {
      this.outbox.remove(entry.client_id as string); // the answer was lost, the message was not
    }
    this.changed();
  }

  private stored(item: Pending, ack: Ack) {
    if (this.state.conversation_id && ack.conversation_id !== this.state.conversation_id)
      this.forget();
    this.state = { ...this.state, conversation_id: ack.conversation_id };
    if (this.state.status !== 'open') this.state.status = 'open';
    this.refusal = null;
    if (!this.entries.some(({ seq }) => seq === ack.seq)) {
      // Shown as stored at once; `cursor` stays, so that the stream still brings what is before it.
      const { client_id, text, files } = item;
      this.put({
        ...ack,
        client_id,
        text,
        files,
        kind: 'message',
        author: { kind: 'guest' },
        prev: this.cursor,
      });
    }
    void this.listen();
  }

  private apply(state: State) {
    const { conversation_id } = this.state;
    if (conversation_id && state.conversation_id && state.conversation_id !== conversation_id) {
      this.forget();
      this.catchUp().catch(() => {});
    }
    const { read_seq, delivered_seq } = this.state;
    if (state.controller.kind !== this.state.controller.kind) {
      this.draft = null;
      // Somebody has come after all: the form makes room, its text is kept.
      if (state.controller.kind === 'agent') this.leave(false);
    }
    this.state = {
      ...state,
      // Marks only move forward, whatever order the news comes in.
      read_seq: Math.max(read_seq ?? 0, state.read_seq ?? 0),
      delivered_seq: Math.max(delivered_seq ?? 0, state.delivered_seq ?? 0, state.read_seq ?? 0),
    };
    if (state.request) this.deadline = performance.now() + state.request.remaining_ms;
    // A state tells whether the assistant is at it; a person's typing comes as an event of its own.
    if (state.typing) this.setTyping({ kind: 'assistant' });
    else if (this.typing?.kind === 'assistant') this.setTyping(null);
    this.changed();
  }

  private setTyping(author: Author | null) {
    clearTimeout(this.typingTimer);
    this.typing = author;
    // A lost "off" must not leave somebody writing for ever; the assistant may think longer.
    if (author) {
      this.typingTimer = setTimeout(
        () => this.setTyping(null),
        author.kind === 'assistant' ? 30_000 : 6_000,
      );
    }
    this.changed();
  }

  private hear(message: TabMessage) {
    if (message.t === 'queue') this.outbox.reload();
    else if (message.t === 'session') {
      this.forget();
      this.live?.feed.restart();
    } else if (this.live?.leading) return;
    else if (message.t === 'event') this.event(message.name, message.data);
    else {
      this.setLink(message.link as Link);
      if (message.cursor > this.cursor) this.catchUp().catch(() => {});
    }
  }

  private setLink(link: Link) {
    if (link === 'connecting' && this.downSince) return; // still down until something arrives
    if (link === this.link) return;
    const well = link === 'live' || link === 'polling';
    if (link === 'down') this.downSince ||= performance.now();
    else this.downSince = 0;
    this.link = link;
    if (well) this.about.retry();
    if (well && this.outbox.items.some(({ state }) => state !== 'refused')) this.outbox.retry();
    this.changed();
  }

  private refuse(error: unknown, always = false) {
    const why = error instanceof ApiError ? error : new ApiError(0, 'internal', `${error}`);
    const aboutOne =
      why.code === 'invalid' || why.code === 'too_large' || why.code === 'unsupported_type';
    // An unreachable server is the offline bar's matter, and one message's its own mark's.
    if (always || ((!why.temporary || why.code === 'rate_limited') && !aboutOne))
      this.refusal = why;
    this.changed();
  }

  private forget() {
    this.entries = [];
    this.cursor = 0;
    this.draft = null;
  }

  private renewed() {
    this.past = [...this.past, ...this.entries];
    this.forget();
    this.state = NONE;
    this.live?.send({ t: 'session' });
    this.live?.feed.restart();
    this.changed();
  }
}
