import { describe, expect, it } from 'vitest';
import type { Source } from '@/api/sources';
import { ENOUGH, firstHour } from './firstHour';

const source = (state: Source['state'], rest: Partial<Source> = {}): Source => ({
  id: 's',
  kind: 'website',
  name: 'hotel.example',
  state,
  every_days: 7,
  done: 0,
  total: 0,
  skipped: [],
  skipped_pages: 0,
  cut: false,
  drafts: 0,
  approved: 0,
  refused: 0,
  gone: 0,
  pages: 0,
  proposed: 0,
  ...rest,
});
const empty = {
  sources: [] as Source[],
  knowledge: { coverage: 0, proposals: 0 },
  tried: false,
  live: false,
};
const now = (standing: typeof empty) => firstHour(standing).find((step) => step.now)?.name;
const done = (standing: typeof empty) =>
  firstHour(standing).flatMap((step) => (step.done ? [step.name] : []));

describe('the first hour', () => {
  it('leads from the address to the website', () => {
    expect(now(empty)).toBe('address');
    const begun = { ...empty, sources: [source('running', { done: 3, total: 9 })] };
    expect(now(begun)).toBe('read');
    const found = { ...empty, sources: [source('done', { done: 9, total: 9, drafts: 4 })] };
    expect(now(found)).toBe('confirm');
    const confirmed = { ...found, sources: [source('done', { done: 9, total: 9, approved: 4 })] };
    expect(now(confirmed)).toBe('interview');
    const said = { ...confirmed, knowledge: { coverage: ENOUGH, proposals: 0 } };
    expect(now(said)).toBe('try');
    expect(now({ ...said, tried: true })).toBe('live');
    expect(firstHour({ ...said, tried: true, live: true })).toEqual([]);
  });

  it('goes on waiting where reading failed, and where something is still to be confirmed', () => {
    expect(done({ ...empty, sources: [source('failed')] })).toEqual(['address']);
    const proposed = {
      ...empty,
      sources: [source('done', { done: 9 })],
      knowledge: { coverage: 0.9, proposals: 2 },
    };
    expect(now(proposed)).toBe('confirm');
  });

  it('asks nobody for a website who has said enough by hand', () => {
    const byHand = { ...empty, knowledge: { coverage: 0.6, proposals: 0 } };
    expect(firstHour(byHand).map(({ name }) => name)).toEqual(['interview', 'try', 'live']);
    const copied = { ...empty, knowledge: { coverage: 0.6, proposals: 3 } };
    expect(firstHour(copied).map(({ name }) => name)).toContain('confirm');
  });

  it('does not come back when a later reading finds something', () => {
    const later = {
      sources: [source('running', { drafts: 5, approved: 9 })],
      knowledge: { coverage: 0.7, proposals: 1 },
      tried: false,
      live: true,
    };
    expect(firstHour(later)).toEqual([]);
  });
});
