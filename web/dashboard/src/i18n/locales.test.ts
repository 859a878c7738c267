// @vitest-environment node
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AREAS } from '.';

const here = import.meta.dirname;
const top = join(here, '..');
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

/** All words of one language: those that are there at once (''), and those of each area. */
function words(code: string): Map<string, Record<string, unknown>> {
  const files = ['', ...AREAS].map((area) => [area, read(join(area, `${code}.json`))] as const);
  return new Map(files);
}
const whole = (code: string) =>
  new Map([...words(code).values()].flatMap((file) => [...flat(file)]));
const en = whole('en');

/** Which area each group of words belongs to; '' for those that are there at once. */
const home = new Map(
  [...words('en')].flatMap(([area, file]) => Object.keys(file).map((group) => [group, area])),
);

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /(?<!\.test)\.tsx?$/.test(name) ? [readFileSync(path, 'utf8')] : [];
  });
}

function resolved(from: string, name: string): string | undefined {
  if (!/^(@\/|\.)/.test(name)) return undefined;
  const path = name.startsWith('@/') ? join(top, name.slice(2)) : join(dirname(from), name);
  return ['.ts', '.tsx', '/index.ts', '/index.tsx']
    .map((end) => path + end)
    .find((file) => existsSync(file));
}

/** Calls visit with every module from main.tsx on, once for each set of areas that are open when it runs. */
function walk(visit: (file: string, text: string, open: Set<string>) => void): void {
  const seen = new Set<string>();
  const go = (file: string, open: string[]) => {
    const id = `${file} ${open}`;
    if (seen.has(id)) return;
    seen.add(id);
    const text = readFileSync(file, 'utf8');
    visit(file, text, new Set(open));
    const follow = (name: string | undefined, areas: string[]) => {
      const next = resolved(file, name ?? '');
      if (next) go(next, areas);
    };
    for (const [, name] of text.matchAll(/^(?:import|export)\b(?! type)[^'";]*?'([^']+)'/gm))
      follow(name, open);
    for (const [, areas, name] of text.matchAll(
      /(?:withWords\(\s*\[([^\]]*)\],\s*\(\) =>\s*)?\bimport\(\s*'([^']+)'/g,
    )) {
      const more = [...(areas ?? '').matchAll(/'(\w+)'/g)].map(([, area]) => area as string);
      follow(name, [...new Set([...open, ...more])].sort());
    }
  };
  go(join(top, 'main.tsx'), []);
}

describe('the words of lazily loaded features', () => {
  it('stand in one file only, in a folder that the code knows', () => {
    const groups = [...words('en').values()].flatMap(Object.keys);
    expect(groups.filter((group, i) => groups.indexOf(group) !== i)).toEqual([]);
    const folders = readdirSync(here).filter((name) => statSync(join(here, name)).isDirectory());
    expect(folders).toEqual([...AREAS]);
  });

  it('are said only by code that opens them', () => {
    const astray = new Set<string>();
    const used = new Set<string>();
    let modules = 0;
    walk((file, text, open) => {
      modules++;
      for (const [, group = ''] of text.matchAll(/['"`]([a-zA-Z]+)\.[a-zA-Z_$]/g)) {
        const area = home.get(group);
        if (area && open.has(area)) used.add(area);
        else if (area) astray.add(`${file.slice(top.length + 1)} says ${group} of ${area}`);
      }
    });
    expect([...astray].sort()).toEqual([]);
    expect([...used].sort()).toEqual([...AREAS]);
    expect(modules).toBeGreaterThan(300);
  });
});

describe('English', () => {
  it('has every key that the code names', () => {
    const known = new Set([...en.keys()].flatMap((key) => [key, base(key)]));
    const groups = new Set([...known].map((key) => key.split('.')[0]));
    const named = sources(top).flatMap((text) =>
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
  const locale = whole(code);

  it('keeps each group of words where English keeps it', () => {
    for (const [area, file] of words(code)) {
      for (const group of Object.keys(file))
        expect(`${area} ${group}`).toBe(`${home.get(group)} ${group}`);
    }
  });

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
