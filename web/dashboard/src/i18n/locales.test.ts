// @vitest-environment node
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const here = import.meta.dirname;
const read = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(here, name), 'utf8'));

function flat(tree: Record<string, unknown>, prefix = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') all.set(prefix + key, value);
    else
      for (const [name, text] of flat(value as Record<string, unknown>, `${prefix}${key}.`))
        all.set(name, text);
  }
  return all;
}

const PLURAL = /_(zero|one|two|few|many|other)$/;
const base = (key: string) => key.replace(PLURAL, '');
const holes = (text: string) => [...text.matchAll(/{{[^}]+}}/g)].map(([hole]) => hole).sort();
const en = flat(read('en.json'));

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /(?<!\.test)\.tsx?$/.test(name) ? [readFileSync(path, 'utf8')] : [];
  });
}

describe('English', () => {
  it('has every key that the code names', () => {
    const known = new Set([...en.keys()].flatMap((key) => [key, base(key)]));
    const groups = new Set([...known].map((key) => key.split('.')[0]));
    const named = sources(join(here, '..')).flatMap((text) =>
      [...text.matchAll(/'([a-zA-Z]+\.[a-z][a-zA-Z_]+)'/g)].map(([, key]) => key as string),
    );
    const placeholders = ['guest.first_name'];
    const missing = named.filter(
      (key) => groups.has(key.split('.')[0]) && !known.has(key) && !placeholders.includes(key),
    );
    expect(missing).toEqual([]);
  });
});

describe.each(['de', 'es', 'fr', 'pt', 'ar'])('%s', (code) => {
  const locale = flat(read(`${code}.json`));

  it('says everything that English says', () => {
    const said = new Set([...locale.keys()].map(base));
    expect([...en.keys()].map(base).filter((key) => !said.has(key))).toEqual([]);
    const known = new Set([...en.keys()].map(base));
    expect([...said].filter((key) => !known.has(key))).toEqual([]);
  });

  it('has each form of what is counted that its language has for such numbers', () => {
    const rules = new Intl.PluralRules(code);
    const forms = new Set(Array.from({ length: 200 }, (_, count) => rules.select(count)));
    const counted = new Set([...locale.keys()].filter((key) => PLURAL.test(key)).map(base));
    const missing = [...counted].flatMap((key) =>
      [...forms].map((form) => `${key}_${form}`).filter((name) => !locale.has(name)),
    );
    expect(missing).toEqual([]);
  });

  it('fills the same holes', () => {
    for (const [key, text] of locale) {
      const wanted = holes(en.get(key) ?? en.get(`${base(key)}_other`) ?? '');
      // "One message" and "two messages" need no number in some languages.
      const counted = PLURAL.test(key) ? wanted.filter((hole) => hole !== '{{count}}') : wanted;
      const got = PLURAL.test(key)
        ? holes(text).filter((hole) => hole !== '{{count}}')
        : holes(text);
      expect(got, key).toEqual(counted);
    }
  });
});
