import { useEffect, useSyncExternalStore } from 'react';
import { api } from '@/api/endpoints';
import type { Drafts } from '@/api/types';
import { local } from '@/lib/storage';

const LOCAL_AFTER = 300;
const SERVER_AFTER = 2000;
const EMPTY: Drafts = { reply: '', note: '' };

export type DraftTab = keyof Drafts;

/**
 * The only owner of what is being written: per conversation and tab (reply or note), kept in this browser
 * after 300 ms and on the server after 2 s. What is here beats the server's copy, because the
 * server's is only ever older or another device's.
 */
export class DraftStore {
  private readonly drafts = new Map<string, Drafts>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly listeners = new Set<() => void>();
  private readonly save: (id: string, draft: Drafts) => Promise<unknown>;

  constructor(save: (id: string, draft: Drafts) => Promise<unknown>) {
    this.save = save;
  }

  get(id: string): Drafts {
    let draft = this.drafts.get(id);
    if (!draft) {
      draft = local.json<Drafts>(`draft.${id}`) ?? EMPTY;
      this.drafts.set(id, draft);
    }
    return draft;
  }

  set(id: string, tab: DraftTab, text: string): void {
    const before = this.get(id);
    if (before[tab] === text) return;
    this.drafts.set(id, { ...before, [tab]: text });
    this.notify();
    this.later(`local:${id}`, LOCAL_AFTER, () => this.keep(id));
    this.later(`server:${id}`, SERVER_AFTER, () => void this.send(id));
  }

  /** Puts words back in front of what was written meanwhile: a message that was refused is not lost. */
  restore(id: string, tab: DraftTab, text: string): void {
    const now = this.get(id)[tab];
    if (now.includes(text)) return;
    this.set(id, tab, now ? `${text}\n${now}` : text);
  }

  /** Takes over the server's copy where nothing is kept here. */
  adopt(id: string, draft: Drafts): void {
    const here = this.get(id);
    if (here.reply || here.note || (!draft.reply && !draft.note)) return;
    this.drafts.set(id, { reply: draft.reply ?? '', note: draft.note ?? '' });
    this.keep(id);
    this.notify();
  }

  /** Writes at once what a timer would have written: the page is going away. */
  flush(): void {
    for (const key of [...this.timers.keys()]) {
      if (!key.startsWith('local:')) continue;
      clearTimeout(this.timers.get(key));
      this.timers.delete(key);
      this.keep(key.slice('local:'.length));
    }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private keep(id: string): void {
    const draft = this.get(id);
    local.set(`draft.${id}`, draft.reply || draft.note ? JSON.stringify(draft) : null);
  }

  private async send(id: string): Promise<void> {
    try {
      await this.save(id, this.get(id));
    } catch {
      // It is kept here; the next change tries the server again.
    }
  }

  private later(key: string, wait: number, run: () => void): void {
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        run();
      }, wait),
    );
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

export const drafts = new DraftStore((id, draft) =>
  draft.reply || draft.note ? api.saveDraft(id, draft) : api.dropDraft(id),
);

window.addEventListener('pagehide', () => drafts.flush());

/** What is being written in a conversation; asks the server once for what another device left. */
export function useDraft(id: string): Drafts {
  useEffect(() => {
    api.draft(id).then(
      (draft) => drafts.adopt(id, draft),
      () => undefined, // no draft, or no connection: then there is none to take over
    );
  }, [id]);
  return useSyncExternalStore(drafts.subscribe, () => drafts.get(id));
}

/** True where words wait to be sent, for the mark in the lists. */
export function useHasDraft(id: string): boolean {
  return useSyncExternalStore(drafts.subscribe, () => Boolean(drafts.get(id).reply));
}
