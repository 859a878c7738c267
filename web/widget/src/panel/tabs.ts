/**
 * One tab holds the stream for all of them. The visible tab leads: it takes the lock away from a
 * hidden one. The leader passes on what it hears and beats; a follower that was fed nothing for 6 s,
 * or a browser without Web Locks, opens a stream of its own, because a wrong guess here may cost a
 * connection but never a message.
 */
const BEAT = 2_000;
const UNFED = 6_000;

/** What goes between the tabs of one chat. */
export type TabMessage =
  | { t: 'beat'; cursor: number; link: string }
  | { t: 'event'; name: string; data: unknown }
  | { t: 'queue' }
  | { t: 'session' };

/** What a tab does when its part changes. */
export interface TabClient {
  lead(on: boolean): void;
  hear(message: TabMessage): void;
  beat(): TabMessage;
}

export class Tabs {
  leading = false;
  private channel: BroadcastChannel | null = null;
  private release: (() => void) | null = null;
  private waiting: AbortController | null = null;
  private clock: ReturnType<typeof setInterval> | undefined;
  private fed = 0;

  constructor(
    private name: string,
    private client: TabClient,
  ) {}

  start(): void {
    if (this.clock) return;
    this.fed = performance.now();
    try {
      this.channel = new BroadcastChannel(this.name);
      this.channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
        if (data.t === 'beat') {
          this.fed = performance.now();
          if (!this.release) this.set(false);
        }
        this.client.hear(data);
      };
    } catch {
      // Without a channel every tab is alone with its own stream.
    }
    this.clock = setInterval(() => {
      if (this.release) this.send(this.client.beat());
      else if (performance.now() - this.fed > UNFED) this.set(true);
    }, BEAT);
    document.addEventListener('visibilitychange', this.visible);
    if (this.channel && navigator.locks) this.request(document.visibilityState === 'visible');
    else this.set(true);
  }

  /** On pagehide: an open stream, lock or channel would keep the page out of the back cache. */
  end(): void {
    if (!this.clock) return;
    clearInterval(this.clock);
    this.clock = undefined;
    document.removeEventListener('visibilitychange', this.visible);
    this.waiting?.abort();
    this.release?.();
    this.release = null;
    this.set(false);
    this.channel?.close();
    this.channel = null;
  }

  send(message: TabMessage): void {
    this.channel?.postMessage(message);
  }

  private visible = () => {
    if (document.visibilityState === 'visible' && !this.release && navigator.locks)
      this.request(true);
  };

  private set(on: boolean) {
    if (on === this.leading) return;
    this.leading = on;
    this.client.lead(on);
  }

  private request(steal: boolean) {
    this.waiting?.abort();
    const waiting = new AbortController();
    this.waiting = waiting;
    let mine: (() => void) | null = null;
    navigator.locks
      .request(`${this.name}-lead`, steal ? { steal } : { signal: waiting.signal }, () => {
        if (!this.clock) return;
        this.set(true);
        this.send(this.client.beat());
        return new Promise<void>((resolve) => {
          mine = this.release = resolve;
        });
      })
      .catch(() => {
        if (waiting.signal.aborted || !this.clock) return;
        if (mine) {
          // Another tab took over: follow it, and stand in line for when it closes.
          if (this.release === mine) this.release = null;
          this.fed = performance.now();
          this.set(false);
          this.request(false);
        } else if (!this.release) this.set(true); // locks are refused here
      });
  }
}
