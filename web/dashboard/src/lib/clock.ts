import { useSyncExternalStore } from 'react';

let offset = 0;

/**
 * Learns the server's clock from a Date header. Headers have whole seconds, so only a difference that
 * a person would see is believed; otherwise a right clock would start to jump.
 */
export function noteServerTime(header: string | null): void {
  if (!header) return;
  const difference = Date.parse(header) + 500 - Date.now();
  if (!Number.isFinite(difference)) return;
  offset = Math.abs(difference) < 2000 ? 0 : difference;
}

/** The server's time, as well as this browser knows it, in milliseconds. */
export function serverNow(): number {
  return Date.now() + offset;
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let current = serverNow();

function tick(): void {
  current = serverNow();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  current = serverNow();
  timer ??= setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/**
 * The time, renewed each second for all who ask by one shared timer, rounded to `step` milliseconds so
 * that a component renders only when what it shows can change.
 */
export function useNow(step = 1000): number {
  return useSyncExternalStore(subscribe, () => Math.floor(current / step) * step);
}
