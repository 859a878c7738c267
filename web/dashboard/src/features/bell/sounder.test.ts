import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { APART, EVERY, Sounder } from './sounder';

const of = (...ids: string[]) => ({ name: 'ring' as const, ids, own: false });

/** A bell whose strokes, silences and confirmations are written down. */
function bell({ leads, heard = true }: { leads?: () => boolean; heard?: boolean } = {}) {
  const log: string[] = [];
  const sounder = new Sounder({
    strike: async (name) => {
      log.push(name);
      return heard;
    },
    silence: () => log.push('silence'),
    leads: leads ?? (() => true),
    sounded: (ids) => log.push(`sounded ${ids.join(' ')}`),
    now: () => Date.now(),
  });
  return { sounder, log, strokes: () => log.filter((line) => line === 'ring').length };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('Sounder', () => {
  it('strikes at once and again every five seconds, until nobody must be heard', async () => {
    const { sounder, log, strokes } = bell();
    sounder.update(of('a'));
    expect(strokes()).toBe(1);
    await vi.advanceTimersByTimeAsync(EVERY.ring - 1);
    expect(strokes()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(strokes()).toBe(2);
    sounder.update(undefined);
    expect(log.at(-1)).toBe('silence');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(strokes()).toBe(2);
  });

  it('is one sound for many; a newcomer is heard early, but not in the same breath', async () => {
    const { sounder, log, strokes } = bell();
    sounder.update(of('a'));
    await vi.advanceTimersByTimeAsync(100);
    sounder.update(of('a', 'b'));
    sounder.update(of('a', 'b', 'c'));
    expect(strokes()).toBe(1);
    await vi.advanceTimersByTimeAsync(APART);
    expect(strokes()).toBe(2);
    expect(log).toContain('sounded a b c');
    // What leaves changes nothing of the beat.
    sounder.update(of('b'));
    await vi.advanceTimersByTimeAsync(EVERY.ring);
    expect(strokes()).toBe(3);
  });

  it('turns to the emergency at once, and repeats it faster', async () => {
    const { sounder, log } = bell();
    sounder.update(of('a'));
    sounder.update({ name: 'emergency', ids: ['a', 'fire'], own: false });
    await vi.advanceTimersByTimeAsync(EVERY.emergency);
    expect(log.filter((line) => line === 'emergency')).toHaveLength(2);
  });

  it('confirms only what was to be heard', async () => {
    const { sounder, log } = bell({ heard: false });
    sounder.update(of('a'));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(log.filter((line) => line.startsWith('sounded'))).toEqual([]);
  });

  it('stays silent in a tab that does not lead, and goes on when it does', async () => {
    let leading = false;
    const { sounder, strokes } = bell({ leads: () => leading });
    sounder.update(of('a'));
    await vi.advanceTimersByTimeAsync(EVERY.ring);
    expect(strokes()).toBe(0);
    leading = true;
    await vi.advanceTimersByTimeAsync(EVERY.ring);
    expect(strokes()).toBe(1);
  });
});
