import i18n from 'i18next';

/**
 * The viewer's own way of writing dates in the language shown: British English and not American for an
 * English without a country, because a desk reads a 24-hour clock.
 */
function region(): string {
  const own = navigator.languages?.find((tag) => tag.toLowerCase().startsWith(`${i18n.language}-`));
  return own ?? (i18n.language === 'en' ? 'en-GB' : i18n.language);
}

const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${i18n.language}|${JSON.stringify(options)}`;
  let found = cache.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(region(), options);
    cache.set(key, found);
  }
  return found;
}

/** 14:32, in the viewer's zone or the one named. */
export function clockTime(at: string | number, timeZone?: string): string {
  try {
    return formatter({ hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(at));
  } catch {
    return formatter({ hour: '2-digit', minute: '2-digit' }).format(new Date(at)); // an unknown zone
  }
}

/** A day as a heading: Today, Yesterday, or its date. */
export function dayName(at: string, now: number): string {
  const day = new Date(at);
  const days = Math.round((startOfDay(now) - startOfDay(day.getTime())) / 86_400_000);
  if (days === 0 || days === 1) {
    const relative = new Intl.RelativeTimeFormat(i18n.language, { numeric: 'auto' });
    const text = relative.format(-days, 'day');
    return text.charAt(0).toLocaleUpperCase(i18n.language) + text.slice(1);
  }
  const year = day.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric';
  return formatter({ weekday: 'long', day: 'numeric', month: 'long', year }).format(day);
}

export function startOfDay(at: number): number {
  const day = new Date(at);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

/** A date with its time, for hover texts and lists of the past. */
export function dateTime(at: string): string {
  return formatter({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(
    new Date(at),
  );
}

/** A day that is no moment (2027-06-12), in whatever zone it is read. */
export function day(date: string): string {
  return formatter({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );
}

/** A whole month (2027-06). */
export function month(date: string): string {
  return formatter({ month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${date}-01T00:00:00Z`),
  );
}

/** When something comes, by the clock of a place: "08:00" today, "Sat 08:00" within a week, else with its date. */
export function momentIn(at: string, timeZone: string, now: number): string {
  const day = (time: number) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(time);
  const time = { hour: '2-digit', minute: '2-digit', timeZone } as const;
  const due = Date.parse(at);
  if (day(due) === day(now)) return formatter(time).format(due);
  const near = due - now < 6 * 86_400_000;
  return formatter(
    near ? { weekday: 'short', ...time } : { day: 'numeric', month: 'short', ...time },
  ).format(due);
}

/** The names of the days of the week, Sunday first. */
export function weekdays(style: 'long' | 'short'): string[] {
  return Array.from({ length: 7 }, (_, day) =>
    formatter({ weekday: style, timeZone: 'UTC' }).format(Date.UTC(2026, 1, 1 + day)),
  );
}

/** A length of time in words: "90 sec", "6 min". */
export function lengthOf(value: number, unit: 'second' | 'minute' | 'hour'): string {
  return new Intl.NumberFormat(i18n.language, { style: 'unit', unit, unitDisplay: 'short' }).format(
    value,
  );
}

/** How long ago, short: "12s", "4m", "3h", "2d". The unit's word follows the language. */
export function shortSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [value, unit] =
    seconds < 60
      ? [seconds, 'second']
      : seconds < 3600
        ? [Math.floor(seconds / 60), 'minute']
        : seconds < 86_400
          ? [Math.floor(seconds / 3600), 'hour']
          : [Math.floor(seconds / 86_400), 'day'];
  return spans(String(unit)).format(Number(value));
}

const spanCache = new Map<string, Intl.NumberFormat>();

function spans(unit: string): Intl.NumberFormat {
  const key = `${i18n.language}|${unit}`;
  let found = spanCache.get(key);
  if (!found) {
    found = new Intl.NumberFormat(i18n.language, { style: 'unit', unit, unitDisplay: 'narrow' });
    spanCache.set(key, found);
  }
  return found;
}

/** A language's own name for the viewer: "de" is "German" in English. */
export function languageName(code: string | undefined): string {
  if (!code) return '';
  try {
    return new Intl.DisplayNames([i18n.language], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Bytes as a person reads them. */
export function fileSize(bytes: number): string {
  const large = bytes >= 1024 * 1024;
  return new Intl.NumberFormat(i18n.language, {
    style: 'unit',
    unit: large ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: large ? 1 : 0,
  }).format(large ? bytes / (1024 * 1024) : Math.ceil(bytes / 1024));
}

/** The part of an address worth showing: host and path, or only the path where there is a title. */
export function pagePath(url: string): string {
  try {
    const { pathname, search } = new URL(url);
    return decodeURI(pathname + search);
  } catch {
    return url;
  }
}
