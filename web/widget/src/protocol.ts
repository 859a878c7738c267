import type { Page } from '../../shared/wire';

/** What GET /config answers: how the property presents itself, in the locale chosen. */
export interface GuestConfig {
  key: string;
  name: string;
  locale: string;
  locales: string[];
  colour: string;
  logo_url?: string;
  greeting: string;
  launcher_text?: string;
  quick_replies?: string[];
  phone?: string;
  email?: string;
  privacy_url?: string;
  timezone: string;
  position: 'right' | 'left';
  theme: 'auto' | 'light' | 'dark';
  teaser: boolean;
  pre_chat?: { enabled: boolean; fields: string[]; why?: string; policy_url?: string };
  human?: { always_visible: boolean };
  /** The property's own words for the server's lines, by code; `dismiss` names the teaser's ×. */
  strings?: Record<string, string>;
}

/**
 * The first and only window message: loader to panel, with a MessagePort. It hands over the config
 * that the loader has already, so that opening costs one request less. Nothing secret is in it, and
 * nothing secret ever travels the other way.
 */
export interface Init {
  deskbell: 1;
  config: GuestConfig;
  theme?: string;
  page: Page;
  /** An earlier visit used the chat: the panel may read its storage before it is opened. */
  resumed: boolean;
}

/** Loader to panel, over the port. */
export type ToPanel =
  | { t: 'open'; full: boolean; focus: boolean }
  | { t: 'close' }
  | { t: 'full'; full: boolean }
  | { t: 'page'; page: Page }
  | { t: 'ask'; text: string }
  | { t: 'set'; values: Record<string, unknown> }
  | { t: 'shutdown' };

/** Panel to loader, over the port. `label` is "2 new messages" in the guest's language. */
export type ToLoader =
  | { t: 'ready' }
  | { t: 'close' }
  | { t: 'unread'; n: number; label: string }
  | { t: 'event'; name: 'message' | 'human' | 'ticket' | 'error'; data: Record<string, string> }
  | { t: 'gone' };
