import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type AnyWord, t } from '../src/panel/i18n/late';

// The words of the widget in its nine languages. That none is missing the compiler sees; here they
// are held to the same places to be filled, and to the plural forms that a language has.

const dir = join(import.meta.dirname, '../src/panel/i18n');
const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const files = readdirSync(dir).filter((name) => /^..\.ts$/.test(name) && name !== 'en.ts');

test('nine languages', () => {
  expect(files.map((name) => name.slice(0, 2)).join(' ')).toBe('ar de es fr he it nl pt');
});

for (const file of files) {
  test(`${file}: the same places to be filled, and no more plural forms than there are`, async () => {
    const tag = file.slice(0, 2);
    const { default: words } = (await import(join(dir, file))) as {
      default: Record<AnyWord, string>;
    };
    const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories.length;
    for (const [key, text] of Object.entries(words) as [AnyWord, string][]) {
      expect(text.trim(), key).not.toBe('');
      if (text.includes('|')) expect(text.split('|').length, key).toBeLessThanOrEqual(forms);
      else expect(places(text), key).toEqual(places(t(key)));
    }
  });
}
