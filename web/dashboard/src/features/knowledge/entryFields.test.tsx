// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { openWords, startI18n } from '@/i18n';
import { EntryFields } from './EntryFields';

beforeAll(async () => {
  await startI18n();
  await openWords('knowledge');
});
afterEach(cleanup);

it('names the language of an entry that came without one', () => {
  render(
    <EntryFields
      form={{
        pages: [{ language: '', questions: 'Kayaks?', answer: 'No.' }],
        bookedOnly: false,
        from: '',
        until: '',
      }}
      languages={['en', 'de', '']}
      onChange={() => {}}
    />,
  );
  expect(screen.getByRole('radio', { name: 'Language not said' })).toBeDefined();
  const options = screen.getAllByRole('option').map((option) => option.textContent);
  expect(options).toEqual(['English', 'German', 'Language not said']);
});
