import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isCode } from '@/api/client';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Card } from '@/api/types';
import { useKeepCard } from '@/features/wall/useTake';
import { messageOf } from '@/ui/Bits';
import { toast } from '@/ui/toast';

/**
 * Hand back and Resolve: done at once, with a toast that takes it back while the inverse exists (take
 * control again; reopen). Resolving with something unanswered is confirmed once more.
 */
export function useEnding(card: Card) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const keep = useKeepCard();
  const [asking, setAsking] = useState(false);
  const settle = (next: Card | undefined) => {
    if (next?.id) keep(next);
    queries.invalidateQueries({ queryKey: keys.conversation(card.id) });
    queries.invalidateQueries({ queryKey: keys.entries(card.id) });
    queries.invalidateQueries({ queryKey: keys.mine });
  };
  const fail = (error: Error) => {
    toast(messageOf(error, t));
    queries.invalidateQueries({ queryKey: keys.conversation(card.id) });
  };
  const inverse = (run: () => Promise<Card>) => () => {
    run().then(settle, fail);
  };
  const handBack = useMutation({
    mutationFn: () => api.handBack(card.id),
    onSuccess: (next) => {
      settle(next);
      toast(
        t('toast.handedBack'),
        inverse(() => api.takeControl(card.id)),
      );
    },
    onError: fail,
  });
  const resolve = useMutation({
    mutationFn: (confirm: boolean) => api.resolve(card.id, confirm),
    onSuccess: (next) => {
      settle(next);
      toast(
        t('toast.resolved'),
        inverse(() => api.reopen(card.id)),
      );
    },
    onError: (error) => {
      if (isCode(error, 'confirm_needed')) setAsking(true);
      else fail(error);
    },
  });
  return {
    asking,
    handBack: () => !handBack.isPending && handBack.mutate(),
    resolve: () => !resolve.isPending && resolve.mutate(false),
    confirmResolve: () => {
      setAsking(false);
      resolve.mutate(true);
    },
    cancelResolve: () => setAsking(false),
  };
}
