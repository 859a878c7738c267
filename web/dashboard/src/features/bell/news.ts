import type { QueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import type { Publication } from '@/api/publication';

/** Duties change in swarms at the change of a shift: what follows from them is read once, a little later. */
const SETTLE = 4000;
let later: ReturnType<typeof setTimeout> | undefined;

/** Reads again what admins are shown of the bell, when something about it changed. */
export function hearNews(queries: QueryClient, event: Publication): void {
  const again = (queryKey: readonly unknown[]) => void queries.invalidateQueries({ queryKey });
  if (event.t === 'bell') {
    again(keys.reachable);
    if (event.what === 'drill') again(keys.drills);
  }
  if (event.t === 'duty') {
    clearTimeout(later);
    later = setTimeout(() => again(keys.reachable), SETTLE);
  }
}
