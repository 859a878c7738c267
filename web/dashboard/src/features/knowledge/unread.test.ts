// @vitest-environment node
import { expect, it } from 'vitest';
import schemas from '@/api/schemas.json';
import words from '@/i18n/knowledge/en.json';

it('has words for each reason why something is not read, and for no other', () => {
  const { KnowledgeSource, SkippedPage } = schemas;
  const said = Object.keys(words.unread).sort();
  expect(said).toEqual([...KnowledgeSource.properties.failure_code.enum].sort());
  expect(said).toEqual([...SkippedPage.properties.code.enum].sort());
});
