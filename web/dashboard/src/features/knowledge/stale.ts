import { ApiError } from '@/api/client';
import type { HubEntry } from '@/api/hub';

/** What somebody else has saved meanwhile, and who; undefined for any other trouble. */
export interface Theirs {
  entry: HubEntry;
  name: string;
  ms: number;
}

export function theirsOf(error: unknown): Theirs | undefined {
  if (!(error instanceof ApiError) || error.body.reason !== 'knowledge_changed') return undefined;
  const { entry, by, ms } = error.body as {
    entry?: HubEntry;
    by?: { name?: string };
    ms?: number;
  };
  return entry && { entry, name: by?.name ?? '', ms: ms ?? 0 };
}
