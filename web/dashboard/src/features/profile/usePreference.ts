import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import type { Preferences } from '@/api/types';
import { keepMe, useMe } from '@/app/session';
import { messageOf } from '@/ui/Bits';
import { toast } from '@/ui/toast';

/** Changes one of my preferences: shown at once, put back where the server refuses. */
export function usePreference(): (change: Partial<Preferences>) => void {
  const me = useMe();
  const { t } = useTranslation();
  const save = useMutation({
    mutationFn: (preferences: Partial<Preferences>) => api.updateMe({ preferences }),
    onMutate: (change) => keepMe({ ...me, preferences: { ...me.preferences, ...change } }),
    onError: (error) => {
      keepMe(me);
      toast(messageOf(error, t));
    },
  });
  return save.mutate;
}
