import { useSyncExternalStore } from 'react';

const wide = window.matchMedia?.('(min-width: 64rem)');

function subscribe(listener: () => void): () => void {
  wide?.addEventListener('change', listener);
  return () => wide?.removeEventListener('change', listener);
}

/** Whether the screen is wide enough for a table. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide?.matches ?? true);
}
