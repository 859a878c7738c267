import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
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

/** Rows of cards; only those in sight are in the page, so that 200 live chats cost as much as a dozen. */
export function WallGrid({ ids, byId, present, compact, paused, open, onOpen, scroller }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const { columns, top } = useShape(grid, scroller);
  const height = compact ? 150 : 214;
  const rows = useVirtualizer({
    count: Math.ceil(ids.length / columns),
    getScrollElement: () => scroller,
    estimateSize: () => height,
    gap: GAP,
    overscan: 3,
    scrollMargin: top,
    getItemKey: (row) => ids[row * columns] ?? row,
  });
  return (
    <div ref={grid} className="relative" style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map((row) => (
        <div
          key={row.index}
          data-index={row.index}
          ref={rows.measureElement}
          className="absolute inset-x-0 top-0 grid"
          style={{
            transform: `translateY(${row.start - rows.options.scrollMargin}px)`,
            gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            gap: GAP,
          }}
        >
          {ids.slice(row.index * columns, (row.index + 1) * columns).map((id) => {
            const card = byId.get(id);
            if (!card || (present && !present.has(id)))
              return (
                <div
                  key={id}
                  className="rounded-card border border-line border-dashed"
                  style={{ minHeight: height }}
                />
              );
            return (
              <WallCard
                key={id}
                card={card}
                compact={compact}
                paused={paused}
                selected={open === id}
                onOpen={onOpen}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

/** How many columns fit, and how far below the top of the scroll the grid begins. */
function useShape(grid: RefObject<HTMLDivElement | null>, parent: HTMLDivElement) {
  const [shape, setShape] = useState({ columns: 1, top: 0 });
  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    const measure = () => {
      const columns = Math.max(1, Math.floor((element.clientWidth + GAP) / (MIN_WIDTH + GAP)));
      const top = Math.round(
        element.getBoundingClientRect().top - parent.getBoundingClientRect().top + parent.scrollTop,
      );
      setShape((old) => (old.columns === columns && old.top === top ? old : { columns, top }));
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
