import { describe, expect, it } from 'vitest';
import { QUIET, SoundPolicy, THROTTLE } from './policy';

describe('SoundPolicy', () => {
  it('sounds for every conversation that begins, but not twice in a breath', () => {
    const policy = new SoundPolicy();
    expect(policy.began('every', 0)).toBe(true);
    expect(policy.began('every', THROTTLE - 1)).toBe(false);
    expect(policy.began('every', THROTTLE)).toBe(true);
  });

  it('sounds for the first after a quiet time, counted from the last beginning', () => {
    const policy = new SoundPolicy();
    expect(policy.began('first_after_quiet', 0)).toBe(true);
    expect(policy.began('first_after_quiet', QUIET - 1)).toBe(false);
    expect(policy.began('first_after_quiet', QUIET + 1)).toBe(false);
    expect(policy.began('first_after_quiet', 2 * QUIET + 1)).toBe(true);
  });

  it('is silent where it is off, and throttles each sound by itself', () => {
    const policy = new SoundPolicy();
    expect(policy.began('off', 0)).toBe(false);
    expect(policy.began('every', 10)).toBe(true);
    expect(policy.mine(20)).toBe(true);
    expect(policy.mine(30)).toBe(false);
  });
});
