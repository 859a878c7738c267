import type { Author } from '@/api/types';
import { createStore, useStore } from '@/lib/store';

/** How long a typing mark stands without a new one. */
const TYPING_FOR = 6000;
/** How long "… took this" stands on a card. */
const LOST_FOR = 4000;

export interface Lost {
  name: string;
  /** How long before our own press, where the server said it. */
  ms?: number;
}

interface Ephemeral {
  typing: Record<string, Author>;
  drafts: Record<string, { turn: string; text: string }>;
  read: Record<string, number>;
  lost: Record<string, Lost>;
  displaced: Record<string, string>;
}

/** What passes by and is never stored: typing, the assistant's words in the making, who was faster. */
const store = createStore<Ephemeral>({
  typing: {},
  drafts: {},
  read: {},
  lost: {},
  displaced: {},
});

const timers = new Map<string, ReturnType<typeof setTimeout>>();

function later(key: string, wait: number, run: () => void): void {
  clearTimeout(timers.get(key));
  timers.set(
    key,
    setTimeout(() => {
      timers.delete(key);
      run();
    }, wait),
  );
}

function without<T>(record: Record<string, T>, id: string): Record<string, T> {
  if (!(id in record)) return record;
  const { [id]: _gone, ...rest } = record;
  return rest;
}

export const ephemeral = {
  typing(id: string, author: Author, on: boolean): void {
    store.set((s) => ({
      ...s,
      typing: on ? { ...s.typing, [id]: author } : without(s.typing, id),
    }));
    if (on) {
      later(`typing:${id}`, TYPING_FOR, () => {
        store.set((s) => ({ ...s, typing: without(s.typing, id) }));
      });
    }
  },
  draft(id: string, turn: string, text: string): void {
    store.set((s) => ({ ...s, drafts: { ...s.drafts, [id]: { turn, text } } }));
    later(`draft:${id}`, 30_000, () => ephemeral.draftEnd(id));
  },
  draftEnd(id: string): void {
    store.set((s) => ({ ...s, drafts: without(s.drafts, id) }));
  },
  read(id: string, seq: number): void {
    store.set((s) => ({ ...s, read: { ...s.read, [id]: Math.max(seq, s.read[id] ?? 0) } }));
  },
  /** Somebody else was faster on this card. */
  lost(id: string, lost: Lost): void {
    store.set((s) => ({ ...s, lost: { ...s.lost, [id]: lost } }));
    later(`lost:${id}`, LOST_FOR, () => store.set((s) => ({ ...s, lost: without(s.lost, id) })));
  },
  /** A colleague took over a conversation that was mine; stands until I have it again or leave. */
  displaced(id: string, name: string): void {
    store.set((s) => ({ ...s, displaced: { ...s.displaced, [id]: name } }));
  },
  settle(id: string): void {
    store.set((s) => ({ ...s, displaced: without(s.displaced, id) }));
  },
};

export const useTyping = (id: string) => useStore(store, (s) => s.typing[id]);
export const useAssistantDraft = (id: string) => useStore(store, (s) => s.drafts[id]);
export const useGuestRead = (id: string) => useStore(store, (s) => s.read[id] ?? 0);
export const useLost = (id: string) => useStore(store, (s) => s.lost[id]);
export const useLostIds = () => useStore(store, (s) => s.lost);
export const useDisplaced = (id: string) => useStore(store, (s) => s.displaced[id]);
