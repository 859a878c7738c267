import { ApiError } from '@/api/client';
import type { HubEntry, Notice } from '@/api/hub';
import type { Fact } from '@/api/types';

/** What of the hub two people may write at once, by the name that a refusal gives it. */
interface Kinds {
  entry: HubEntry;
  fact: Fact;
  notice: Notice;
}

/** What somebody else has saved meanwhile, and who. */
export interface Theirs<T> {
  now: T;
  name: string;
  ms: number;
}

/** What a refusal says of that; undefined for any other trouble. */
export function theirsOf<K extends keyof Kinds>(
  error: unknown,
  kind: K,
): Theirs<Kinds[K]> | undefined {
  if (!(error instanceof ApiError) || error.body.reason !== 'knowledge_changed') return undefined;
  const { by, ms, ...body } = error.body as Partial<Kinds> & {
    by?: { name?: string };
    ms?: number;
  };
  const now = body[kind] as Kinds[K] | undefined;
  return now && { now, name: by?.name ?? '', ms: ms ?? 0 };
}
