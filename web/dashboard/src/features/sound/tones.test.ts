import { describe, expect, it } from 'vitest';
import { type SoundName, samples } from './tones';

const RATE = 8000;
const NAMES: SoundName[] = ['live', 'mine', 'ring', 'emergency'];

describe.each(NAMES)('%s', (name) => {
  const data = samples(name, RATE);

  it('is short, heard, never clipped, and ends in silence', () => {
    const loudest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(data.length / RATE).toBeLessThan(1);
    expect(loudest).toBeGreaterThan(0.2);
    expect(loudest).toBeLessThanOrEqual(1);
    expect(Math.abs(data.at(-1) ?? 1)).toBeLessThan(0.02);
  });
});

it('is a sound of its own for everything that may sound', () => {
  const lengths = NAMES.map((name) => samples(name, RATE).reduce((sum, v) => sum + v * v, 0));
  expect(new Set(lengths.map((energy) => energy.toFixed(3))).size).toBe(NAMES.length);
});
