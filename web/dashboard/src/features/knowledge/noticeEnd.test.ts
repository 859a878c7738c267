import { describe, expect, it } from 'vitest';
import { endOf } from './noticeEnd';

describe('a notice', () => {
  it('for today ends at midnight where the property is', () => {
    const evening = Date.UTC(2026, 10, 22, 23, 30); // already the 23rd in Berlin, still the 22nd in Lisbon
    expect(endOf('today', evening, 'Europe/Lisbon')).toBe(Date.UTC(2026, 10, 23));
    expect(endOf('today', evening, 'Europe/Berlin')).toBe(Date.UTC(2026, 10, 23, 23));
    expect(endOf('tomorrow', evening, 'Asia/Kolkata')).toBe(Date.UTC(2026, 10, 24, 18, 30));
  });
  it('ends at midnight in a night in which the clocks are changed too', () => {
    // New York goes back on 1 November 2026, at 02:00: midnight before it is at UTC-4, the one after at UTC-5.
    const eve = Date.UTC(2026, 9, 31, 16);
    expect(endOf('today', eve, 'America/New_York')).toBe(Date.UTC(2026, 10, 1, 4));
    expect(endOf('tomorrow', eve, 'America/New_York')).toBe(Date.UTC(2026, 10, 2, 5));
  });
  it('never stands for more than seven days', () => {
    const now = Date.UTC(2026, 10, 22, 12);
    expect(endOf('week', now, 'UTC')).toBeLessThan(now + 7 * 86_400_000);
  });
});
