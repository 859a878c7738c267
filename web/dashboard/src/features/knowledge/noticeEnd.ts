/** How long a notice can stand, from an hour to the seven days that are the most. */
export const LASTS = ['hours', 'today', 'tomorrow', 'week'] as const;
export type Lasts = (typeof LASTS)[number];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** When a notice ends that is put up now: days end at midnight where the property is, not where the screen is. */
export function endOf(lasts: Lasts, now: number, timeZone: string): number {
  if (lasts === 'hours') return now + 3 * HOUR;
  if (lasts === 'week') return now + 7 * DAY - 60_000; // clocks differ, and more than seven days are refused
  return midnight(now, timeZone, lasts === 'today' ? 1 : 2);
}

/** The beginning of the day that comes so many days after today. */
function midnight(now: number, timeZone: string, days: number): number {
  const [year = 0, month = 1, day = 1] = new Intl.DateTimeFormat('en-CA', { timeZone })
    .format(now)
    .split('-')
    .map(Number);
  const utc = Date.UTC(year, month - 1, day + days);
  // What the clocks of the place show at that instant says how far they are from it; a second look is for the
  // nights in which they are changed.
  const first = utc - shift(utc, timeZone);
  return utc - shift(first, timeZone);
}

/** How far a place's clock is ahead of UTC at an instant. */
function shift(at: number, timeZone: string): number {
  const part = new Map(
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const get = (name: Intl.DateTimeFormatPartTypes) => part.get(name) ?? 0;
  const shown = Date.UTC(
    get('year'),
    get('month') - 1,
    get('day'),
    get('hour'),
    get('minute'),
    get('second'),
  );
  return shown - Math.floor(at / 1000) * 1000;
}
