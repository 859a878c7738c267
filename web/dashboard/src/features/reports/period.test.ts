import { describe, expect, it } from 'vitest';
import { datesOf, lastDays, plusDays, today } from './period';

const noon = Date.parse('2026-11-22T11:30:00Z');

describe('the dates of a report', () => {
  it('are those that the property sees on its wall', () => {
    expect(today(noon, 'Europe/Lisbon')).toBe('2026-11-22');
    expect(today(noon, 'Pacific/Kiritimati')).toBe('2026-11-23');
    expect(today(noon, 'Mars/Olympus')).toBe('2026-11-22');
    expect(lastDays(30, noon, 'Europe/Lisbon')).toEqual({ from: '2026-10-24', to: '2026-11-22' });
    expect(lastDays(1, noon, 'Pacific/Kiritimati')).toEqual({
      from: '2026-11-23',
      to: '2026-11-23',
    });
  });

  it('count days, whatever the clocks do on them', () => {
    expect(plusDays('2026-10-25', 1)).toBe('2026-10-26');
    expect(plusDays('2026-03-29', -1)).toBe('2026-03-28');
    expect(plusDays('2028-02-28', 1)).toBe('2028-02-29');
  });

  it('follow the address, and are the last 30 days where it says nothing that holds', () => {
    const dates = { from: '2026-01-01', to: '2026-01-31' };
    expect(datesOf({ period: 'own', ...dates }, noon)).toEqual({ period: 'own', dates });
    expect(datesOf({ period: '7' }, noon, 'Europe/Lisbon').dates.from).toBe('2026-11-16');
    for (const search of [{}, { period: '8' }, { period: 'own', from: '2026-01-01' }, dates]) {
      expect(datesOf(search, noon, 'Europe/Lisbon').period).toBe('30');
    }
  });
});
