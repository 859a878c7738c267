import type { Session } from './api';
import { Feed, type FeedClient } from './feed';
import { type TabClient, type TabMessage, Tabs } from './tabs';

/**
 * Everything that listens: the stream and the agreement between tabs. Loaded with the first session,
 * because a guest who has not written yet has nothing to listen to.
 */
export class Live {
  readonly feed: Feed;
  readonly tabs: Tabs;

  constructor(name: string, session: Session, feed: FeedClient, tabs: Omit<TabClient, 'lead'>) {
    this.feed = new Feed(session, feed);
    this.tabs = new Tabs(name, {
      ...tabs,
      lead: (on) => (on ? this.feed.start() : this.feed.end()),
    });
  }

  start(): void {
    this.tabs.start();
  }

  end(): void {
    this.tabs.end();
    this.feed.end();
  }

  /** A message to the other tabs of this chat. */
  send(message: TabMessage): void {
    this.tabs.send(message);
  }

  get leading(): boolean {
    return this.tabs.leading;
  }
}
