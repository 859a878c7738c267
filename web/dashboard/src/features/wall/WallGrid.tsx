import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Card } from '@/api/types';
import { WallCard } from './WallCard';

const MIN_WIDTH = 320;
const GAP = 12;

interface Props {
  ids: string[];
  byId: Map<string, Card>;
  /** Those still in this region; the others keep an empty place while the wall is held. */
  present?: Set<string>;
  compact: boolean;
  paused: boolean;
  open: string | undefined;
  onOpen: (id: string) => void;
  scroller: HTMLDivElement;
}

/**
 * The cards of a region. Only those in sight are in the page, and each keeps its element when its place
 * changes: 200 live chats then cost as much as a dozen, and moving one costs a transform.
 */
export function WallGrid({ ids, byId, present, compact, paused, open, onOpen, scroller }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const { width, top } = useShape(grid, scroller);
  const columns = Math.max(1, Math.floor((width + GAP) / (MIN_WIDTH + GAP)));
  const cardWidth = (width - GAP * (columns - 1)) / columns;
  const height = cardHeight(compact, cardWidth);
  const rows = useVirtualizer({
    count: Math.ceil(ids.length / columns),
    getScrollElement: () => scroller,
    estimateSize: () => height,
    gap: GAP,
    overscan: 2,
    scrollMargin: top,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: every row has a new height
  useEffect(() => rows.measure(), [height]);
  const shown = rows
    .getVirtualItems()
    .flatMap((row) =>
      ids
        .slice(row.index * columns, (row.index + 1) * columns)
        .map((id, column) => ({ id, row, column })),
    )
    // In one steady order of the page, whatever the places: a card that moves is not taken out and put in.
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const keepFocus = useKeptFocus(grid, present);
  const rtl = document.documentElement.dir === 'rtl';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notes which card has the focus
    <div
      ref={grid}
      onFocus={keepFocus}
      className="relative"
      style={{ height: rows.getTotalSize() }}
    >
      {shown.map(({ id, row, column }) => {
        const card = byId.get(id);
        const x = (rtl ? -1 : 1) * column * (cardWidth + GAP);
        return (
          <div
            key={id}
            className="absolute start-0 top-0 focus-within:z-10"
            style={{
              width: cardWidth,
              height,
              transform: `translate(${x}px, ${row.start - top}px)`,
            }}
          >
            {card && (!present || present.has(id)) ? (
              <WallCard
                card={card}
                compact={compact}
                paused={paused}
                selected={open === id}
                onOpen={onOpen}
              />
            ) : (
              <div className="h-full rounded-card border border-line border-dashed" />
            )}
          </div>
        );
      })}
    </div>
  );
}

/** All cards are equally high; on a phone the buttons stand in a row of their own. */
/** All cards are equally high; on a phone the buttons stand in a row of their own. */
function cardHeight(compact: boolean, width: number): number {
  const base = compact ? 156 : 216;
  return width < MIN_WIDTH ? base + 56 : base;
}

/** When the card that has the focus leaves, the focus goes to a neighbour and not to the top of the page. */
function useKeptFocus(grid: RefObject<HTMLDivElement | null>, present: Set<string> | undefined) {
  const focused = useRef<string>(undefined);
  useEffect(() => {
    if (!present || !focused.current || present.has(focused.current)) return;
    focused.current = undefined;
    if (document.activeElement === document.body) {
      grid.current?.querySelector<HTMLElement>('[data-item]')?.focus();
    }
  }, [grid, present]);
  return (event: React.FocusEvent) => {
    const card = event.target.closest<HTMLElement>('[data-conversation]');
    focused.current = card?.dataset.conversation;
  };
}

/** How wide the grid is, and how far below the top of the scroll it begins. */
function useShape(grid: RefObject<HTMLDivElement | null>, parent: HTMLDivElement) {
  const [shape, setShape] = useState({ width: 0, top: 0 });
  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    const measure = () => {
      const width = element.clientWidth;
      const top = Math.round(
        element.getBoundingClientRect().top - parent.getBoundingClientRect().top + parent.scrollTop,
      );
      setShape((old) => (old.width === width && old.top === top ? old : { width, top }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    // The region above grows and shrinks: then this one begins elsewhere.
    for (const sibling of parent.children) observer.observe(sibling);
    return () => observer.disconnect();
  }, [grid, parent]);
  return shape;
}
