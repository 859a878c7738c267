import type { GuestConfig } from '../protocol';

/** What `boot` takes; a script element gives the same by data attributes. */
export interface Options {
  key?: string;
  locale?: string;
  theme?: string;
}

/** The one first-party storage key: when the chat was last used, and whether it was left open. */
export interface Kept {
  opened?: number;
  open?: boolean;
}

/** What the loader has made, for the shell that is loaded on the guest's first sign of interest. */
export interface Context {
  /** Where the script came from; config and panel come from there too. */
  origin: string;
  options: Options;
  config: GuestConfig;
  kept: Kept;
  host: HTMLElement;
  box: HTMLElement;
  launcher: HTMLElement;
  badge: HTMLElement;
  style: (css: string) => void;
  emit: (name: string, data?: unknown) => void;
  /** Forgets this boot, so that another may follow. */
  gone: () => void;
}

/** The commands that need the panel; `from` is what had the focus when the command was given. */
export interface Shell {
  prefetch(): void;
  open(focus: boolean | undefined, from: Element | null): void;
  close(): void;
  toggle(value: undefined, from: Element | null): void;
  ask(text: string, from: Element | null): void;
  set(values: Record<string, unknown>): void;
  shutdown(): void;
}

/** The name of the storage key. */
export const KEY = 'deskbell';
