import { t } from '../i18n/late';

/** How a moment to come is told: 07:00, tomorrow 07:00 by its weekday, or with the date. */
function tell(at: Date, now: Date, locale: string, timeZone?: string): string {
  const day = (d: Date) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(d);
  const far = at.getTime() - now.getTime() > 6 * 86_400_000;
  const date: Intl.DateTimeFormatOptions = far
    ? { weekday: 'long', day: 'numeric', month: 'long' }
    : day(at) === day(now)
      ? {}
      : { weekday: 'long' };
  return new Intl.DateTimeFormat(locale, {
    ...date,
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
  }).format(at);
}

/** The last part of a zone's name, as people say it: Europe/Lisbon is Lisbon. */
export const placeOf = (zone: string): string => (zone.split('/').pop() ?? zone).replace(/_/g, ' ');

/** A moment by the property's clock; `here` by the guest's own, where that shows another time. */
export function moment(
  at: Date,
  now: Date,
  locale: string,
  zone: string,
): { there: string; here: string | null } {
  let there: string;
  try {
    there = tell(at, now, locale, zone);
  } catch {
    return { there: tell(at, now, locale), here: null }; // a zone that this browser does not know
  }
  const here = tell(at, now, locale);
  return { there, here: here === there ? null : here };
}

/** "2 minutes", rounded up: nobody is promised less than it takes. */
export function span(ms: number, locale: string): string {
  const short = ms <= 50_000;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: short ? 'second' : 'minute',
    unitDisplay: 'long',
  }).format(short ? Math.max(10, Math.ceil(ms / 10_000) * 10) : Math.ceil(ms / 60_000));
}

/** The same moment by the guest's own clock, as a sentence; nothing where both clocks agree. */
export function here(iso: string, locale: string, zone: string): string | null {
  const told = moment(new Date(iso), new Date(), locale, zone);
  return told.here && t('here', { time: told.here });
}
