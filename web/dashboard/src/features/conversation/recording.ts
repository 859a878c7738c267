/** Kinds of recording that browsers make, the best first. The server turns WebM into what phones send. */
const KINDS = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'];

/** What a channel that takes no Opus gets: enough for a voice, two megabytes a minute. */
const PLAIN_RATE = 16_000;

const NAME = 'voice';

export const canRecord = () =>
  typeof MediaRecorder !== 'undefined' &&
  navigator.mediaDevices !== undefined &&
  KINDS.some((kind) => MediaRecorder.isTypeSupported(kind));

export interface Recording {
  /** Ends it and hands over the file. */
  stop: () => Promise<File>;
  /** Ends it, and nothing is left. */
  cancel: () => void;
}

/** Records the microphone; rejects where there is none or nobody may use it. `plain` makes a WAV of it. */
export async function record(plain: boolean): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true },
  });
  const recorder = new MediaRecorder(stream, {
    mimeType: KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)),
  });
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', (event) => parts.push(event.data));
  const ended = new Promise<void>((resolve) => {
    recorder.addEventListener('stop', () => {
      for (const track of stream.getTracks()) track.stop();
      resolve();
    });
  });
  recorder.start();
  const end = () => {
    if (recorder.state !== 'inactive') recorder.stop();
    return ended;
  };
  return {
    stop: async () => {
      await end();
      const recorded = recorder.mimeType.split(';')[0] || 'audio/webm';
      const sound = new Blob(parts, { type: recorded });
      const type = plain ? 'audio/wav' : recorded;
      const content = plain ? await wavOf(sound) : sound;
      return new File([content], `${NAME}.${type.split('/')[1]}`, { type });
    },
    cancel: () => void end(),
  };
}

async function wavOf(sound: Blob): Promise<ArrayBuffer> {
  const context = new AudioContext();
  try {
    const decoded = await context.decodeAudioData(await sound.arrayBuffer());
    const mixer = new OfflineAudioContext(
      1,
      Math.max(1, Math.ceil(decoded.duration * PLAIN_RATE)),
      PLAIN_RATE,
    );
    const source = mixer.createBufferSource();
    source.buffer = decoded;
    source.connect(mixer.destination);
    source.start();
    return wav((await mixer.startRendering()).getChannelData(0), PLAIN_RATE);
  } finally {
    void context.close();
  }
}

/** A WAV file of one channel in 16 bits. */
export function wav(samples: Float32Array, rate: number): ArrayBuffer {
  const bytes = new ArrayBuffer(44 + samples.length * 2);
  const view = new DataView(bytes);
  const word = (at: number, text: string) => {
    for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
  };
  word(0, 'RIFF');
  view.setUint32(4, 36 + samples.length * 2, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true); // what follows of the format
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => {
    const clamped = Math.max(-1, Math.min(1, sample));
    view.setInt16(44 + i * 2, clamped < 0 ? clamped * 0x8000 : clamped * 0x7fff, true);
  });
  return bytes;
}
