/** How long a time a report is about: whole days up to today, or own dates. */
export const PERIODS = ['7', '30', '90', '365'] as const;

export type PeriodName = (typeof PERIODS)[number] | 'own';

export interface Dates {
  from: string;
  to: string;
}

/** The day that a clock in the zone shows, as 2026-11-22. */
export function today(now: number, timeZone?: string): string {
  try {
    return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now);
  } catch {
    return new Date(now).toISOString().slice(0, 10); // a zone that this browser does not know
  }
}

/** The day so many days after another. */
export function plusDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The last so many days, today among them. */
export function lastDays(days: number, now: number, timeZone?: string): Dates {
  const to = today(now, timeZone);
  return { from: plusDays(to, 1 - days), to };
}

/** True for a day as an input of type date writes it. */
export const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text);

/** The dates that the address of the page asks for. */
export function datesOf(
  search: { period?: string; from?: string; to?: string },
  now: number,
  timeZone?: string,
): { period: PeriodName; dates: Dates } {
  const { period, from, to } = search;
  if (period === 'own' && isDay(from) && isDay(to)) return { period, dates: { from, to } };
  const known = PERIODS.find((name) => name === period) ?? '30';
  return { period: known, dates: lastDays(Number(known), now, timeZone) };
}
