/** The sounds, as samples: computed once, so that each sounding is one source that starts once. */
export type SoundName = 'live' | 'mine' | 'ring' | 'emergency';

interface Note {
  at: number;
  hz: number;
  length: number;
  gain: number;
}

/** How a sound is made: overtones as [times the tone, how loud], and how fast it fades. */
interface Voice {
  length: number;
  overtones: [times: number, gain: number][];
  fade: number;
  notes: Note[];
}

const SOFT: Pick<Voice, 'length' | 'overtones' | 'fade'> = {
  length: 0.6,
  overtones: [
    [1, 1],
    [2, 0.25],
  ],
  fade: 9,
};

const VOICES: Record<SoundName, Voice> = {
  // Soft and rising: somebody came in. Nothing is asked of anybody yet.
  live: {
    ...SOFT,
    notes: [
      { at: 0, hz: 523.25, length: 0.3, gain: 0.5 },
      { at: 0.11, hz: 659.25, length: 0.42, gain: 0.45 },
    ],
  },
  // Two short strokes, higher: a guest of yours wrote.
  mine: {
    ...SOFT,
    notes: [
      { at: 0, hz: 880, length: 0.16, gain: 0.55 },
      { at: 0.13, hz: 1174.66, length: 0.3, gain: 0.5 },
    ],
  },
  // A bell on a counter, struck twice: the overtones of struck metal are no multiples of the tone.
  ring: {
    length: 0.7,
    overtones: [
      [1, 1],
      [2.76, 0.6],
      [5.4, 0.3],
      [0.5, 0.25],
    ],
    fade: 6,
    notes: [
      { at: 0, hz: 1046.5, length: 0.3, gain: 0.5 },
      { at: 0.2, hz: 1046.5, length: 0.5, gain: 0.55 },
    ],
  },
  // Two tones in turn, hardly fading: nobody takes it for anything else.
  emergency: {
    length: 0.95,
    overtones: [
      [1, 1],
      [3, 0.4],
      [5, 0.2],
    ],
    fade: 1.5,
    notes: [0, 1, 2, 3].map((turn) => ({
      at: turn * 0.23,
      hz: turn % 2 === 0 ? 988 : 740,
      length: 0.21,
      gain: 0.5,
    })),
  },
};

/** The samples of a sound at a sampling rate. */
export function samples(name: SoundName, rate: number): Float32Array<ArrayBuffer> {
  const voice = VOICES[name];
  const data = new Float32Array(Math.ceil(voice.length * rate));
  for (const note of voice.notes) {
    const start = Math.floor(note.at * rate);
    const end = Math.min(data.length, start + Math.floor(note.length * rate));
    for (let i = start; i < end; i++) {
      const t = (i - start) / rate;
      const attack = Math.min(1, t / 0.008);
      const fade = Math.exp(-t * voice.fade) * Math.min(1, (end - i) / (0.02 * rate));
      const wave = voice.overtones.reduce(
        (sum, [times, gain]) => sum + gain * Math.sin(2 * Math.PI * note.hz * times * t),
        0,
      );
      data[i] = (data[i] ?? 0) + wave * attack * fade * note.gain * 0.7;
    }
  }
  return data;
}
