import { useQuery } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import { type Source, sourceApi } from '@/api/sources';

/** How often a reading that goes on is looked at. */
const LOOK = 1000;

/** True while a source is being read, or waits for it. */
export function goesOn({ state }: Source): boolean {
  return state === 'running' || state === 'queued';
}

/** A property's documents and websites; while one of them is read, they are looked at again and again. */
export function useSources(property: string) {
  return useQuery({
    queryKey: [...keys.knowledge(property), 'sources'],
    queryFn: () => sourceApi.list(property),
    refetchInterval: ({ state }) => (state.data?.sources.some(goesOn) ? LOOK : false),
  });
}
