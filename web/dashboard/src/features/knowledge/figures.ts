import type { Fact } from '@/api/types';

/** What a fact says in figures, and which parts a kind of fact has. */
export type Figures = NonNullable<Fact['value']>;
export type Part = Fact['form'][number];
export type Hours = NonNullable<Figures['hours']>[number];
export type Price = NonNullable<Figures['prices']>[number];
export type Span = NonNullable<Figures['seasons']>[number];
export type Day = NonNullable<Hours['days']>[number];
export type Unit = NonNullable<Price['per']>[number];
export type Need = NonNullable<Figures['needs']>[number];
export type Travel = NonNullable<NonNullable<Figures['place']>['by']>;

export const WEEK: Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
export const UNITS: Unit[] = [
  'night',
  'day',
  'hour',
  'week',
  'stay',
  'person',
  'room',
  'pet',
  'vehicle',
  'way',
  'order',
  'item',
  'kwh',
];
export const NEEDS: Need[] = ['request', 'booking', 'appointment'];
export const TRAVELS: Travel[] = ['foot', 'car', 'train', 'bus'];

/** A time as it is typed, "7", "730", "7.30", as it is kept, "07:30"; what is no time stays as it is. */
export function readTime(typed: string): string {
  const [, hour = '', minute = '00'] =
    /^(\d{1,2})(?:[:.h ]?(\d{2}))?$/.exec(typed.trim().replace(/h$/, '')) ?? [];
  if (!hour || Number(minute) > 59) return typed.trim();
  if (Number(hour) > 24 || (Number(hour) === 24 && Number(minute) > 0)) return typed.trim();
  return `${hour.padStart(2, '0')}:${minute}`;
}

/** An amount as it is typed, "18,50", as it is kept, "18.50". */
export function readAmount(typed: string): string {
  return typed.trim().replace(',', '.').replace(/\.$/, '');
}

/** A whole number; nothing typed is none. */
export function readNumber(typed: string): number | undefined {
  const digits = typed.replace(/\D/g, '').slice(0, 6);
  return digits ? Number(digits) : undefined;
}

/** The figures as they are sent: rows that nothing was written into, and what is not said, are left out. */
export function cleaned(figures: Figures): Figures | undefined {
  const hours = figures.hours
    ?.filter(({ from, until, closed }) => from || until || closed)
    .map(({ days, dates, from, until, closed }) => ({
      ...(days?.length && days.length < 7
        ? { days: WEEK.filter((day) => days.includes(day)) }
        : {}),
      ...(dates ? { dates } : {}),
      ...(closed
        ? { closed }
        : { ...(from && { from: readTime(from) }), ...(until && { until: readTime(until) }) }),
    }));
  const prices = figures.prices
    ?.filter(({ amount }) => amount)
    .map(({ amount, per, from_age, until_age, ...price }) => ({
      ...price,
      amount: readAmount(amount),
      ...(per?.length ? { per } : {}),
      ...(from_age ? { from_age } : {}),
      ...(until_age ? { until_age } : {}),
    }));
  const { place } = figures;
  const all: Figures = {
    ...figures,
    hours: hours?.length ? hours : undefined,
    seasons: figures.seasons?.length ? figures.seasons : undefined,
    prices: prices?.length ? prices : undefined,
    currency: prices?.some(({ amount }) => Number(amount) > 0) ? figures.currency : undefined,
    needs: figures.needs?.length ? figures.needs : undefined,
    place: place?.metres || place?.minutes ? place : undefined,
  };
  const said = Object.entries(all).filter(([, part]) => part !== undefined && part !== 0);
  return said.length > 0 ? (Object.fromEntries(said) as Figures) : undefined;
}

interface Words {
  /** The words of the form, by their key under "figure". */
  word: (key: string, values?: Record<string, unknown>) => string;
  locale: string;
}

/** The figures in one line, in the language of the page. */
export function figuresText(figures: Figures, { word, locale }: Words): string {
  const list = new Intl.ListFormat(locale, { type: 'unit', style: 'short' });
  const span = ({ from, until }: Span) => {
    const [first, last] = [dayText(from, locale), dayText(until, locale)];
    return from === until ? first : `${first} – ${last}`;
  };
  const hours = figures.hours?.map((row) => {
    const when = [
      row.days?.length ? list.format(row.days.map((day) => dayName(day, locale, 'short'))) : '',
      row.dates ? span(row.dates) : '',
    ];
    const time = timeText(row, word);
    return [...when, time].filter(Boolean).join(' ');
  });
  const prices = figures.prices?.map((price) => {
    const amount =
      Number(price.amount) === 0
        ? word('freeOfCharge')
        : `${price.amount} ${figures.currency ?? ''}`;
    const per =
      Number(price.amount) === 0 ? [] : (price.per ?? []).map((unit) => word(`per.${unit}`));
    return [
      amount.trim(),
      ...per,
      ages(price.from_age, price.until_age, word),
      price.dates ? span(price.dates) : '',
    ]
      .filter(Boolean)
      .join(' ');
  });
  const { place } = figures;
  const way = place && [
    place.metres ? `${place.metres} m` : '',
    place.minutes ? `${place.minutes} min` : '',
    place.by ? word(`by.${place.by}`) : '',
  ];
  return [
    ...(hours ?? []),
    ...(figures.seasons?.map(span) ?? []),
    ...(prices ?? []),
    ages(figures.min_age, figures.max_age, word),
    figures.max_kg ? word('upToKg', { most: figures.max_kg }) : '',
    figures.max_people ? word('upToPeople', { most: figures.max_people }) : '',
    ...(figures.needs?.map((need) => word(`need.${need}`)) ?? []),
    figures.ahead_hours ? word('hoursAhead', { hours: figures.ahead_hours }) : '',
    figures.deadline_hours ? word('hoursBefore', { hours: figures.deadline_hours }) : '',
    (way ?? []).filter(Boolean).join(' '),
  ]
    .filter(Boolean)
    .join(' · ');
}

function timeText({ closed, from, until }: Hours, word: Words['word']): string {
  if (closed) return word('closed');
  if (from === '00:00' && until === '24:00') return word('allDay');
  if (from && until) return `${from}–${until}`;
  return from ? word('fromTime', { time: from }) : word('untilTime', { time: until });
}

function ages(from: number | undefined, until: number | undefined, word: Words['word']): string {
  if (from && until) return word('agesBoth', { from, until });
  if (from) return word('agesFrom', { from });
  return until ? word('agesUntil', { until }) : '';
}

/** "1 May" from "05-01". */
export function dayText(day: string, locale: string): string {
  const at = new Date(`2024-${day}T12:00:00Z`);
  return Number.isNaN(at.getTime())
    ? day
    : new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
        at,
      );
}

/** The name of a day of the week; 1 January 2024 was a Monday. */
export function dayName(day: Day, locale: string, weekday: 'short' | 'long' | 'narrow'): string {
  const at = new Date(Date.UTC(2024, 0, 1 + WEEK.indexOf(day), 12));
  return new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(at);
}

/** The months' names, January first. */
export function monthNames(locale: string): string[] {
  const name = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => name.format(new Date(Date.UTC(2024, month, 15))));
}
