import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type ApiError, isCode } from '@/api/client';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Card } from '@/api/types';
import { useMe } from '@/app/session';
import { patchCard } from '@/realtime/apply';
import { ephemeral } from '@/realtime/ephemeral';
import { mergeCard } from '@/realtime/patch';
import { stamp } from '@/realtime/snapshots';
import { messageOf } from '@/ui/Bits';
import { toast } from '@/ui/toast';

/** Puts a card that the server answered with into every list. */
export function useKeepCard(): (card: Card) => void {
  const queries = useQueryClient();
  const me = useMe();
  return (card) => patchCard(queries, me, card.id, (known) => mergeCard(known, stamp(card)));
}

/**
 * Take Control in one press: won, and the thread opens with the cursor in its message box; lost, and a
 * line says for 4 s who was faster. Never a dialog.
 */
export function useTake(id: string) {
  const keep = useKeepCard();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { t } = useTranslation();
  return useMutation({
    mutationFn: () => api.takeControl(id),
    onSuccess: (card) => {
      if (card?.id) keep(card);
      ephemeral.settle(id);
      queries.invalidateQueries({ queryKey: keys.mine });
      void navigate({ to: '/chats/$id', params: { id } });
    },
    onError: (error) => {
      if (isCode(error, 'taken')) noteLost(id, error);
      else toast(messageOf(error, t));
      queries.invalidateQueries({ queryKey: keys.live });
      queries.invalidateQueries({ queryKey: keys.conversation(id) });
    },
  });
}

/** Remembers for the card who was faster, as the refusal names them. */
export function noteLost(id: string, error: ApiError): void {
  const by = error.body.by as { name?: string } | undefined;
  const ms = typeof error.body.ms === 'number' ? error.body.ms : undefined;
  ephemeral.lost(id, { name: by?.name ?? '', ms });
}
