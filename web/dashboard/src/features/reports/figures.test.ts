import i18n from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { share, waitSpan, weekdayName, weekdays } from './figures';

beforeAll(async () => {
  await i18n.init({ lng: 'en', resources: {} });
});

describe('figures', () => {
  it('say how long somebody waited in at most two units', () => {
    expect(waitSpan(undefined)).toBe('–');
    expect(waitSpan(0)).toBe('0s');
    expect(waitSpan(24_400)).toBe('24s');
    expect(waitSpan(59_600)).toBe('1m');
    expect(waitSpan(80_000)).toBe('1m 20s');
    expect(waitSpan(3_599_800)).toBe('1h');
    expect(waitSpan(3_900_000)).toBe('1h 5m');
  });

  it('divide nothing by nothing', () => {
    expect(share(1, 4)).toBe('25%');
    expect(share(0, 0)).toBe('');
  });

  it('begin the week where the viewer does', () => {
    expect(weekdays('de')).toEqual([1, 2, 3, 4, 5, 6, 0]);
    expect(weekdays('no such language')).toEqual([1, 2, 3, 4, 5, 6, 0]);
    expect([weekdayName(0, 'long'), weekdayName(6, 'short')]).toEqual(['Sunday', 'Sat']);
  });
});
