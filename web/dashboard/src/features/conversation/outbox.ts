import { uuidv7 } from '@shared/uuid';
import { ApiError } from '@/api/client';
import type { AuthorKind, StoredFile } from '@/api/types';
import { backoff } from '@/lib/backoff';
import { local } from '@/lib/storage';
import { createStore, useStore } from '@/lib/store';

/** A message or note on its way; it stands at the end of the thread until its entry arrives. */
export interface Pending {
  client_id: string;
  kind: 'message' | 'note';
  text: string;
  files: StoredFile[];
  epoch?: number;
  at: string;
  state: 'sending' | 'retrying' | 'failed' | 'sent';
  attempts: number;
  /** The reason of a final refusal, in the server's words. */
  reason?: string;
  seq?: number;
  author: AuthorKind;
}

export type Deliver = (
  conversation: string,
  pending: Pending,
) => Promise<{ seq: number; epoch?: number }>;

/** How the outbox tells about a refusal that is the conversation's and not the network's. */
export type Refused = (conversation: string, pending: Pending, error: ApiError) => void;

const NOTHING: Pending[] = [];

/**
 * Sends in order: one message at a time per conversation, the same client id at every attempt, so that
 * the server stores it once. What is on its way survives a reload. A refusal keeps the text for the
 * writer and holds back what was written after it.
 */
export class Outbox {
  readonly store = createStore<Record<string, Pending[]>>(local.json('outbox') ?? {});
  private readonly busy = new Set<string>();
  private readonly deliver: Deliver;
  private readonly refused: Refused;

  constructor(deliver: Deliver, refused: Refused) {
    this.deliver = deliver;
    this.refused = refused;
  }

  add(id: string, message: Pick<Pending, 'kind' | 'text' | 'files' | 'epoch'>): string {
    const pending: Pending = {
      ...message,
      client_id: uuidv7(),
      at: new Date().toISOString(),
      state: 'sending',
      attempts: 0,
      author: 'agent',
    };
    this.change(id, (list) => [...list, pending]);
    void this.run(id);
    return pending.client_id;
  }

  /** Takes up what a reload or a lost connection interrupted. */
  resume(): void {
    for (const id of Object.keys(this.store.get()))
      this.arrived(id, ({ state }) => state === 'sent');
    for (const id of Object.keys(this.store.get())) void this.run(id);
  }

  retry(id: string, clientId: string): void {
    this.update(id, clientId, { state: 'sending', attempts: 0, reason: undefined });
    void this.run(id);
  }

  drop(id: string, clientId: string): Pending | undefined {
    const found = this.list(id).find(({ client_id }) => client_id === clientId);
    this.change(id, (list) => list.filter(({ client_id }) => client_id !== clientId));
    void this.run(id);
    return found;
  }

  /** Removes what has arrived in the thread. */
  arrived(id: string, seen: (pending: Pending) => boolean): void {
    if (this.list(id).some(seen)) this.change(id, (list) => list.filter((item) => !seen(item)));
  }

  list(id: string): Pending[] {
    return this.store.get()[id] ?? NOTHING;
  }

  private async run(id: string): Promise<void> {
    if (this.busy.has(id)) return;
    this.busy.add(id);
    try {
      for (;;) {
        const next = this.list(id).find(({ state }) => state !== 'sent');
        if (!next || next.state === 'failed') return;
        if (!(await this.attempt(id, next))) return;
      }
    } finally {
      this.busy.delete(id);
    }
  }

  private async attempt(id: string, pending: Pending): Promise<boolean> {
    try {
      const { seq } = await this.deliver(id, pending);
      this.update(id, pending.client_id, { state: 'sent', seq });
      return true;
    } catch (error) {
      const refusal = error instanceof ApiError ? error : new ApiError(0, {});
      if (!refusal.passing) {
        this.update(id, pending.client_id, { state: 'failed', reason: refusal.message });
        this.refused(id, pending, refusal);
        return false;
      }
      return this.wait(id, pending);
    }
  }

  private async wait(id: string, pending: Pending): Promise<boolean> {
    const attempts = pending.attempts + 1;
    const wait = backoff(attempts);
    if (wait === undefined) {
      this.update(id, pending.client_id, { state: 'failed' });
      return false;
    }
    this.update(id, pending.client_id, { state: 'retrying', attempts });
    await new Promise((resolve) => setTimeout(resolve, wait));
    return true;
  }

  private update(id: string, clientId: string, change: Partial<Pending>): void {
    this.change(id, (list) =>
      list.map((item) => (item.client_id === clientId ? { ...item, ...change } : item)),
    );
  }

  private change(id: string, make: (list: Pending[]) => Pending[]): void {
    this.store.set((all) => {
      const list = make(all[id] ?? NOTHING);
      const { [id]: _old, ...rest } = all;
      return list.length > 0 ? { ...rest, [id]: list } : rest;
    });
    const all = this.store.get();
    local.set('outbox', Object.keys(all).length > 0 ? JSON.stringify(all) : null);
  }
}

export function useOutbox(outbox: Outbox, id: string): Pending[] {
  return useStore(outbox.store, (all) => all[id] ?? NOTHING);
}
