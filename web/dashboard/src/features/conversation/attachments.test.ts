import { describe, expect, it } from 'vitest';
import type { Takes } from '@/api/channels';
import { acceptedOn, refusal } from './useAttachments';

const MB = 1024 * 1024;
const instagram: Takes = {
  image: { types: ['image/png', 'image/jpeg'], max: 8 * MB },
  audio: { types: ['audio/aac', 'audio/wav'], max: 25 * MB },
  file: { types: ['application/pdf'], max: 25 * MB },
};
const whatsapp: Takes = {
  audio: { types: ['audio/ogg; codecs=opus'], max: 16 * MB },
  video: { types: ['video/mp4'], max: 16 * MB },
  file: { types: ['*/*'], max: 100 * MB },
};

describe('what the file picker shows', () => {
  it('is what the channel takes', () => {
    expect(acceptedOn('instagram', instagram)).toBe(
      'image/png,image/jpeg,audio/aac,audio/wav,application/pdf',
    );
  });
  it('is what the server keeps where the channel takes documents of any type, or is not known yet', () => {
    expect(acceptedOn('whatsapp', whatsapp)).toContain('.docx');
    expect(acceptedOn('whatsapp', undefined)).toContain('audio/*');
    expect(acceptedOn('web', instagram)).not.toContain('audio');
  });
});

describe('a file that is dropped all the same', () => {
  const why = (takes: Takes | undefined, type: string, size = MB) =>
    refusal('whatsapp', { type, size }, takes);
  it('is refused where the channel takes none of its type', () => {
    expect(why(instagram, 'application/msword')).toBe('files.notTaken');
    expect(why(instagram, 'video/mp4')).toBe('files.notTaken');
    expect(why(instagram, 'application/pdf')).toBeUndefined();
  });
  it('is refused where it is too large, and not where it goes as a document', () => {
    expect(why(instagram, 'audio/wav', 26 * MB)).toBe('files.tooLarge');
    expect(why(whatsapp, 'video/mp4', 50 * MB)).toBeUndefined();
    expect(why(whatsapp, 'video/mp4', 101 * MB)).toBe('files.larger');
  });
  it('is left to the server where that changes it, or knows better', () => {
    expect(why(instagram, 'image/webp', 20 * MB)).toBeUndefined();
    expect(why(instagram, 'audio/webm;codecs=opus')).toBeUndefined();
    expect(why(instagram, '')).toBeUndefined();
    expect(why(undefined, 'video/mp4')).toBeUndefined();
  });
});
