import { en, type Word } from './en';
import type { AnyWord } from './late';

type Table = Partial<Record<AnyWord, string>>;

const english: Table = en;

/** Adds English words that come later. */
export const more = (words: Table) => Object.assign(english, words);

// English is inside the panel; every other language is a file of its own, loaded when it is needed.
const tables: Record<string, () => Promise<{ default: Table }>> = {
  ar: () => import('./ar'),
  de: () => import('./de'),
  es: () => import('./es'),
  fr: () => import('./fr'),
  he: () => import('./he'),
  it: () => import('./it'),
  nl: () => import('./nl'),
  pt: () => import('./pt'),
};

let table = english;
let rules = new Intl.PluralRules('en');

/** The locale in use, for Intl and the document's language. */
export let locale = 'en';

/** Whether a language is written from right to left. */
export const isRtl = (tag: string): boolean => /^(ar|he|fa|ur|iw|yi)\b/.test(tag);

/**
 * Changes the words on screen, and with them plurals, dates and direction: half a language helps
 * nobody, so that one without a table is English throughout.
 */
export async function setLocale(tag: string): Promise<void> {
  let words = english;
  locale = 'en';
  try {
    const load = tables[tag.slice(0, 2).toLowerCase()];
    if (load) words = (await load()).default;
    if (load || /^en\b/i.test(tag)) {
      // Of "en" alone, hours would be American to guests from everywhere: their own kind of it goes.
      const kind = new RegExp(`^${tag.slice(0, 2)}\\b`, 'i');
      locale = (tag.length < 3 && navigator.languages.find((own) => kind.test(own))) || tag;
      rules = new Intl.PluralRules(locale);
    }
  } catch {
    // Not to be loaded just now, or no language at all: English is better than no chat.
    words = english;
  }
  if (locale === 'en') rules = new Intl.PluralRules('en');
  table = words;
  document.documentElement.lang = locale;
  document.documentElement.dir = isRtl(locale) ? 'rtl' : 'ltr';
}

/**
 * A text of the table with its places filled. Forms are separated by `|` in the order of the
 * language's plural categories (zero, one, two, few, many, other) that it has.
 */
export function t(word: Word, values: Record<string, string | number> = {}): string {
  let text = (table[word] ?? english[word]) as string;
  if (text.includes('|')) {
    const forms = text.split('|');
    const has = rules.resolvedOptions().pluralCategories;
    const order = ['zero', 'one', 'two', 'few', 'many', 'other'].filter((c) =>
      has.includes(c as never),
    );
    const at = order.indexOf(rules.select(Number(values.n)));
    text = forms[Math.min(at, forms.length - 1)] as string;
  }
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => `${values[name] ?? whole}`);
}
