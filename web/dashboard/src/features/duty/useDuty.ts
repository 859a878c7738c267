import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type BellCheck, bellApi } from '@/api/bell';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Duty } from '@/api/types';
import { keepMe, useMe } from '@/app/session';
import { mayUse } from '@/lib/abilities';
import { thisDevice } from '@/realtime/device';
import { messageOf } from '@/ui/Bits';
import { toast } from '@/ui/toast';
import { dutyLayer } from './layer';

/** What the server knows about whether I would be rung. */
export const checkQuery = {
  queryKey: keys.check,
  queryFn: async () => bellApi.check(await thisDevice()),
  staleTime: 30_000,
};

export function useCheck(): BellCheck | undefined {
  const me = useMe();
  return useQuery({ ...checkQuery, enabled: mayUse(me, 'live') }).data;
}

/** Changes what I say about my duty; shown at once, put back where the server refuses. */
export function useDuty(): (duty: Duty, until?: string) => void {
  const me = useMe();
  const queries = useQueryClient();
  const { t } = useTranslation();
  const change = useMutation({
    mutationFn: ({ duty, until }: { duty: Duty; until?: string }) => api.setDuty(duty, until),
    onMutate: ({ duty }) => keepMe({ ...me, duty }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.check }),
    onError: (error) => {
      keepMe(me);
      toast(messageOf(error, t));
    },
  });
  return (duty, until) => change.mutate({ duty, until });
}

/** A choice in the menu: whoever goes Online is asked until when, and reads what the last shift left. */
export function useChooseDuty(): (duty: Duty) => void {
  const setDuty = useDuty();
  return (duty) => {
    setDuty(duty);
    dutyLayer.set(duty === 'online' ? 'until' : undefined);
  };
}
