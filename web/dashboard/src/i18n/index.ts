import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import { local } from '@/lib/storage';
import en from './en.json';

/** The languages of the dashboard, by their own names. English is whole and stands in for a missing key. */
export const LOCALES = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  pt: 'Português',
  ar: 'العربية',
} as const;

export type Locale = keyof typeof LOCALES;

/**
 * The words of what is not there at once: each has a folder here with a file per language, and comes with
 * the code that says them. A group of words ('settings') stands in one file only; keys do not tell where.
 */
export const AREAS = [
  'answering',
  'bellcheck',
  'bookings',
  'channels',
  'conversation',
  'duty',
  'failure',
  'firsthour',
  'knowledge',
  'livechat',
  'mail',
  'reports',
  'settings',
  'team',
  'tickets',
] as const;

export type Area = (typeof AREAS)[number];

type Words = { default: object };

const load: Record<Exclude<Locale, 'en'>, () => Promise<Words>> = {
  de: () => import('./de.json'),
  es: () => import('./es.json'),
  fr: () => import('./fr.json'),
  pt: () => import('./pt.json'),
  ar: () => import('./ar.json'),
};
const loadArea = import.meta.glob<Words>('./*/*.json');

const RTL: Locale[] = ['ar'];

function known(code: string | null | undefined): Locale | undefined {
  const short = code?.toLowerCase().split('-')[0];
  return short && short in LOCALES ? (short as Locale) : undefined;
}

/** The language to start with: the one chosen before, else the browser's, else English. */
export function firstLocale(): Locale {
  return known(local.get('locale')) ?? known(navigator.language) ?? 'en';
}

/** The language that is, or is about to be, and the change to it: what opens meanwhile waits for it. */
let wanted: Locale = 'en';
let changed: Promise<void> = Promise.resolve();
const open = new Set<Area>();
const there = new Set<string>();

/** Adds one file's words, unless they are there. One that failed to load is asked for again the next time. */
async function bring(file: string, locale: Locale, from: (() => Promise<Words>) | undefined) {
  if (!from) throw new Error(`no words in ${file}`);
  if (there.has(file)) return;
  const words = (await from()).default;
  i18n.addResourceBundle(locale, 'translation', words, true);
  there.add(file);
}

function bringArea(area: Area, locale: Locale): Promise<void> {
  const file = `./${area}/${locale}.json`;
  return bring(file, locale, loadArea[file]);
}

/** Changes the language and with it the direction of the whole page, once all words of it are there. */
export function setLocale(code: string): Promise<void> {
  const locale = known(code) ?? 'en';
  wanted = locale;
  changed = (async () => {
    try {
      await Promise.all([
        locale !== 'en' && bring(`./${locale}.json`, locale, load[locale]),
        ...[...open].map((area) => bringArea(area, locale)),
      ]);
    } catch (reason) {
      if (wanted === locale) wanted = known(i18n.language) ?? 'en';
      throw reason;
    }
    if (wanted !== locale) return; // another was chosen while these words came
    await i18n.changeLanguage(locale);
    document.documentElement.lang = locale;
    document.documentElement.dir = RTL.includes(locale) ? 'rtl' : 'ltr';
  })();
  return changed;
}

/** Brings the words of areas, in the language of the page; a later change of language brings them too. */
export async function openWords(...areas: Area[]): Promise<void> {
  for (const area of areas) open.add(area);
  await changed.catch(() => undefined); // a language that did not come leaves the one before
  await Promise.all(areas.map((area) => bringArea(area, wanted)));
}

/** What loads a module together with the words that it says: for lazy() and for routes. */
export function withWords<T>(areas: Area[], module: () => Promise<T>): () => Promise<T> {
  return async () => (await Promise.all([module(), openWords(...areas)]))[0];
}

export async function startI18n(): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnEmptyString: false,
  });
  await setLocale(firstLocale());
}
