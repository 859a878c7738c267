import { describe, expect, it } from 'vitest';
import { cleaned, figuresText, readAmount, readNumber, readTime } from './figures';

const words = {
  locale: 'en-GB',
  word: (key: string, values?: Record<string, unknown>) =>
    [key, ...Object.values(values ?? {})].join(' '),
};

describe('figures', () => {
  it('reads times, amounts and numbers as they are typed', () => {
    expect(['7', '07:30', '7.30', '730', '19h', '7h30', '24', ' 9 '].map(readTime)).toEqual([
      '07:00',
      '07:30',
      '07:30',
      '07:30',
      '19:00',
      '07:30',
      '24:00',
      '09:00',
    ]);
    expect(['25', '7:61', 'noon', '2430', ''].map(readTime)).toEqual([
      '25',
      '7:61',
      'noon',
      '2430',
      '',
    ]);
    expect([readAmount('18,50'), readAmount(' 18. '), readNumber('10 kg'), readNumber('')]).toEqual(
      ['18.50', '18', 10, undefined],
    );
  });

  it('sends no row that nothing was written into', () => {
    expect(
      cleaned({
        hours: [
          { days: ['sun', 'sat'], from: '8' },
          {},
          { days: ['mon'], closed: true, from: '09:00' },
        ],
        prices: [{ amount: '', per: ['night'] }],
        currency: 'EUR',
        seasons: [],
        max_kg: 0,
      }),
    ).toEqual({
      hours: [
        { days: ['sat', 'sun'], from: '08:00' },
        { days: ['mon'], closed: true },
      ],
    });
    expect(cleaned({ hours: [{}], place: { by: 'foot' } })).toBeUndefined();
    expect(cleaned({ prices: [{ amount: '18,', per: [] }], currency: 'EUR' })).toEqual({
      prices: [{ amount: '18' }],
      currency: 'EUR',
    });
  });

  it('tells figures in a line', () => {
    expect(
      figuresText(
        {
          hours: [
            { from: '06:30', until: '10:30' },
            { days: ['sat', 'sun'], from: '07:00' },
            { dates: { from: '12-24', until: '12-24' }, closed: true },
          ],
          seasons: [{ from: '05-01', until: '10-31' }],
          prices: [
            { amount: '18', per: ['person', 'night'] },
            { amount: '0', until_age: 5 },
          ],
          currency: 'EUR',
          deadline_hours: 48,
        },
        words,
      ),
    ).toBe(
      '06:30–10:30 · Sat, Sun fromTime 07:00 · 24 Dec closed · 1 May – 31 Oct · 18 EUR per.person per.night · freeOfCharge agesUntil 5 · hoursBefore 48',
    );
  });
});
