import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Fact, FactState, Knowledge } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { toast } from '@/ui/toast';

/** What is said of one fact. */
export interface Said {
  state: FactState;
  details: string;
}

/** Says something about a fact; the list shows what the server made of it. */
export function useSaveFact(property: string, fact: Fact, onSaved?: () => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (said: Said) => api.saveFact(property, fact.key, said),
    onSuccess: (saved) => {
      queries.setQueryData<Knowledge>(
        keys.knowledge(property),
        (old) =>
          old && {
            ...old,
            facts: old.facts.map((other) => (other.key === fact.key ? saved : other)),
          },
      );
      onSaved?.();
    },
    onError: (error) => toast(messageOf(error, t)),
  });
}
