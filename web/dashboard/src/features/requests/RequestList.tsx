import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Seen } from '@/features/bell/board';
import { RingRow } from '@/features/bell/RingRow';
import { useBoard } from '@/features/bell/rings';
import { LostLine } from '@/features/wall/LostLine';
import { useTake } from '@/features/wall/useTake';
import { useNow } from '@/lib/clock';
import { shortSpan } from '@/lib/format';
import { useLost } from '@/realtime/ephemeral';
import { Button } from '@/ui/Button';

const GAP = 12;
/** What a row is high before it was measured. */
const USUAL = 140;

interface Props {
  rows: Seen[];
  /** The one that the key A accepts. */
  first: string | undefined;
  /** The one that a notification led to. */
  wanted: string | undefined;
  open: string | undefined;
  onOpen: (conversation: string) => void;
  scroller: HTMLDivElement;
}

/**
 * The rows in sight, of however many: two hundred guests who call at once cost as much as a dozen. The row that the key
 * would accept and the one with the focus stay in the page wherever it is scrolled to.
 */
export function RequestList({ rows, first, wanted, open, onOpen, scroller }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const [focused, setFocused] = useState<string>();
  const kept = [first, focused].map((id) => rows.findIndex((row) => row.id === id));
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    getItemKey: (index) => rows[index]?.id ?? index,
    estimateSize: () => USUAL,
    gap: GAP,
    overscan: 4,
    scrollMargin: top,
    rangeExtractor: (range: Range) =>
      [...new Set([...defaultRangeExtractor(range), ...kept])]
        .filter((index) => index >= 0)
        .sort((a, b) => a - b),
  });
  useLayoutEffect(() => {
    const margin = Math.round(
      (list.current?.getBoundingClientRect().top ?? 0) -
        scroller.getBoundingClientRect().top +
        scroller.scrollTop,
    );
    setTop((old) => (old === margin ? old : margin));
  });
  const at = rows.findIndex(({ id }) => id === wanted);
  const there = at >= 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each that is wanted, wherever it moves to
  useEffect(() => {
    if (!wanted || !there) return;
    setFocused(wanted);
    virtual.scrollToIndex(at);
    const frame = requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-ring="${CSS.escape(wanted)}"]`)?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [wanted, there]);
  return (
    <div className="mx-auto max-w-[860px] p-5 max-sm:p-3">
      <ul
        ref={list}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
        onFocus={(event) =>
          setFocused(event.target.closest<HTMLElement>('[data-ring]')?.dataset.ring)
        }
        onBlur={() => setFocused(undefined)}
      >
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const ring = rows[index];
          return (
            ring && (
              <li
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                aria-setsize={rows.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start - top}px)` }}
              >
                <Row ring={ring} keyed={ring.id === first} open={open} onOpen={onOpen} />
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

interface RowProps {
  ring: Seen;
  keyed: boolean;
  open: string | undefined;
  onOpen: (conversation: string) => void;
}

function Row({ ring, keyed, open, onOpen }: RowProps) {
  const held = useBoard();
  const id = ring.conversation_id;
  const missed = ring.state === 'ended' && held.missed.some((other) => other.id === ring.id);
  const urgent = ring.kind === 'emergency' || ring.kind === 'alarm';
  return (
    <RingRow
      ring={ring}
      fate={missed ? undefined : held.fates[ring.id]}
      keyed={keyed}
      selected={open === id}
      onOpen={() => onOpen(id)}
      mixed
      className={`rounded-card border bg-surface p-4 ${urgent ? 'border-danger' : ring.state === 'ringing' && !ring.declined ? 'border-brass/60' : 'border-line'}`}
    >
      {missed ? <Missed ring={ring} /> : undefined}
    </RingRow>
  );
}

/** Nobody came in time, but the guest is still there: one press makes it good. */
function Missed({ ring }: { ring: Seen }) {
  const { t } = useTranslation();
  const take = useTake(ring.conversation_id);
  const lost = useLost(ring.conversation_id);
  useNow();
  if (lost) return <LostLine lost={lost} />;
  const ago = shortSpan(Date.now() - Date.parse(ring.ended_at ?? ''));
  return (
    <>
      <Button variant="primary" data-action="take" onClick={() => !take.isPending && take.mutate()}>
        {t(take.isPending ? 'action.taking' : 'action.takeControl')}
      </Button>
      <span className="nums ms-1 font-medium text-danger text-ui">
        {t('requests.missed', { span: ago })}
      </span>
    </>
  );
}
