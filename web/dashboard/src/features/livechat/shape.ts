import type { ChainStep, LiveChatSettings, Service } from '@/api/types';

/** The parts of the page. */
export const PARTS = ['offer', 'waits', 'texts', 'bell'] as const;
export type PartName = (typeof PARTS)[number];

/** What every part of the form gets: the values as they stand, a way to change some, and what is wrong with them. */
export interface Part {
  values: LiveChatSettings;
  change: (part: Partial<LiveChatSettings>) => void;
  /** What is wrong at a place, in words; undefined where nothing is. */
  wrong: (at: string) => string | undefined;
  /** Says that what is typed at a place cannot be read, or that it can. */
  unread: (at: string, message: string | undefined) => void;
}

/** What the parts get that have settings by channel. */
export interface ScopedPart extends Part {
  /** "" is what all channels inherit. */
  scope: string;
  /** Where the scope stands in the settings: all, channels.web. */
  at: string;
  service: Service;
  set: (part: Partial<Service>) => void;
  zone: string;
  /** The scope has no settings of its own: these are shown and not changed. */
  fixed: boolean;
}

export function placeOf(scope: string): string {
  return scope ? `channels.${scope}` : 'all';
}

/** The part of the page on which a place of the settings stands. */
export function partOf(at: string): PartName {
  if (at.startsWith('words') || at === 'disclosure') return 'texts';
  if (/^(chain|emergency|reply_within|push_|attention_)/.test(at)) return 'bell';
  return /\.(first_wait|second_wait|reminder|relief|held)_/.test(at) ? 'waits' : 'offer';
}

/** The channel at which a place of the settings stands; undefined where it belongs to none. */
export function scopeOf(at: string): string | undefined {
  if (at.startsWith('all')) return '';
  return /^channels\.([^.]+)/.exec(at)?.[1];
}

/** Only what the server is to store: what it says beside it would be read by nobody. */
export function wishOf(edited: Partial<LiveChatSettings>): Partial<LiveChatSettings> {
  const {
    default_words: _,
    word_names: __,
    now: ___,
    people: ____,
    limits: _____,
    version: ______,
    ...wish
  } = edited;
  const plain = (service: Service): Service => ({
    ...service,
    hours: {
      ...service.hours,
      week: service.hours.week.map(({ day, from, to }) => ({ day, from, to })),
      exceptions: service.hours.exceptions.map((exception) => ({
        ...exception,
        intervals: exception.intervals.map(({ from, to }) => ({ from, to })),
      })),
    },
  });
  return {
    ...wish,
    ...(wish.all && { all: plain(wish.all) }),
    ...(wish.channels && {
      channels: Object.fromEntries(
        Object.entries(wish.channels).map(([name, service]) => [name, plain(service)]),
      ),
    }),
  };
}

/** A step of the chain as it begins. */
export function newStep(kind: string, after: number): ChainStep {
  switch (kind) {
    case 'people':
      return { kind, after_seconds: after, people: [] };
    case 'email':
      return { kind, after_seconds: after, emails: [] };
    default:
      return {
        kind: 'request',
        after_seconds: after,
        method: 'POST',
        url: '',
        headers: { 'Content-Type': 'application/json' },
        body: '{"text":"{{text}} {{url}}"}',
      };
  }
}
