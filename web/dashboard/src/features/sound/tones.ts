/** The two sounds, as samples: computed once, so that each sounding is one source that starts once. */
export type SoundName = 'live' | 'mine';

interface Note {
  at: number;
  hz: number;
  length: number;
  gain: number;
}

const NOTES: Record<SoundName, Note[]> = {
  // Soft and rising: somebody came in. Nothing is asked of anybody yet.
  live: [
    { at: 0, hz: 523.25, length: 0.3, gain: 0.5 },
    { at: 0.11, hz: 659.25, length: 0.42, gain: 0.45 },
  ],
  // Two short strokes, higher: a guest of yours wrote.
  mine: [
    { at: 0, hz: 880, length: 0.16, gain: 0.55 },
    { at: 0.13, hz: 1174.66, length: 0.3, gain: 0.5 },
  ],
};

const LENGTH = 0.6;

/** The samples of a sound at a sampling rate: sines with a quiet octave, struck and fading like a bell. */
export function samples(name: SoundName, rate: number): Float32Array<ArrayBuffer> {
  const data = new Float32Array(Math.ceil(LENGTH * rate));
  for (const note of NOTES[name]) {
    const start = Math.floor(note.at * rate);
    const end = Math.min(data.length, start + Math.floor(note.length * rate));
    for (let i = start; i < end; i++) {
      const t = (i - start) / rate;
      const attack = Math.min(1, t / 0.008);
      const fade = Math.exp(-t * 9) * Math.min(1, (end - i) / (0.02 * rate));
      const wave = Math.sin(2 * Math.PI * note.hz * t) + 0.25 * Math.sin(4 * Math.PI * note.hz * t);
      data[i] = (data[i] ?? 0) + wave * attack * fade * note.gain * 0.7;
    }
  }
  return data;
}
