// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** The module as another tab has it: with its own memory and the same storage. */
async function tab(): Promise<typeof import('./leader')> {
  vi.resetModules();
  return import('./leader');
}

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

describe('without locks', () => {
  it('lets one tab strike the bell, and the next once that one is gone', async () => {
    const first = await tab();
    const second = await tab();
    expect(first.leadsBell(0)).toBe(true);
    expect(second.leadsBell(1000)).toBe(false);
    expect(first.leadsBell(5000)).toBe(true);
    expect(second.leadsBell(6000)).toBe(false);
    // The first was closed after its stroke at 5000.
    expect(second.leadsBell(12_100)).toBe(true);
    expect(first.leadsBell(12_200)).toBe(false);
  });
});

describe('with locks', () => {
  it('leads only while the lock is held, and passes it on', async () => {
    const waiting: (() => void)[] = [];
    const locks = {
      request: (_name: string, _options: LockOptions, use: () => Promise<void>) => {
        waiting.push(use);
        return Promise.resolve();
      },
    };
    vi.stubGlobal('navigator', { ...navigator, locks });
    const { leadsBell, seekLead, yieldLead } = await tab();
    expect(leadsBell()).toBe(false);
    seekLead();
    seekLead();
    expect(waiting).toHaveLength(1);
    waiting[0]?.();
    expect(leadsBell()).toBe(true);
    yieldLead();
    expect(leadsBell()).toBe(false);
    seekLead();
    expect(waiting).toHaveLength(2);
  });
});
