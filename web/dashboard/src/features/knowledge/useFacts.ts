import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Fact, FactState, Knowledge } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { toast } from '@/ui/toast';

/** What is said of one fact, and where it was taken from. */
export interface Said {
  state: FactState;
  details: string;
  value?: Fact['value'];
  source?: string;
}

/**
 * Says something about a fact. Where somebody else did meanwhile, nothing is saved: the list shows theirs, the
 * form keeps mine, and saving it once more is meant.
 */
export function useSaveFact(property: string, fact: Fact, onSaved?: () => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const show = (now: Fact) =>
    queries.setQueryData<Knowledge>(
      keys.knowledge(property),
      (old) =>
        old && {
          ...old,
          facts: old.facts.map((other) => (other.key === fact.key ? now : other)),
        },
    );
  return useMutation({
    mutationFn: (said: Said) => api.saveFact(property, fact.key, { ...said, rev: fact.rev }),
    onSuccess: (saved) => {
      show(saved);
      void queries.invalidateQueries({ queryKey: keys.knowledge(property) }); // the coverage follows
      onSaved?.();
    },
    onError: (error) => {
      if (error instanceof ApiError && error.body.fact) show(error.body.fact as Fact);
      toast(messageOf(error, t));
    },
  });
}
