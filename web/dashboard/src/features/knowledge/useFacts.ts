import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Fact, FactState, Knowledge } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { toast } from '@/ui/toast';
import { theirsOf } from './stale';

/** What is said of one fact, and where it was taken from. */
export interface Said {
  state: FactState;
  details: string;
  value?: Fact['value'];
  source?: string;
  /** The version that it is saved over, where that is not the fact's. */
  over?: number;
}

/** The facts that nobody has said anything about, in the order in which guests ask. */
export function openFacts({ interview, facts }: Knowledge): Fact[] {
  return interview.flatMap((key) => facts.find((fact) => fact.key === key) ?? []);
}

/**
 * Says something about a fact. Where somebody else did meanwhile, nothing is saved: the list has theirs by then,
 * so that what was refused may be saved again over it, by whoever has seen it.
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
    mutationFn: ({ over = fact.rev, ...said }: Said) =>
      api.saveFact(property, fact.key, { ...said, rev: over }),
    onSuccess: (saved) => {
      show(saved);
      void queries.invalidateQueries({ queryKey: keys.knowledge(property) }); // the coverage follows
      onSaved?.();
    },
    onError: (error) => {
      const theirs = theirsOf(error, 'fact');
      if (theirs) show(theirs.now);
      else toast(messageOf(error, t));
    },
  });
}
