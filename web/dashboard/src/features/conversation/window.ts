import i18n from 'i18next';
import type { Card } from '@/api/types';

/**
 * What may be sent to a guest now: anything (`open`, for `left` milliseconds, or `always`); only what a person writes, with the
 * channel's mark for it (`human`); only a prepared message (`templates`); nothing (`closed`).
 */
export type WindowState =
  | { state: 'always' }
  | { state: 'open'; left: number }
  | { state: 'human'; until: string }
  | { state: 'templates' }
  | { state: 'closed' };

export function windowOf(card: Pick<Card, 'window'>, now: number): WindowState {
  const { window } = card;
  if (!window) return { state: 'always' };
  const { until, human_until, templates } = window;
  const left = until ? Date.parse(until) - now : 0;
  if (left > 0) return { state: 'open', left };
  if (human_until && Date.parse(human_until) > now) return { state: 'human', until: human_until };
  return { state: templates ? 'templates' : 'closed' };
}

/** What is left of a window: hours and minutes, and only minutes in the last hour. Rounded down, so as not to promise. */
export function leftWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const part = (value: number, unit: 'hour' | 'minute') =>
    new Intl.NumberFormat(i18n.language, { style: 'unit', unit, unitDisplay: 'short' }).format(
      value,
    );
  if (minutes < 60) return part(minutes, 'minute');
  return `${part(Math.floor(minutes / 60), 'hour')} ${part(minutes % 60, 'minute')}`;
}

/** How many messages a text becomes on a channel that takes so much at once, as an estimate: it is split between words. */
export function piecesOf(text: string, max: number | undefined, unit?: string): number {
  if (!max) return 1;
  const size = unit === 'bytes' ? new TextEncoder().encode(text).length : [...text].length;
  return Math.max(1, Math.ceil(size / max));
}
