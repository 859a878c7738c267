import { describe, expect, it } from 'vitest';
import { contentOf, flawOf, formOf, same } from './entryForm';

const spa = {
  language: 'en',
  questions: ['Do you have a spa?', 'Is there a sauna?'],
  answer: 'Yes, on the first floor.',
  versions: [{ language: 'de', questions: ['Gibt es ein Spa?'], answer: 'Ja, im ersten Stock.' }],
  booked_only: true,
  valid_from: '2026-12-01',
  valid_until: '2027-02-28',
};

describe('an entry that is typed', () => {
  it('is what it was where nobody typed', () => {
    expect(contentOf(formOf(spa))).toEqual(spa);
  });
  it('has one wording a line, without the empty ones', () => {
    const form = formOf(spa);
    const [first] = form.pages;
    if (first) first.questions = '  Spa? \n\n Sauna?\n';
    expect(contentOf(form).questions).toEqual(['Spa?', 'Sauna?']);
  });
  it('leaves out a language that says nothing', () => {
    const form = formOf(spa);
    form.pages.push({ language: 'fr', questions: ' \n', answer: ' ' });
    expect(contentOf(form).versions.map(({ language }) => language)).toEqual(['de']);
  });
  it('needs a question in its first language', () => {
    expect(flawOf(formOf(spa))).toBeUndefined();
    expect(flawOf(formOf({ ...spa, questions: [] }))).toBe('entry.needsQuestion');
  });
  it('cannot end before it begins', () => {
    expect(flawOf(formOf({ ...spa, valid_until: '2026-11-30' }))).toBe('entry.endsEarly');
    expect(flawOf(formOf({ ...spa, valid_until: '2026-12-01' }))).toBeUndefined();
  });
  it('says the same as itself, whatever the server left out', () => {
    const { valid_from: _from, valid_until: _until, ...open } = spa;
    expect(same(open, { ...open, valid_from: '', valid_until: '' })).toBe(true);
    expect(same(spa, { ...spa, answer: 'No.' })).toBe(false);
  });
});
