import clsx from 'clsx';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { add, clock, DAY, endOf, type Span, spanBetween } from './hours';

const STEP = 15;

interface Props {
  day: string;
  spans: Span[];
  /** The interval of the day before that reaches into this one. */
  night?: Span;
  /** The time of this day that it is there now; undefined on other days. */
  now?: number;
  disabled: boolean;
  onChange: (spans: Span[]) => void;
  /** The end of the night before was pulled. */
  onNight: (night: Span) => void;
}

/**
 * What is being dragged: one end, the whole, a new interval that grows from where it was begun, or the end of the night
 * before.
 */
interface Drag {
  what: 'from' | 'to' | 'whole' | 'new' | 'night';
  /** Which interval; -1 for one that is none of this day's yet. */
  at: number;
  grabbed: number;
  span: Span;
}

/**
 * One day from midnight to midnight. Intervals are drawn by pulling over it, and changed by pulling at them or their
 * ends; both ends take the arrow keys, and Delete takes the interval away. What else can be done is done by typing.
 */
export function DayTrack({ day, spans, night, now, disabled, onChange, onNight }: Props) {
  const { t } = useTranslation();
  const track = useRef<HTMLFieldSetElement>(null);
  const [drag, setDrag] = useState<Drag>();
  const shown =
    drag?.what === 'new'
      ? [...spans, drag.span]
      : spans.map((span, at) => (at === drag?.at ? drag.span : span));
  const before = drag?.what === 'night' ? drag.span : night;
  const spill = before ? Math.max(0, endOf(before) - DAY) : 0;
  const pulled = (at: number) => (drag?.what === 'new' ? at === spans.length : drag?.at === at);

  const minuteAt = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (!box) return 0;
    const rtl = document.documentElement.dir === 'rtl';
    const part = (rtl ? box.right - event.clientX : event.clientX - box.left) / box.width;
    return Math.max(0, Math.min(DAY, Math.round((part * DAY) / STEP) * STEP));
  };
  const begin = (event: PointerEvent, what: Drag['what'], at: number) => {
    if (disabled || event.button !== 0) return;
    event.stopPropagation();
    track.current?.setPointerCapture(event.pointerId);
    const minute = minuteAt(event);
    const from = Math.min(minute, DAY - STEP);
    const span = (what === 'night' ? night : spans[at]) ?? { from, to: from + STEP };
    setDrag({ what, at, grabbed: what === 'new' ? from : minute, span });
  };
  const move = (event: PointerEvent) => {
    if (!drag) return;
    const first = Math.min(DAY, ...spans.map(({ from }) => from));
    const span =
      drag.what === 'night'
        ? { ...drag.span, to: Math.min(minuteAt(event), first, drag.span.from) || DAY }
        : dragged(drag, minuteAt(event), spans[drag.at]);
    if (span) setDrag({ ...drag, span });
  };
  const drop = () => {
    if (!drag) return;
    setDrag(undefined);
    if (drag.what === 'night') {
      onNight(drag.span);
      return;
    }
    const rest = spans.filter((_, at) => at !== drag.at);
    // A press that pulled nothing draws nothing.
    if (drag.what === 'new' && endOf(drag.span) - drag.span.from < 2 * STEP) return;
    onChange(add(rest, drag.span));
  };
  const remove = (at: number) => onChange(spans.filter((_, other) => other !== at));

  return (
    <fieldset
      ref={track}
      aria-label={t('liveChat.dayHours', { day })}
      onPointerDown={(event) => begin(event, 'new', -1)}
      onPointerMove={move}
      onPointerUp={drop}
      onPointerCancel={() => setDrag(undefined)}
      className={clsx(
        'hour-lines relative h-9 min-w-0 touch-pan-y select-none rounded-control bg-sunken',
        !disabled && 'cursor-crosshair',
      )}
    >
      {spill > 0 && (
        <div
          aria-hidden
          className="night pointer-events-none absolute inset-y-1.5 start-0 rounded-e-chip"
          style={{ width: `${(spill / DAY) * 100}%` }}
        >
          {/* For the pointer alone: with keys it is the other end of the night's own bar. */}
          {!disabled && (
            <div
              data-night-end
              title={t('liveChat.nightEnd', { time: clock(spill) })}
              onPointerDown={(event) => begin(event, 'night', -1)}
              className="pointer-events-auto absolute -inset-y-1 -end-1.5 w-3 cursor-ew-resize"
            />
          )}
        </div>
      )}
      {shown.map((span, at) => (
        <Bar
          // biome-ignore lint/suspicious/noArrayIndexKey: the one that is pulled must stay itself while it moves
          key={at}
          day={day}
          span={span}
          dragged={pulled(at)}
          disabled={disabled}
          onBegin={(event, what) => begin(event, what, at)}
          onChange={(next) => onChange(spans.map((old, other) => (other === at ? next : old)))}
          onRemove={() => remove(at)}
        />
      ))}
      {now !== undefined && (
        <div
          aria-hidden
          className="pointer-events-none absolute -inset-y-0.5 w-0.5 rounded-full bg-accent"
          style={{ insetInlineStart: `${(now / DAY) * 100}%` }}
        />
      )}
    </fieldset>
  );
}

