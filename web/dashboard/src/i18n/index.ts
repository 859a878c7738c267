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

const load: Record<Exclude<Locale, 'en'>, () => Promise<{ default: object }>> = {
  de: () => import('./de.json'),
  es: () => import('./es.json'),
  fr: () => import('./fr.json'),
  pt: () => import('./pt.json'),
  ar: () => import('./ar.json'),
};

const RTL: Locale[] = ['ar'];

function known(code: string | null | undefined): Locale | undefined {
  const short = code?.toLowerCase().split('-')[0];
  return short && short in LOCALES ? (short as Locale) : undefined;
}

/** The language to start with: the one chosen before, else the browser's, else English. */
export function firstLocale(): Locale {
  return known(local.get('locale')) ?? known(navigator.language) ?? 'en';
}

/** Changes the language and with it the direction of the whole page. */
export async function setLocale(code: string): Promise<void> {
  const locale = known(code) ?? 'en';
  if (locale !== 'en' && !i18n.hasResourceBundle(locale, 'translation')) {
    i18n.addResourceBundle(locale, 'translation', (await load[locale]()).default);
  }
  await i18n.changeLanguage(locale);
  document.documentElement.lang = locale;
  document.documentElement.dir = RTL.includes(locale) ? 'rtl' : 'ltr';
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
