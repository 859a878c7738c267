import { Copy, Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow, useNow } from '@/lib/clock';
import { weekdays } from '@/lib/format';
import { IconButton } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { Menu, MenuItem } from '@/ui/Menu';
import { DayTrack } from './DayTrack';
import {
  before,
  freeSpan,
  fromWeek,
  type Interval,
  nightOf,
  readSpans,
  type Span,
  spill,
  toWeek,
  withNight,
  writeSpans,
} from './hours';
import type { Part } from './shape';

interface Props extends Pick<Part, 'wrong' | 'unread'> {
  at: string;
  week: Interval[];
  zone: string;
  disabled: boolean;
  onChange: (week: Interval[]) => void;
}

const WORKDAYS = [1, 2, 3, 4, 5];
const WEEKEND = [6, 0];
const ALL = [0, 1, 2, 3, 4, 5, 6];

/** The hours of a week: each day drawn, pulled, or typed. */
export function HoursGrid({ at, week: intervals, zone, disabled, onChange, wrong, unread }: Props) {
  const { t, i18n } = useTranslation();
  const week = toWeek(intervals);
  const long = weekdays('long');
  const now = useWallClock(zone);
  const first = firstDay(i18n.language);
  const put = (days: number[], spans: Span[]) => {
    for (const day of days) unread(`${at}.day${day}`, undefined);
    onChange(fromWeek(week.map((old, day) => (days.includes(day) ? spans : old))));
  };
  // The server names intervals by their place in what it was sent.
  const refused = (day: number) =>
    intervals.map((interval, nth) =>
      interval.day === day
        ? ['from', 'to', 'day'].map((end) => wrong(`${at}.week[${nth}].${end}`)).find(Boolean)
        : undefined,
    );
  return (
    <div className="flex flex-col gap-1.5">
      <div
        aria-hidden
        className="nums grid text-ink3 text-meta sm:ms-[96px] sm:me-[300px]"
        dir={document.documentElement.dir}
      >
        <div className="flex justify-between">
          {['00', '06', '12', '18', '24'].map((hour) => (
            <span
              key={hour}
              className="w-0 text-center [&>span]:-translate-x-1/2 rtl:[&>span]:translate-x-1/2"
            >
              <span className="inline-block">{hour}</span>
            </span>
          ))}
        </div>
      </div>
      {ALL.map((nth) => (nth + first) % 7).map((day) => {
        const spans = week[day] ?? [];
        const name = long[day] ?? '';
        const free = freeSpan(spans, spill(week, day));
        return (
          <div
            key={day}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 gap-y-1.5 sm:grid-cols-[84px_minmax(0,1fr)_216px_60px] max-sm:border-line max-sm:border-b max-sm:pb-2.5"
          >
            <span className="flex h-9 items-center font-medium text-ui max-sm:h-11">{name}</span>
            <div className="max-sm:order-last max-sm:col-span-2">
              <DayTrack
                day={name}
                spans={spans}
                night={nightOf(week, day)}
                now={now?.day === day ? now.minute : undefined}
                disabled={disabled}
                onChange={(next) => put([day], next)}
                onNight={(night) => put([before(day)], withNight(week, day, night))}
              />
            </div>
            <div className="max-sm:order-last max-sm:col-span-2">
              <DayField
                label={t('liveChat.dayField', { day: name })}
                spans={spans}
                disabled={disabled}
                error={wrong(`${at}.day${day}`) ?? refused(day).find(Boolean)}
                onRead={(next) => put([day], next)}
                onUnread={(message) => unread(`${at}.day${day}`, message)}
              />
            </div>
            <div className="flex items-center justify-end sm:h-9">
              <IconButton
                label={t('liveChat.addHours', { day: name })}
                disabled={disabled || !free}
                className="size-7! max-sm:size-11!"
                onClick={() => free && put([day], [...spans, free])}
              >
                <Plus size={15} strokeWidth={1.5} />
              </IconButton>
              <Menu
                trigger={
                  <IconButton
                    label={t('liveChat.copyHours', { day: name })}
                    disabled={disabled}
                    className="size-7! max-sm:size-11!"
                  >
                    <Copy size={14} strokeWidth={1.5} />
                  </IconButton>
                }
              >
                <MenuItem onSelect={() => put(ALL, spans)}>{t('liveChat.copyAll')}</MenuItem>
                <MenuItem onSelect={() => put(WORKDAYS, spans)}>{t('liveChat.copyWork')}</MenuItem>
                <MenuItem onSelect={() => put(WEEKEND, spans)}>
                  {t('liveChat.copyWeekend')}
                </MenuItem>
              </Menu>
            </div>
          </div>
        );
      })}
      <p className="text-ink3 text-label">{t('liveChat.hoursHelp')}</p>
    </div>
  );
}

interface FieldProps {
  label: string;
  showLabel?: boolean;
  spans: Span[];
  disabled?: boolean;
  error?: string;
  onRead: (spans: Span[]) => void;
  onUnread: (message: string) => void;
}

/** The hours of a day as text. What is typed stays as it is typed until the field is left. */
export function DayField({
  showLabel,
  label,
  spans,
  disabled,
  error,
  onRead,
  onUnread,
}: FieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string>();
  const focused = useRef(false);
  const written = writeSpans(spans);
  // What was drawn or copied meanwhile counts more than what could not be read here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the hours that change
  useEffect(() => {
    if (!focused.current) setTyped(undefined);
  }, [written]);
  return (
    <TextField
      hideLabel={!showLabel}
      label={label}
      dir="ltr"
      title={written}
      disabled={disabled}
      placeholder={t('liveChat.closed')}
      value={typed ?? written}
      error={error}
      className="nums"
      onFocus={() => {
        focused.current = true;
        setTyped((old) => old ?? written);
      }}
      onChange={(event) => {
        setTyped(event.target.value);
        const read = readSpans(event.target.value);
        if (Array.isArray(read)) onRead(read);
        else onUnread(t(`liveChat.wrong.${read}`));
      }}
      onBlur={() => {
        focused.current = false;
        // What cannot be read stays, with what is wrong about it.
        if (typed !== undefined && Array.isArray(readSpans(typed))) setTyped(undefined);
      }}
    />
  );
}

/** The day and minute that the clock of a place shows now; undefined where the zone is unknown here. */
function useWallClock(zone: string): { day: number; minute: number } | undefined {
  useNow(30_000);
  try {
    const parts = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).formatToParts(serverNow());
    const get = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
    const day = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(get('weekday'));
    return { day, minute: Number(get('hour')) * 60 + Number(get('minute')) };
  } catch {
    return undefined;
  }
}

/** The day with which weeks begin where the language is spoken; Monday where the browser does not say. */
function firstDay(language: string): number {
  const locale = new Intl.Locale(
    navigator.languages.find((tag) => tag.startsWith(`${language}-`)) ?? language,
  ) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
  if (language === 'en' && !locale.region) return 1;
  return (locale.getWeekInfo?.() ?? locale.weekInfo ?? { firstDay: 1 }).firstDay % 7;
}
