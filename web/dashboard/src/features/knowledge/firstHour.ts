import type { Source } from '@/api/sources';
import type { Knowledge } from '@/api/types';
import { local } from '@/lib/storage';
import { createStore } from '@/lib/store';
import { goesOn } from './useSources';

/** What a new property does, in this order, until guests are told something. */
const ORDER = ['address', 'read', 'confirm', 'interview', 'try', 'live'] as const;

export type StepName = (typeof ORDER)[number];

export interface Step {
  name: StepName;
  done: boolean;
  /** The one to do next. */
  now: boolean;
}

/** From this share of what guests ask on, an assistant is worth being put before them. */
export const ENOUGH = 0.5;

interface Standing {
  sources: Source[];
  knowledge: Pick<Knowledge, 'coverage' | 'proposals'>;
  /** Somebody asked the assistant here. */
  tried: boolean;
  /** A website has carried the chat. */
  live: boolean;
}

/** How many things wait to be confirmed: passages of sources, and proposals. */
export function waiting({ sources, knowledge }: Pick<Standing, 'sources' | 'knowledge'>): number {
  return sources.reduce((sum, { drafts }) => sum + drafts, knowledge.proposals);
}

/**
 * The steps of the first hour, worked out from how things stand; none once guests meet an assistant that knows
 * enough: what is found or asked later is everyday work. Whoever said enough by hand needs no website to read.
 */
export function firstHour(standing: Standing): Step[] {
  const { sources, knowledge, tried, live } = standing;
  const enough = knowledge.coverage >= ENOUGH;
  if (enough && live) return [];
  const read = !sources.some(goesOn) && sources.some(({ done }) => done > 0);
  const waits = waiting(standing);
  const done: Record<StepName, boolean> = {
    address: sources.length > 0,
    read,
    confirm: read && waits === 0,
    interview: enough,
    try: tried,
    live,
  };
  const byHand = enough && sources.length === 0;
  const needless: StepName[] = waits > 0 ? ['address', 'read'] : ['address', 'read', 'confirm'];
  const steps = ORDER.filter((name) => !(byHand && needless.includes(name)));
  const next = steps.find((name) => !done[name]);
  return steps.map((name) => ({ name, done: done[name], now: name === next }));
}

/** A list of properties that this browser keeps. */
function kept(name: string) {
  const ids = createStore<string[]>(local.json<string[]>(name) ?? []);
  return {
    ids,
    add(property: string) {
      const next = [...new Set([...ids.get(), property])];
      local.set(name, JSON.stringify(next));
      ids.set(next);
    },
  };
}

/** Where somebody asked the assistant on trial: that leaves no trace on the server. */
export const tried = kept('tried');
/** Where somebody did not want to be led. */
export const unled = kept('unled');
