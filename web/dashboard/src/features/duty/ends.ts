/** When shifts commonly end, by the clock on the wall. */
const COMMON = [7, 15, 23];
const AT_MOST = 4;
const SOONEST = 30 * 60_000;
const HALF_HOUR = 30 * 60_000;

/** The next time that the clock shows these hours and minutes, as this browser counts days. */
export function nextAt(now: Date, hours: number, minutes = 0): Date {
  const at = new Date(now);
  at.setHours(hours, minutes, 0, 0);
  if (at.getTime() <= now.getTime()) at.setDate(at.getDate() + 1);
  return at;
}

/** The moment that "HH:MM" means next; undefined where it says no time. */
export function parseEnd(text: string, now: Date): Date | undefined {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (!match) return undefined;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  return hours < 24 && minutes < 60 ? nextAt(now, hours, minutes) : undefined;
}

/**
 * Ends of a shift to choose from, the earliest first: what was chosen last time, the next common ends, and
 * eight hours from now.
 */
export function endSuggestions(now: Date, last?: string | null): Date[] {
  const eight = new Date(Math.ceil((now.getTime() + 8 * 3_600_000) / HALF_HOUR) * HALF_HOUR);
  const remembered = last ? parseEnd(last, now) : undefined;
  const common = COMMON.map((hour) => nextAt(now, hour))
    .filter((at) => at.getTime() - now.getTime() >= SOONEST)
    .sort((a, b) => a.getTime() - b.getTime());
  const chosen: Date[] = [];
  for (const at of [remembered, ...common.slice(0, 2), eight]) {
    if (!at || at.getTime() - now.getTime() < SOONEST) continue;
    if (!chosen.some((other) => other.getTime() === at.getTime())) chosen.push(at);
  }
  return chosen.sort((a, b) => a.getTime() - b.getTime()).slice(0, AT_MOST);
}
