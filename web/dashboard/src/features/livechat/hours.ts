/** A stretch of opening in minutes since midnight; one whose end is not after its beginning passes midnight. */
export interface Span {
  from: number;
  to: number;
}

export const DAY = 24 * 60;

/** 450 is 07:30. */
export function clock(minutes: number): string {
  const at = minutes > DAY ? minutes - DAY : minutes;
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
}

/** Where a span ends on a line that begins with its day: past DAY where it passes midnight. */
export function endOf({ from, to }: Span): number {
  return to > from ? to : to + DAY;
}

/** The span between two points of such a line. */
export function spanBetween(from: number, end: number): Span {
  return { from, to: end > DAY ? end - DAY : end };
}

/** A time as people type it: 7, 7:30, 07.30, 0730, 7h30, 24. Undefined where it is none. */
export function readTime(typed: string): number | undefined {
  const parts =
    /^(\d{1,2})(?:[:.h ]?(\d{2})?)?$/.exec(typed.trim()) ?? /^(\d{2})(\d{2})$/.exec(typed.trim());
  if (!parts) return undefined;
  const minutes = Number(parts[1]) * 60 + Number(parts[2] ?? 0);
  if (Number(parts[2] ?? 0) > 59 || minutes > DAY) return undefined;
  return minutes;
}

export type Mistake = 'time' | 'empty' | 'overlap';

/** What stands in the field of a day: "8–12, 13:00–18:00", or nothing. Or what is wrong with it. */
export function readSpans(typed: string): Span[] | Mistake {
  const spans: Span[] = [];
  for (const part of typed.split(/[,;]/)) {
    if (part.trim() === '') continue;
    const ends = part.split(/[-–—]/);
    const [from, to] = ends.map(readTime);
    if (ends.length !== 2 || from === undefined || to === undefined || from === DAY) return 'time';
    if (from === to) return 'empty';
    spans.push({ from, to: to === 0 ? DAY : to });
  }
  spans.sort((a, b) => a.from - b.from);
  return clash(spans) ? 'overlap' : join(spans);
}

/** How it is written back. */
export function writeSpans(spans: Span[]): string {
  return spans.map(({ from, to }) => `${clock(from)}–${clock(to)}`).join(', ');
}

function clash(sorted: Span[]): boolean {
  return sorted.some((span, at) => {
    const next = sorted[at + 1];
    return next !== undefined && endOf(span) > next.from;
  });
}

/** Spans of one day in order, those that adjoin made one. */
export function join(spans: Span[]): Span[] {
  const list: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = list.at(-1);
    if (last && last.to > last.from && last.to === span.from) last.to = span.to;
    else list.push({ ...span });
  }
  return list;
}

/** Spans of one day with one more, what it touches or covers made one with it. */
export function add(spans: Span[], span: Span): Span[] {
  let from = span.from;
  let end = endOf(span);
  const rest: Span[] = [];
  for (const other of spans) {
    if (other.from <= end && endOf(other) >= from) {
      from = Math.min(from, other.from);
      end = Math.max(end, endOf(other));
    } else rest.push(other);
  }
  return join([...rest, spanBetween(from, Math.min(end, from + DAY))]);
}

/** A week by day, Sunday first. */
export type Week = Span[][];

export interface Interval {
  day: number;
  from: string;
  to: string;
}

export function toWeek(intervals: Interval[]): Week {
  const week: Week = Array.from({ length: 7 }, () => []);
  for (const { day, from, to } of intervals)
    week[day]?.push({ from: readTime(from) ?? 0, to: readTime(to) ?? DAY });
  return week.map(join);
}

export function fromWeek(week: Week): Interval[] {
  return week.flatMap((spans, day) =>
    spans.map(({ from, to }) => ({ day, from: clock(from), to: clock(to) })),
  );
}

/** The day before. */
export const before = (day: number): number => (day + 6) % 7;

/** The interval of the day before that reaches into a day, if one does: the one that reaches furthest. */
export function nightOf(week: Week, day: number): Span | undefined {
  const nights = (week[before(day)] ?? []).filter((span) => endOf(span) > DAY);
  return nights.sort((a, b) => endOf(b) - endOf(a))[0];
}

/** The intervals of the day before with another end of the one that reaches into a day. */
export function withNight(week: Week, day: number, night: Span): Span[] {
  const old = nightOf(week, day);
  return (week[before(day)] ?? []).map((span) => (span === old ? night : span));
}

/** How far the night before reaches into a day, in minutes; 0 where it does not. */
export function spill(week: Week, day: number): number {
  const night = nightOf(week, day);
  return night ? endOf(night) - DAY : 0;
}

/** The days whose first interval begins before the night of the day before has ended. */
export function overlaps(week: Week): number[] {
  return week.flatMap((spans, day) => {
    const first = Math.min(...spans.map(({ from }) => from));
    return first < spill(week, day) ? [day] : [];
  });
}

/** A stretch for a new interval of a day: office hours, or the largest gap. Undefined where the day is full. */
export function freeSpan(spans: Span[], from: number): Span | undefined {
  const gaps: Span[] = [];
  let at = from;
  for (const span of spans) {
    if (span.from > at) gaps.push({ from: at, to: span.from });
    at = Math.max(at, endOf(span));
  }
  if (at < DAY) gaps.push({ from: at, to: DAY });
  const office = gaps.find((gap) => gap.from <= 540 && gap.to >= 1020);
  if (office) return { from: 540, to: 1020 };
  const gap = gaps.sort((a, b) => b.to - b.from - (a.to - a.from))[0];
  if (!gap || gap.to - gap.from < 30) return undefined;
  // A quarter of an hour stays free on both sides: what touches would become one.
  const begin = gap.from === from && from === 0 ? gap.from : gap.from + 15;
  return { from: begin, to: gap.to === DAY ? DAY : gap.to - 15 };
}
