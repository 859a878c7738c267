import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { bellApi, type Who } from '@/api/bell';
import { type ApiError, isCode } from '@/api/client';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import { useMe } from '@/app/session';
import { noteLost, useKeepCard } from '@/features/wall/useTake';
import { thisDevice } from '@/realtime/device';
import { ephemeral } from '@/realtime/ephemeral';
import { messageOf } from '@/ui/Bits';
import { toast } from '@/ui/toast';
import { type Seen, withRing } from './board';
import { confirmations } from './device';
import { board, endRing, markAnswering, readRings } from './rings';

/** What I may answer to a ring. Each press silences it here at once; a refusal lets it ring on. */
export function useAnswer(ring: Seen) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const keep = useKeepCard();
  const { id, conversation_id: conversation } = ring;

  const begin = () => {
    confirmations.confirm(ring, 'reacted');
    markAnswering(id, true);
  };
  const refused = (error: Error) => {
    markAnswering(id, false);
    if (isCode(error, 'taken')) return second(ring, error);
    toast(messageOf(error, t));
    // Closed, not offered, no longer there: the list says what is true by now.
    void readRings();
  };

  const accept = useMutation({
    // Nobody asked for a person in a conversation that needs a look: it is taken as from the wall.
    mutationFn: () =>
      ring.kind === 'attention' ? api.takeControl(conversation) : bellApi.accept(conversation),
    onMutate: () => (ring.kind === 'attention' ? markAnswering(id, true) : begin()),
    onSuccess: (card) => {
      endRing(id, 'accepted', { id: me.id, name: me.name });
      if (card?.id) keep(card);
      ephemeral.settle(conversation);
      queries.invalidateQueries({ queryKey: keys.mine });
      void navigate({ to: '/chats/$id', params: { id: conversation } });
    },
    onError: refused,
  });
  const promise = useMutation({
    mutationFn: (minutes: number) => bellApi.promise(conversation, id, minutes),
    onMutate: begin,
    onSuccess: (_card, minutes) => {
      const ms = minutes * 60_000;
      change(ring, {
        state: 'promised',
        promised_by: { id: me.id, name: me.name },
        remaining_ms: ms,
        total_ms: ms,
      });
      markAnswering(id, false);
      toast(t('ring.promisedToast', { count: minutes }));
    },
    onError: refused,
  });
  const cannot = useMutation({
    mutationFn: () => bellApi.cannotNow(conversation, id),
    onMutate: () => {
      begin();
      change(ring, { declined: true });
    },
    onSuccess: () => markAnswering(id, false),
    onError: (error) => {
      change(ring, { declined: false });
      refused(error);
    },
  });
  const confirmAlarm = useMutation({
    mutationFn: async () => bellApi.confirm(await thisDevice(), [id], 'reacted'),
    onMutate: () => markAnswering(id, true),
    onSuccess: () => endRing(id, 'closed', { id: me.id, name: me.name }),
    onError: refused,
  });
  const busy = accept.isPending || promise.isPending || cannot.isPending || confirmAlarm.isPending;
  return {
    busy,
    accepting: accept.isPending,
    accept: () => !busy && accept.mutate(),
    promise: (minutes: number) => !busy && promise.mutate(minutes),
    cannotNow: () => !busy && cannot.mutate(),
    confirmAlarm: () => !busy && confirmAlarm.mutate(),
  };
}

/** Shows what I said before the server's own word of it arrives; a ring that ended meanwhile stays ended. */
function change(ring: Seen, by: Partial<Seen>): void {
  board.set((held) => {
    const known = held.rings.find(({ id }) => id === ring.id);
    if (!known) return held;
    const left = by.remaining_ms ?? known.deadline - Date.now();
    return withRing(held, { ...known, ...by, remaining_ms: left }, Date.now());
  });
}

/** Somebody was faster: the row says who, wherever it stands. */
function second(ring: Seen, error: ApiError): void {
  const by = error.body.by as Who | undefined;
  noteLost(ring.conversation_id, error);
  endRing(ring.id, 'accepted', by);
}
