import { useMe } from '@/app/session';
import { local } from '@/lib/storage';
import { createStore, useStore } from '@/lib/store';

/** The properties to show on the wall; empty means all of mine. It never touches sounds or counts. */
const chosen = createStore<string[]>(local.json<string[]>('filter') ?? []);

export function usePropertyFilter(): [string[], (ids: string[]) => void] {
  const me = useMe();
  const ids = useStore(chosen, (value) => value);
  const known = ids.filter((id) => me.properties.some((property) => property.id === id));
  const set = (next: string[]) => {
    chosen.set(next);
    local.set('filter', next.length > 0 ? JSON.stringify(next) : null);
  };
  return [known.length === ids.length ? ids : known, set];
}
