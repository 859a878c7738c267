import { describe, expect, it } from 'vitest';
import { endSuggestions, nextAt, parseEnd } from './ends';

const at = (hours: number, minutes = 0) => new Date(2026, 10, 22, hours, minutes);
const clock = (day: Date) => `${day.getHours()}:${String(day.getMinutes()).padStart(2, '0')}`;

describe('endSuggestions', () => {
  it('names the next common ends and eight hours from now, the earliest first', () => {
    expect(endSuggestions(at(6, 50)).map(clock)).toEqual(['15:00', '23:00']);
    expect(endSuggestions(at(14, 10)).map(clock)).toEqual(['15:00', '22:30', '23:00']);
  });

  it('remembers the last one, and offers nothing that is about to pass', () => {
    expect(endSuggestions(at(22, 40), '06:30').map(clock)).toEqual(['6:30', '7:00', '15:00']);
  });

  it('goes past midnight', () => {
    const [first] = endSuggestions(at(22, 0), '06:30');
    expect(first?.getDate()).toBe(22);
    expect(nextAt(at(22), 6, 30).getDate()).toBe(23);
  });
});

describe('parseEnd', () => {
  it('takes a time of the clock, and nothing else', () => {
    expect(parseEnd('06:30', at(22))?.getDate()).toBe(23);
    expect(parseEnd('23:59', at(22))?.getDate()).toBe(22);
    for (const bad of ['', '24:00', '12:60', 'soon', '7']) {
      expect(parseEnd(bad, at(22)), bad).toBeUndefined();
    }
  });
});
