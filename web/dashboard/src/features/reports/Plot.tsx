import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** One layer of bars. Layers are drawn one over the other, the first at the back. */
export interface Layer {
  label: string;
  /** The name of a colour token, such as --danger. */
  colour: string;
  /** How tall each bar is; null is none. */
  values: (number | null)[];
}

interface Props {
  /** What the plot shows, for those who do not see it: the numbers themselves stand in a table beside it. */
  name: string;
  /** Below each bar, and in full where one is pointed at. */
  labels: string[];
  titles: string[];
  layers: Layer[];
  /** Round values of which the axis may show some. */
  rounds: number[];
  format: (value: number) => string;
  /** What is said of the bar that is pointed at. */
  read: (index: number) => string;
}

const HEIGHT = 232;
const LABEL = 62;

/** Bars over a row of days, hours or names, in the colours of the page and its direction of writing. */
export default function Plot({ name, labels, titles, layers, rounds, format, read }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const look = useLook();
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const plot = new uPlot(
      options({ element, labels, layers, rounds, format, look, point: setAt }),
      [labels.map((_, index) => index), ...layers.map(({ values }) => values)] as uPlot.AlignedData,
      element,
    );
    const watch = new ResizeObserver(() => {
      plot.setSize({ width: element.clientWidth, height: HEIGHT });
    });
    watch.observe(element);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
  }, [labels, layers, rounds, format, look]);
  return (
    <figure className="min-w-0">
      <div ref={box} role="img" aria-label={name} style={{ height: HEIGHT }} dir="ltr" />
      <figcaption aria-hidden className="nums mt-1 min-h-4 text-ink2 text-label">
        {at !== null && titles[at] !== undefined && (
          <>
            <span className="font-medium text-ink">{titles[at]}</span> · {read(at)}
          </>
        )}
      </figcaption>
    </figure>
  );
}

/** What of the page a drawing must know of, because it does not follow by itself: the theme and the direction. */
interface Look {
  theme: string;
  rtl: boolean;
}

function lookNow(): Look {
  const { className, dir } = document.documentElement;
  return { theme: className, rtl: dir === 'rtl' };
}

function useLook(): Look {
  const [look, setLook] = useState(lookNow);
  useEffect(() => {
    const watch = new MutationObserver(() => setLook(lookNow()));
    watch.observe(document.documentElement, { attributeFilter: ['class', 'dir'] });
    return () => watch.disconnect();
  }, []);
  return look;
}

interface Making {
  element: HTMLElement;
  labels: string[];
  layers: Layer[];
  rounds: number[];
  format: (value: number) => string;
  look: Look;
  point: (index: number | null) => void;
}

function options({ element, labels, layers, rounds, format, look, point }: Making): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const { rtl } = look;
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const bars = uPlot.paths.bars?.({ size: [0.72, 28], radius: labels.length > 60 ? 0 : 0.12 });
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { show: false } },
    scales: {
      x: {
        time: false,
        dir: rtl ? -1 : 1,
        range: [-0.5, Math.max(labels.length - 0.5, 0.5)],
      },
      y: { range: (_, __, max) => [0, Math.max(max, 1) * 1.08] },
    },
    series: [
      {},
      ...layers.map(({ label, colour }) => ({
        label,
        paths: bars,
        fill: token(colour),
        stroke: token(colour),
        width: 0,
        points: { show: false },
      })),
    ],
    axes: [
      {
        stroke: token('--text-3'),
        font,
        gap: 4,
        size: 26,
        grid: { show: false },
        ticks: { show: false },
        splits: (plot) => every(labels.length, plot.bbox.width / devicePixelRatio),
        values: (_, splits) => splits.map((index) => labels[index] ?? ''),
      },
      {
        side: rtl ? 1 : 3,
        stroke: token('--text-3'),
        font,
        size: 52,
        gap: 6,
        grid: { stroke: token('--border'), width: 1 },
        ticks: { show: false },
        splits: (_, __, ___, max) => steps(max, rounds),
        values: (_, splits) => splits.map(format),
      },
    ],
    hooks: { setCursor: [(plot) => point(plot.cursor.idx ?? null)] },
  };
}

/** Which of so many labels have room side by side. */
function every(length: number, width: number): number[] {
  const step = Math.max(1, Math.ceil((length * LABEL) / Math.max(width, LABEL)));
  return Array.from({ length }, (_, index) => index).filter((index) => index % step === 0);
}

/** About four round values on the way up. */
function steps(max: number, rounds: number[]): number[] {
  const step = rounds.find((round) => round * 4.5 >= max) ?? max / 4;
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, index) => index * step);
}
