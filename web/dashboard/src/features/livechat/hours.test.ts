import { describe, expect, it } from 'vitest';
import {
  add,
  clock,
  freeSpan,
  fromWeek,
  nightOf,
  overlaps,
  readSpans,
  readTime,
  spill,
  toWeek,
  withNight,
  writeSpans,
} from './hours';

describe('times', () => {
  it.each([
    ['7', 420],
    ['07:30', 450],
    ['7.30', 450],
    ['0730', 450],
    ['7h30', 450],
    ['24', 1440],
    ['24:00', 1440],
    ['0', 0],
    ['24:01', undefined],
    ['7:60', undefined],
    ['noon', undefined],
    ['', undefined],
    ['12345', undefined],
  ])('%s', (typed, minutes) => expect(readTime(typed)).toBe(minutes));

  it('are written with two digits', () => {
    expect([0, 450, 1440, 1800].map(clock)).toEqual(['00:00', '07:30', '24:00', '06:00']);
  });
});

describe('the field of a day', () => {
  it.each([
    ['', ''],
    ['8-12, 13:00–18:00', '08:00–12:00, 13:00–18:00'],
    ['13—18; 8–12', '08:00–12:00, 13:00–18:00'],
    ['22-6', '22:00–06:00'],
    ['18-0', '18:00–24:00'],
    ['0-24', '00:00–24:00'],
    ['8-12, 12-18', '08:00–18:00'],
  ])('reads %s', (typed, written) => {
    const spans = readSpans(typed);
    expect(Array.isArray(spans) ? writeSpans(spans) : spans).toBe(written);
  });

  it.each([
    ['8', 'time'],
    ['8-12-14', 'time'],
    ['25-26', 'time'],
    ['24-6', 'time'],
    ['8-8', 'empty'],
    ['8-12, 11-14', 'overlap'],
    ['22-6, 23-24', 'overlap'],
  ])('refuses %s', (typed, mistake) => expect(readSpans(typed)).toBe(mistake));
});

describe('a week', () => {
  const week = toWeek([
    { day: 5, from: '22:00', to: '06:00' },
    { day: 6, from: '05:00', to: '12:00' },
    { day: 1, from: '12:00', to: '18:00' },
    { day: 1, from: '08:00', to: '12:00' },
  ]);

  it('joins what adjoins, and keeps the order of days', () => {
    expect(fromWeek(week)[0]).toEqual({ day: 1, from: '08:00', to: '18:00' });
  });
  it('knows how far a night reaches', () => {
    expect([spill(week, 6), spill(week, 0), spill(week, 5)]).toEqual([360, 0, 0]);
    // Pulling at its end on the next day changes the day on which it began, and nothing else of that.
    const night = nightOf(week, 6);
    const pulled = withNight(week, 6, { from: night?.from ?? 0, to: 120 });
    expect(spill([...week.slice(0, 5), pulled, ...week.slice(6)], 6)).toBe(120);
    expect(pulled).toHaveLength(week[5]?.length ?? 0);
    expect(nightOf(week, 0)).toBeUndefined();
  });
  it('names the days that overlap with the night before', () =>
    expect(overlaps(week)).toEqual([6]));
});

describe('a new interval', () => {
  it('takes in what it touches', () => {
    const day = [
      { from: 480, to: 720 },
      { from: 780, to: 1080 },
    ];
    expect(add(day, { from: 700, to: 780 })).toEqual([{ from: 480, to: 1080 }]);
    expect(add(day, { from: 1200, to: 120 })).toEqual([...day, { from: 1200, to: 120 }]);
    expect(add([{ from: 0, to: 1440 }], { from: 1380, to: 60 })).toEqual([{ from: 0, to: 1440 }]);
  });
  it('finds room', () => {
    expect(freeSpan([], 0)).toEqual({ from: 540, to: 1020 });
    expect(freeSpan([{ from: 480, to: 720 }], 0)).toEqual({ from: 735, to: 1440 });
    expect(freeSpan([{ from: 0, to: 1440 }], 0)).toBeUndefined();
  });
});
