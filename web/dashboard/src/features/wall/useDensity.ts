import { useMutation } from '@tanstack/react-query';
import { api } from '@/api/endpoints';
import type { Preferences } from '@/api/types';
import { keepMe, useMe } from '@/app/session';

type Density = Preferences['density'];

/** How close the wall is packed: a preference of the person, shown at once. */
export function useDensity(): [Density, (density: Density) => void] {
  const me = useMe();
  const change = useMutation({
    mutationFn: (density: Density) => api.updateMe({ preferences: { density } }),
    onMutate: (density) => keepMe({ ...me, preferences: { ...me.preferences, density } }),
  });
  return [me.preferences.density, change.mutate];
}
