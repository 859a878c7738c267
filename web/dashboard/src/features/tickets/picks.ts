import { useState } from 'react';

/** The tickets that are ticked, among those that are shown. */
export interface Picks {
  numbers: number[];
  all: boolean;
  has: (number: number) => boolean;
  toggle: (number: number) => void;
  toggleAll: () => void;
  clear: () => void;
}

export function usePicks(shown: number[]): Picks {
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const numbers = shown.filter((number) => ticked.has(number));
  const all = shown.length > 0 && numbers.length === shown.length;
  return {
    numbers,
    all,
    has: (number) => ticked.has(number),
    toggle: (number) =>
      setTicked((old) => {
        const next = new Set(old);
        if (!next.delete(number)) next.add(number);
        return next;
      }),
    toggleAll: () => setTicked(new Set(all ? [] : shown)),
    clear: () => setTicked(new Set()),
  };
}
