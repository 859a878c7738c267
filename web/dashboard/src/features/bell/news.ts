import type { Publication } from '@/api/types';
import { createStore } from '@/lib/store';

/** Properties at which no ring would reach anybody, as far as admins were told while this page stood. */
export const deserted = createStore<Record<string, true>>({});

/** Takes what admins are told about the bell. What else is told of stands in the lists that are read again. */
export function hearNews(event: Publication): void {
  if (event.t !== 'bell') return;
  const { what, property_id: id } = event;
  if (what === 'nobody_reachable') deserted.set((held) => ({ ...held, [id]: true }));
  if (what === 'somebody_reachable') {
    deserted.set(({ [id]: _gone, ...rest }) => rest);
  }
}
