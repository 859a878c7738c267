import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Card } from '@/api/types';
import { LostLine } from '@/features/wall/LostLine';
import { QuickAnswer } from '@/features/wall/QuickAnswer';
import { useKeepCard, useTake } from '@/features/wall/useTake';
import type { Abilities } from '@/lib/abilities';
import { needsAnswer } from '@/lib/live';
import { useDisplaced, useLost } from '@/realtime/ephemeral';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';
import { NoteComposer } from './NoteComposer';
import { ReadOnly } from './ReadOnly';
import { TakeOverConfirm } from './TakeOverConfirm';

/** The foot of a thread that is not mine: what I may do, and no message box until I have control. */
export function WatchFoot({ card, can }: { card: Card; can: Abilities }) {
  const { t } = useTranslation();
  const take = useTake(card.id);
  const lost = useLost(card.id);
  const displaced = useDisplaced(card.id);
  const [mode, setMode] = useState<'idle' | 'note' | 'answer' | 'over'>('idle');
  const idle = () => setMode('idle');
  const held = card.controller.kind === 'agent';
  if (mode === 'note') return <NoteComposer card={card} onClose={idle} />;
  if (mode === 'answer') return <QuickAnswer card={card} onClose={idle} />;
  return (
    <footer className="flex shrink-0 flex-wrap items-center gap-2 border-line border-t px-4 py-3 max-sm:px-3">
      <div className="min-w-0 flex-1 basis-32 text-ink2 text-ui empty:basis-0">
        {displaced ? (
          <p role="status" className="font-medium text-brass">
            {t('conversation.displaced', { name: displaced })}
          </p>
        ) : lost ? (
          <LostLine lost={lost} />
        ) : (
          <>
            {held && !can.mine && <p>{t('conversation.heldBy', { name: card.controller.name })}</p>}
            <ReadOnly card={card} />
          </>
        )}
      </div>
      {can.note && (
        <Button variant="ghost" data-action="note" onClick={() => setMode('note')}>
          {t('action.addNote')}
        </Button>
      )}
      {can.answerAndHandBack && needsAnswer(card) && (
        <Button onClick={() => setMode('answer')}>{t('action.answerAndHandBack')}</Button>
      )}
      {can.takeControl && (
        <Button
          variant="primary"
          data-action="take"
          className="max-sm:w-full"
          onClick={() => !take.isPending && take.mutate()}
        >
          {t(take.isPending ? 'action.taking' : 'action.takeControl')}
        </Button>
      )}
      {can.takeOver && (
        <Button onClick={() => setMode('over')}>
          {t('action.takeOver', { name: card.controller.name })}
        </Button>
      )}
      {can.reopen && <Reopen card={card} />}
      {mode === 'over' && <TakeOverConfirm card={card} onClose={idle} />}
    </footer>
  );
}

function Reopen({ card }: { card: Card }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const keep = useKeepCard();
  const reopen = useMutation({
    mutationFn: () => api.reopen(card.id),
    onSuccess: (next) => {
      if (next?.id) keep(next);
      queries.invalidateQueries({ queryKey: keys.conversation(card.id) });
      queries.invalidateQueries({ queryKey: keys.live });
    },
    onError: (error) => toast(messageOf(error, t)),
  });
  return (
    <Button onClick={() => reopen.mutate()} disabled={reopen.isPending}>
      {t('action.reopen')}
    </Button>
  );
}
