import type { ChainStep, LiveChatSettings, Service } from '@/api/types';
import { overlaps, toWeek } from './hours';

/** What is wrong at a place: the key of its words, and what they fill in. */
export interface Wrong {
  at: string;
  key: string;
  params?: Record<string, string | number>;
}

const PHONE = /^[+0-9(*#][0-9 ().\-/*#]{1,39}$/;
const MAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;
const HOLE = /\{([^{}]*)\}/g;

/**
 * The contradictions that a person is told of while typing, in their language. The server knows the same rules and
 * some more; what it refuses is shown beside the same fields.
 */
export function check(values: LiveChatSettings): Wrong[] {
  const wrong = service('all', values.all, values);
  for (const [channel, own] of Object.entries(values.channels))
    wrong.push(...service(`channels.${channel}`, own, values));
  values.chain.forEach((step, at) => {
    wrong.push(...chainStep(`chain[${at}]`, step, values.chain[at - 1], values));
  });
  for (const name of ['number', 'property'] as const) {
    const number = values.emergency[name];
    if (number && !PHONE.test(number)) wrong.push({ at: `emergency.${name}`, key: 'phone' });
  }
  for (const [language, words] of Object.entries(values.words)) {
    for (const [code, text] of Object.entries(words)) {
      const problem = phrase(text, values.word_names[code] ?? []);
      if (problem) wrong.push({ at: `words.${language}.${code}`, ...problem });
    }
  }
  return wrong;
}

function service(at: string, own: Service, { limits }: LiveChatSettings): Wrong[] {
  const wrong: Wrong[] = [];
  const within = (name: keyof Service, limit: string) => {
    const { min = 0, max = 0 } = limits[limit] ?? {};
    const value = own[name] as number;
    if (Number.isInteger(value) && value >= min && value <= max) return true;
    wrong.push({ at: `${at}.${name}`, key: limit, params: { min, max } });
    return false;
  };
  within('first_wait_seconds', 'wait_seconds');
  within('second_wait_seconds', 'wait_seconds');
  within('held_limit', 'held_limit');
  const reminder = within('reminder_minutes', 'reminder_minutes');
  if (within('relief_minutes', 'reminder_minutes') && reminder)
    if (own.relief_minutes <= own.reminder_minutes)
      wrong.push({ at: `${at}.relief_minutes`, key: 'relief' });
  const { always, week, exceptions } = own.hours;
  if (own.enabled && !always && week.length === 0)
    if (exceptions.every(({ intervals }) => intervals.length === 0))
      wrong.push({ at: `${at}.hours.week`, key: 'never' });
  for (const day of always ? [] : overlaps(toWeek(week)))
    wrong.push({ at: `${at}.hours.day${day}`, key: 'night' });
  exceptions.forEach(({ first, last, yearly }, nth) => {
    const place = `${at}.hours.exceptions[${nth}]`;
    if (!first) wrong.push({ at: `${place}.first`, key: 'date' });
    if (!last) wrong.push({ at: `${place}.last`, key: 'date' });
    if (first && last && last < first) wrong.push({ at: `${place}.last`, key: 'backwards' });
    else if (exceptions.some((other, n) => n < nth && meet({ first, last, yearly }, other)))
      wrong.push({ at: `${place}.first`, key: 'days' });
  });
  return wrong;
}

interface Days {
  first: string;
  last: string;
  yearly: boolean;
}

/** Whether two exceptions fall on the same day in the same year; what meets in other years the server finds. */
function meet(a: Days, b: Days): boolean {
  if (
    a.yearly &&
    b.yearly &&
    a.first.slice(5) <= a.last.slice(5) &&
    b.first.slice(5) <= b.last.slice(5)
  )
    return a.first.slice(5) <= b.last.slice(5) && b.first.slice(5) <= a.last.slice(5);
  return a.first <= b.last && b.first <= a.last;
}

function chainStep(
  at: string,
  step: ChainStep,
  above: ChainStep | undefined,
  { limits }: LiveChatSettings,
): Wrong[] {
  const wrong: Wrong[] = [];
  const { min = 1, max = 1800 } = limits.after_seconds ?? {};
  const after = step.after_seconds;
  if (!Number.isInteger(after) || after < min || after > max)
    wrong.push({ at: `${at}.after_seconds`, key: 'after_seconds', params: { min, max } });
  else if (above && after < above.after_seconds)
    wrong.push({ at: `${at}.after_seconds`, key: 'earlier' });
  if (step.kind === 'people' && !step.people?.length)
    wrong.push({ at: `${at}.people`, key: 'people' });
  if (step.kind === 'email') {
    if (!step.emails?.length) wrong.push({ at: `${at}.emails`, key: 'emails' });
    else if (!step.emails.every((address) => MAIL.test(address)))
      wrong.push({ at: `${at}.emails`, key: 'email' });
  }
  if (step.kind === 'request' && !/^https:\/\/[^\s/{]+/.test(step.url ?? ''))
    wrong.push({ at: `${at}.url`, key: 'url' });
  return wrong;
}

/** What is wrong with the words of a line: a name that nothing is filled in for, a bracket that does not close. */
function phrase(text: string, names: string[]): Omit<Wrong, 'at'> | undefined {
  for (const [, name = ''] of text.matchAll(HOLE))
    if (!names.includes(name)) return { key: 'name', params: { name: `{${name}}` } };
  let depth = 0;
  for (const sign of text.replace(HOLE, '')) {
    if (sign === '[') depth++;
    if (sign === ']') depth--;
    if (depth < 0 || sign === '{' || sign === '}') return { key: 'bracket' };
  }
  return depth > 0 ? { key: 'bracket' } : undefined;
}