/** What a drag has made of its span by now; undefined where that is none. */
function dragged(drag: Drag, minute: number, old: Span | undefined): Span | undefined {
  if (drag.what === 'new') {
    const from = Math.min(drag.grabbed, minute);
    return { from, to: Math.max(from + STEP, Math.max(drag.grabbed, minute)) };
  }
  if (!old) return undefined;
  const end = endOf(old);
  if (drag.what === 'from')
    return minute < Math.min(end, DAY) && end - minute <= DAY
      ? { ...old, from: minute }
      : undefined;
  // At the edge of its day, a night keeps its end, which lies on the next.
  if (drag.what === 'to' && end > DAY && minute === DAY) return old;
  if (drag.what === 'to') return minute > old.from ? { ...old, to: minute } : undefined;
  const from = Math.max(0, Math.min(DAY - STEP, old.from + minute - drag.grabbed));
  // One that ends within its day is not pushed over midnight by chance.
  return end <= DAY && from + end - old.from > DAY
    ? { from: DAY - (end - old.from), to: DAY }
    : spanBetween(from, from + end - old.from);
}

interface BarProps {
  day: string;
  span: Span;
  dragged: boolean;
  disabled: boolean;
  onBegin: (event: PointerEvent, what: 'from' | 'to' | 'whole') => void;
  onChange: (span: Span) => void;
  onRemove: () => void;
}

function Bar({ day, span, dragged: pulled, disabled, onBegin, onChange, onRemove }: BarProps) {
  const { t } = useTranslation();
  const end = endOf(span);
  const width = ((Math.min(end, DAY) - span.from) / DAY) * 100;
  const over = end > DAY;
  const step = (event: KeyboardEvent, what: 'from' | 'to') => {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      onRemove();
      return;
    }
    const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
    const by = {
      [forward]: STEP,
      ArrowUp: STEP,
      [back]: -STEP,
      ArrowDown: -STEP,
      PageUp: 60,
      PageDown: -60,
    };
    const change = by[event.key];
    if (change === undefined) return;
    event.preventDefault();
    const from = what === 'from' ? span.from + change : span.from;
    const until = what === 'to' ? end + change : end;
    if (from < 0 || from >= DAY || until <= from || until - from > DAY) return;
    onChange(spanBetween(from, until));
  };
  const handle = (what: 'from' | 'to') => ({
    role: 'slider',
    tabIndex: disabled ? -1 : 0,
    'aria-label': t(what === 'from' ? 'liveChat.opensAt' : 'liveChat.closesAt', { day }),
    'aria-valuemin': what === 'from' ? 0 : span.from + STEP,
    'aria-valuemax': what === 'from' ? DAY - STEP : span.from + DAY,
    'aria-valuenow': what === 'from' ? span.from : end,
    'aria-valuetext':
      what === 'to' && over
        ? t('liveChat.nextDay', { time: clock(end) })
        : clock(what === 'from' ? span.from : end),
    'aria-disabled': disabled || undefined,
    onKeyDown: (event: KeyboardEvent) => !disabled && step(event, what),
    onPointerDown: (event: PointerEvent) => onBegin(event, what),
    className: clsx(
      'absolute inset-y-0 z-10 w-3 rounded-chip focus-visible:outline-offset-0',
      !disabled && 'cursor-ew-resize',
      what === 'from' ? '-start-1' : '-end-1',
    ),
  });
  return (
    <div
      onPointerDown={(event) => onBegin(event, 'whole')}
      className={clsx(
        '@container absolute inset-y-1 flex items-center justify-center rounded-chip',
        disabled ? 'bg-strong/40' : 'cursor-grab border border-accent bg-hours',
        pulled && 'cursor-grabbing ring-2 ring-accent',
        over && 'rounded-e-none',
      )}
      style={{ insetInlineStart: `${(span.from / DAY) * 100}%`, width: `${width}%` }}
    >
      <div {...handle('from')} />
      <span
        aria-hidden
        dir="ltr"
        className="nums one-line pointer-events-none hidden font-medium text-ink text-meta @min-[72px]:block"
      >
        {clock(span.from)}–{clock(end)}
      </span>
      <div {...handle('to')} />
    </div>
  );
}
