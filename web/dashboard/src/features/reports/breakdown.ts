import type { ChannelTally, RequestReport, RequestTally } from '@/api/types';
import { dayLabel, hourName, weekdayName, weekdays } from './figures';

/** By what the guests who asked are told apart. */
export const DIMENSIONS = ['day', 'hour', 'weekday', 'property', 'channel'] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** One bar, or one line of the table. */
export interface Slice {
  key: string;
  label: string;
  title: string;
  tally: RequestTally;
}

interface Names {
  language: string;
  property: (id: string) => { name: string; code: string };
  channel: (channel: ChannelTally['channel']) => string;
}

/** The slices of a report along one dimension, in the order in which they are shown. */
export function slices(report: RequestReport, by: Dimension, names: Names): Slice[] {
  switch (by) {
    case 'day':
      return report.days.map(({ day, ...tally }) => ({
        key: day,
        label: dayLabel(day, 'short'),
        title: dayLabel(day, 'long'),
        tally,
      }));
    case 'hour':
      return report.hours.map((tally, hour) => ({
        key: String(hour),
        label: hourName(hour),
        title: `${hourName(hour)}–${hourName((hour + 1) % 24)}`,
        tally,
      }));
    case 'weekday':
      return weekdays(names.language).flatMap((day) => {
        const tally = report.weekdays[day];
        const key = String(day);
        const label = weekdayName(day, 'short');
        return tally ? [{ key, label, title: weekdayName(day, 'long'), tally }] : [];
      });
    case 'property':
      return report.properties.map(({ property_id: key, ...tally }) => {
        const { name, code } = names.property(key);
        return { key, label: code, title: name, tally };
      });
    case 'channel':
      return report.channels.map(({ channel, ...tally }) => {
        const name = names.channel(channel);
        return { key: channel, label: name, title: name, tally };
      });
  }
}

/** Those who were neither accepted nor missed. */
export const others = ({ cancelled, closed, open }: RequestTally) => cancelled + closed + open;
