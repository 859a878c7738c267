import { describe, expect, it } from 'vitest';
import { fill, firstName, slashWord, unresolved } from './placeholders';

describe('fill', () => {
  const text =
    'Hello {{guest.first_name|there}}, {{agent.name}} from {{ property.name }}, room {{room}}.';

  it('fills what is known, takes the fallback, and leaves the rest', () => {
    expect(fill(text, { 'agent.name': 'Ana', 'property.name': 'Harbour View' })).toBe(
      'Hello there, Ana from Harbour View, room {{room}}.',
    );
    expect(fill(text, { 'guest.first_name': 'Maria' })).toContain('Hello Maria, {{agent.name}}');
  });

  it('treats an empty value as unknown', () => {
    expect(fill('{{guest.first_name|there}}', { 'guest.first_name': ' ' })).toBe('there');
  });
});

it('names the placeholders that block sending', () => {
  expect(unresolved('Room {{room}} for {{guest.first_name}}')).toEqual([
    '{{room}}',
    '{{guest.first_name}}',
  ]);
  expect(unresolved('Nothing {here}')).toEqual([]);
});

describe('slashWord', () => {
  it('is the word behind a slash at the start of the cursor’s line', () => {
    expect(slashWord('/wel', 4)).toEqual({ from: 0, query: 'wel' });
    expect(slashWord('Hello\n/ta', 9)).toEqual({ from: 6, query: 'ta' });
  });

  it('is not a slash inside a line, nor a long one', () => {
    expect(slashWord('and/or', 6)).toBeUndefined();
    expect(slashWord(`/${'x'.repeat(50)}`, 51)).toBeUndefined();
  });
});

it('greets by the first name', () => {
  expect(firstName('  Maria Keller ')).toBe('Maria');
  expect(firstName('')).toBeUndefined();
});
