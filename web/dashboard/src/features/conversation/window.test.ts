import { describe, expect, it } from 'vitest';
import { leftWords, piecesOf, windowOf } from './window';

const now = Date.parse('2026-11-22T12:00:00Z');
const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();

describe('what may be sent', () => {
  it('is anything where the channel sets no bound', () => {
    expect(windowOf({}, now)).toEqual({ state: 'always' });
  });
  it('is anything while the window is open', () => {
    expect(windowOf({ window: { until: at(3) } }, now)).toEqual({
      state: 'open',
      left: 10_800_000,
    });
  });
  it('is what a person writes, where the account may, after that', () => {
    const window = { until: at(-1), human_until: at(24 * 6) };
    expect(windowOf({ window }, now)).toEqual({ state: 'human', until: at(24 * 6) });
  });
  it('is a template where the channel has them', () => {
    expect(windowOf({ window: { until: at(-1), templates: true } }, now).state).toBe('templates');
  });
  it('is nothing otherwise, also to the millisecond', () => {
    expect(windowOf({ window: { until: at(0) } }, now).state).toBe('closed');
    expect(windowOf({ window: { until: at(-200), human_until: at(-1) } }, now).state).toBe(
      'closed',
    );
  });
  it('is nothing to somebody who never wrote', () => {
    expect(windowOf({ window: {} }, now).state).toBe('closed');
  });
});

describe('what is left', () => {
  it('is rounded down', () => {
    expect(leftWords(23 * 3_600_000 + 12 * 60_000 + 59_000)).toMatch(/^23.*12/);
    expect(leftWords(59_000)).toMatch(/^0/);
  });
});

describe('how many messages a text becomes', () => {
  it('counts characters or bytes, as the channel does', () => {
    expect(piecesOf('a'.repeat(1000), 1000, 'bytes')).toBe(1);
    expect(piecesOf('ä'.repeat(1000), 1000, 'bytes')).toBe(2);
    expect(piecesOf('🙂'.repeat(1999), 1999, 'characters')).toBe(1);
    expect(piecesOf('', 1000, 'bytes')).toBe(1);
    expect(piecesOf('x'.repeat(9000), undefined)).toBe(1);
  });
});
