import { createContext, useContext } from 'react';
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

/**
 * Who is signed in, from the frame down. It is not read from the cache anew by each part: that knows of a sign-out
 * a moment before the frame takes the page away, and what is drawn in that moment would find nobody.
 */
export const MeContext = createContext<Me | null>(null);

/** The signed-in person, for everything below the shell, which only shows when there is one. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe outside the signed-in part');
  return me;
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
  queries.setQueryData(keys.me, null);
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.me[0] });
}
