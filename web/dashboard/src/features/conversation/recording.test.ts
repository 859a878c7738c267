import { expect, test } from 'vitest';
import { wav } from './recording';

test('a WAV says how long it is and clips what is too loud', () => {
  const view = new DataView(wav(new Float32Array([0, 1, -1, 2, -2, 0.5]), 16_000));
  const word = (at: number) =>
    String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
  expect([word(0), word(8), word(12), word(36)]).toEqual(['RIFF', 'WAVE', 'fmt ', 'data']);
  expect(view.getUint32(4, true)).toBe(view.byteLength - 8);
  expect(view.getUint32(24, true)).toBe(16_000);
  expect(view.getUint32(40, true)).toBe(12);
  const samples = [0, 1, 2, 3, 4, 5].map((i) => view.getInt16(44 + i * 2, true));
  expect(samples).toEqual([0, 32767, -32768, 32767, -32768, 16383]);
});
