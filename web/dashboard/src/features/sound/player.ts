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
  const audio = open();
  if (audio?.state !== 'running' || volume <= 0) return;
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
}
