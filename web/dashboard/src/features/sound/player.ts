import { createStore } from '@/lib/store';
import { type SoundName, samples } from './tones';

/** Whether this page may sound: browsers keep it silent until the person has pressed something. */
export const soundState = createStore<'blocked' | 'ready' | 'none'>('blocked');

let context: AudioContext | undefined;
const buffers = new Map<SoundName, AudioBuffer>();

function open(): AudioContext | undefined {
  if (context) return context;
  if (typeof AudioContext === 'undefined') {
    soundState.set('none');
    return undefined;
  }
  context = new AudioContext();
  context.addEventListener('statechange', report);
  report();
  return context;
}

function report(): void {
  soundState.set(context?.state === 'running' ? 'ready' : 'blocked');
}

/** Asks the browser for sound. Works only inside a press or key of the person. */
export async function unlockSound(): Promise<void> {
  await open()
    ?.resume()
    .catch(() => undefined);
  report();
}

/** Unlocks with the first press or key anywhere, and tries at once where the browser already allows it. */
export function unlockOnGesture(): () => void {
  const unlock = () => void unlockSound();
  open();
  window.addEventListener('pointerdown', unlock, true);
  window.addEventListener('keydown', unlock, true);
  return () => {
    window.removeEventListener('pointerdown', unlock, true);
    window.removeEventListener('keydown', unlock, true);
  };
}

/** Sounds once at this volume (0 to 1), through the page's one AudioContext. */
export function play(name: SoundName, volume: number): void {
  start(name, volume);
}

interface Sounding {
  audio: AudioContext;
  source: AudioBufferSourceNode;
  gain: GainNode;
}

function start(name: SoundName, volume: number): Sounding | undefined {
  const audio = open();
  if (audio?.state !== 'running' || volume <= 0) return undefined;
  let buffer = buffers.get(name);
  if (!buffer) {
    const data = samples(name, audio.sampleRate);
    buffer = audio.createBuffer(1, data.length, audio.sampleRate);
    buffer.copyToChannel(data, 0);
    buffers.set(name, buffer);
  }
  const gain = audio.createGain();
  gain.gain.value = volume;
  const source = audio.createBufferSource();
  source.buffer = buffer;
  source.connect(gain).connect(audio.destination);
  source.start();
  return { audio, source, gain };
}

/** From this much of it on, in seconds of the audio clock, a sound was to be heard. */
const HEARD = 0.2;
let bell: Sounding | undefined;

/**
 * Strikes the bell. Resolves to true once the audio clock has run through it, which is all that a page can
 * know of having been heard; to false where the page may not sound, or where silence() came at once.
 */
export function strike(name: 'ring' | 'emergency', volume: number): Promise<boolean> {
  const sounding = start(name, volume);
  if (!sounding) return Promise.resolve(false);
  bell = sounding;
  const { audio, source } = sounding;
  const from = audio.currentTime;
  return new Promise((resolve) => {
    source.addEventListener('ended', () => resolve(audio.currentTime - from >= HEARD));
  });
}

/** Ends the bell in mid-stroke, without a click. */
export function silence(): void {
  if (!bell) return;
  const { audio, source, gain } = bell;
  bell = undefined;
  gain.gain.setTargetAtTime(0, audio.currentTime, 0.012);
  source.stop(audio.currentTime + 0.06);
}

/** Runs the audio clock without a sound: whether this device would sound, found out at night too. */
export function soundlessly(): Promise<boolean> {
  const audio = open();
  if (audio?.state !== 'running') return Promise.resolve(false);
  const gain = audio.createGain();
  gain.gain.value = 0;
  const source = audio.createOscillator();
  source.connect(gain).connect(audio.destination);
  source.start();
  source.stop(audio.currentTime + HEARD);
  return new Promise((resolve) => {
    source.addEventListener('ended', () => resolve(true));
  });
}
