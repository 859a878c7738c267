import { describe, expect, it } from 'vitest';
import type { Template } from '@/api/channels';
import { blanksOf, filled, labelOf, pieces, sendable, slot } from './template';

const template: Template = {
  name: 'room_ready',
  language: 'en',
  category: 'utility',
  status: 'approved',
  parts: [
    { kind: 'button', text: 'https://hotel.example/{{1}}', blanks: ['1'], index: 0 },
    { kind: 'body', text: 'Hello {{1}}, room {{2}} is ready.', blanks: ['1', '2'] },
    { kind: 'footer', text: 'Harbour View Hotel' },
  ],
};

describe('a template', () => {
  it('asks for its variables in the order in which a phone shows them', () => {
    expect(blanksOf(template).map(({ key }) => key)).toEqual(['1.1', '1.2', '0.1']);
  });
  it('shows what is filled and what is not', () => {
    const body = template.parts[1];
    if (!body) throw new Error('no body');
    expect(pieces(body, 1, { [slot(1, '1')]: ' Jana ' })).toEqual([
      { text: 'Hello ', filled: true },
      { text: 'Jana', blank: '1', filled: true },
      { text: ', room ', filled: true },
      { text: '{{2}}', blank: '2', filled: false },
      { text: ' is ready.', filled: true },
    ]);
  });
  it('is sent with the values of each part in the order of its variables', () => {
    const values = { [slot(1, '2')]: '12', [slot(1, '1')]: 'Jana', [slot(0, '1')]: 'x7' };
    expect(filled(template, values)).toEqual({
      name: 'room_ready',
      language: 'en',
      parts: [
        { kind: 'button', index: 0, blanks: ['1'], values: ['x7'] },
        { kind: 'body', index: undefined, blanks: ['1', '2'], values: ['Jana', '12'] },
      ],
    });
  });
  it('can be sent only approved', () => {
    expect(sendable(template)).toBe(true);
    expect(sendable({ ...template, status: 'PAUSED' })).toBe(false);
  });
  it('says what each variable is for', () => {
    expect(labelOf({ kind: 'header', format: 'IMAGE', text: '' })).toBe('file');
    expect(labelOf({ kind: 'header', format: 'text', text: '' })).toBe('header');
    expect(labelOf({ kind: 'body', text: '' })).toBe('body');
    expect(labelOf({ kind: 'button', format: 'url', text: '' })).toBe('button');
  });
});
