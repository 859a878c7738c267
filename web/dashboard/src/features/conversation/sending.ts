import type { ApiError } from '@/api/client';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { CardDetail, Controller, Entry, Me } from '@/api/types';
import { queries } from '@/app/queries';
import { patchCard } from '@/realtime/apply';
import { ephemeral } from '@/realtime/ephemeral';
import { appendEntries, type Thread } from '@/realtime/patch';
import { drafts } from './drafts';
import { Outbox, type Pending } from './outbox';

/** The one outbox of this tab. */
export const outbox: Outbox = new Outbox(deliver, refused);

async function deliver(id: string, pending: Pending) {
  const { client_id, text } = pending;
  if (pending.kind === 'note') {
    const stored = await api.note(id, { client_id, text });
    place(id, pending, stored);
    return stored;
  }
  const files = pending.files.map((file) => file.id);
  const stored = await api.send(id, {
    client_id,
    text,
    epoch: pending.epoch,
    ...(files.length > 0 ? { files } : {}),
  });
  place(id, pending, stored);
  return stored;
}

/** The acknowledgement carries the seq: where it is the next one the thread need not wait for its echo. */
function place(
  id: string,
  pending: Pending,
  stored: { seq: number; id: string; at: string },
): void {
  const thread = queries.getQueryData<Thread>(keys.entries(id));
  const me = queries.getQueryData<Me>(keys.me);
  if (!thread || !me || thread.entries.at(-1)?.seq !== stored.seq - 1) return;
  const entry: Entry = {
    seq: stored.seq,
    prev: stored.seq - 1,
    id: stored.id,
    kind: pending.kind,
    author: { kind: 'agent', id: me.id, name: me.public_name || me.name },
    text: pending.text,
    at: stored.at,
    client_id: pending.client_id,
    files: pending.files,
    ...(outside(id) && pending.kind === 'message' ? { delivery: { state: 'waiting' } } : {}),
  };
  queries.setQueryData<Thread>(keys.entries(id), appendEntries(thread, [entry]).thread);
}

/** True where messages go out to another channel, and how they stand is told. */
function outside(id: string): boolean {
  const channel = queries.getQueryData<CardDetail>(keys.conversation(id))?.channel;
  return channel !== undefined && channel !== 'web';
}

/** Stale or taken: the words become a draft again, and the screen learns who has the conversation. */
function refused(id: string, pending: Pending, error: ApiError): void {
  if (error.code !== 'stale' && error.code !== 'taken') return;
  outbox.drop(id, pending.client_id);
  drafts.restore(id, pending.kind === 'note' ? 'note' : 'reply', pending.text);
  const by = error.body.by as { name?: string } | undefined;
  if (error.code === 'taken' && by?.name) ephemeral.displaced(id, by.name);
  const epoch = error.body.epoch as number | undefined;
  const controller = error.body.controller as Controller | undefined;
  if (epoch && controller) {
    const me = queries.getQueryData<Me>(keys.me);
    patchCard(queries, me, id, (card) => card && { ...card, epoch, controller });
  }
  queries.invalidateQueries({ queryKey: keys.entries(id) });
  queries.invalidateQueries({ queryKey: keys.conversation(id) });
  stale.forEach((listener) => {
    listener(id);
  });
}

/** Told when a message was refused as stale, to say so beside the composer. */
export const stale = new Set<(id: string) => void>();

/** The epoch that the writer's screen shows: a reply is refused if control has moved on since. */
export function shownEpoch(id: string): number | undefined {
  return queries.getQueryData<CardDetail>(keys.conversation(id))?.epoch;
}
