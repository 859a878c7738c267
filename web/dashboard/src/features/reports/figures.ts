import i18n from 'i18next';
import { shortSpan } from '@/lib/format';

/** How long somebody waited: "24s", "1m 20s", "1h 5m"; a dash where nobody did. */
export function waitSpan(ms: number | undefined): string {
  if (ms === undefined) return '–';
  const seconds = Math.round(ms / 1000);
  const [unit, rest] = seconds < 3600 ? [60, seconds % 60] : [3600, seconds % 3600];
  if (seconds < 60) return shortSpan(seconds * 1000);
  const whole = shortSpan((seconds - rest) * 1000);
  const part = unit === 60 ? rest : Math.floor(rest / 60) * 60;
  return part === 0 ? whole : `${whole} ${shortSpan(part * 1000)}`;
}

/** A part of a whole in the viewer's way of writing per cent; "" of nothing. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '';
  return new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(part / whole);
}

export function count(value: number): string {
  return new Intl.NumberFormat(i18n.language).format(value);
}

/** The days of the week from the one on which a week begins where the viewer is; Sunday is 0. */
export function weekdays(locale: string): number[] {
  const first = firstDay(locale);
  return Array.from({ length: 7 }, (_, index) => (first + index) % 7);
}

interface Week {
  weekInfo?: { firstDay: number };
  getWeekInfo?: () => { firstDay: number };
}

function firstDay(locale: string): number {
  try {
    const own = navigator.languages?.find((tag) => tag.toLowerCase().startsWith(`${locale}-`));
    const known = new Intl.Locale(own ?? locale) as Intl.Locale & Week;
    return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1;
  } catch {
    return 1;
  }
}

/** The name of a weekday, Sunday 0. */
export function weekdayName(day: number, style: 'short' | 'long'): string {
  // 4 January 1970 was a Sunday.
  const date = new Date(Date.UTC(1970, 0, 4 + day));
  return new Intl.DateTimeFormat(i18n.language, { weekday: style, timeZone: 'UTC' }).format(date);
}

/** 07:00 for the hour 7. */
export function hourName(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** A day of the report, short for an axis and long for what is read out. */
export function dayLabel(day: string, style: 'short' | 'long'): string {
  const options: Intl.DateTimeFormatOptions =
    style === 'short'
      ? { day: 'numeric', month: 'short' }
      : { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' };
  const language = i18n.language === 'en' ? 'en-GB' : i18n.language;
  return new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** When a guest asked, by the clock of the property. */
export function askedAt(at: string, timeZone: string | undefined): string {
  const options: Intl.DateTimeFormatOptions = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  };
  const language = i18n.language === 'en' ? 'en-GB' : i18n.language;
  try {
    return new Intl.DateTimeFormat(language, { ...options, timeZone }).format(new Date(at));
  } catch {
    return new Intl.DateTimeFormat(language, options).format(new Date(at));
  }
}
