const cache = new Map<string, Intl.DateTimeFormat>();

// Formatters cost about a millisecond each to make, and a log asks for hundreds.
function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let made = cache.get(key);
  if (!made) {
    try {
      made = new Intl.DateTimeFormat(locale, options);
    } catch {
      made = new Intl.DateTimeFormat('en', { ...options, timeZone: undefined });
    }
    cache.set(key, made);
  }
  return made;
}

/** "14:32" or "2:32 PM", as the locale writes it, in the reader's own zone or the one given. */
export function clock(at: Date, locale: string, timeZone?: string): string {
  return format(locale, { timeStyle: 'short', timeZone }).format(at);
}

/** A calendar day as a sortable key in the reader's zone. */
export function dayKey(at: Date): string {
  return `${at.getFullYear()}-${at.getMonth()}-${at.getDate()}`;
}

/** "today", "yesterday", or "Tuesday, 3 March" (with the year where it is another one). */
export function dayName(at: Date, locale: string, now: Date): string {
  const midnight = (d: Date) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
  const days = Math.round((midnight(at) - midnight(now)) / 86_400_000);
  if (days === 0 || days === -1) {
    const word = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
    return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
  }
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return format(locale, { weekday: 'long', day: 'numeric', month: 'long', year }).format(at);
}

/**
 * The full moment for a tooltip: in the reader's zone, and where the property's clock differs also
 * there, because "14:00" on a hotel's page means the hotel's clock.
 */
export function fullTime(at: Date, locale: string, propertyZone?: string): string {
  const own = format(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
  if (!propertyZone) return own;
  const there = clock(at, locale, propertyZone);
  if (there === clock(at, locale)) return own;
  const city = propertyZone.split('/').pop()?.replace(/_/g, ' ') ?? propertyZone;
  return `${own} (${there}, ${city})`;
}

/** A waiting time as "0:42". */
export function countdown(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
}
