import { useQuery } from '@tanstack/react-query';
import { isCode } from '@/api/client';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Me, Property } from '@/api/types';
import { releasePush } from '@/features/push/push';
import { local } from '@/lib/storage';
import { queries } from './queries';

/** Who is signed in; null where nobody is. */
export const meQuery = {
  queryKey: keys.me,
  queryFn: async (): Promise<Me | null> => {
    try {
      return await api.me();
    } catch (error) {
      if (isCode(error, 'unauthorized') || isCode(error, 'signed_out')) return null;
      throw error;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
};

/** The signed-in person, for everything below the shell, which only shows when there is one. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error('useMe outside the signed-in part');
  return data;
}

export function useProperty(id: string | undefined): Property | undefined {
  return useMe().properties.find((property) => property.id === id);
}

/** Puts a fresh Me in place, and its look where the next page load finds it before its first paint. */
export function keepMe(me: Me): void {
  queries.setQueryData<Me | null>(keys.me, me);
}

/** Applies theme and density to the page. */
export function applyLook({ preferences }: Me): void {
  local.set('theme', preferences.theme);
  local.set('locale', preferences.locale || null);
  const dark =
    preferences.theme === 'dark' ||
    (preferences.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
}

/** Leaves: the server forgets the session, and the cache everything that was read with it. */
export async function signOut(): Promise<void> {
  await releasePush();
  await api.logout().catch(() => undefined);
  // In this order: the page is gone before what it shows is, else some part of it would ask who is signed in.
  queries.setQueryData(keys.me, null);
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.me[0] });
}
