import { uuidv7 } from '@shared/uuid';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isCode } from '@/api/client';
import { api } from '@/api/endpoints';
import type { Card } from '@/api/types';
import { drafts, useDraft } from '@/features/conversation/drafts';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { TextArea } from '@/ui/Field';
import { toast } from '@/ui/toast';
import { useGuestLabel } from './useGuestLabel';
import { noteLost } from './useTake';

/** Answers a question that found no answer, without leaving the wall: the assistant goes on afterwards. */
export function QuickAnswer({ card, onClose }: { card: Card; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useDraft(card.id).reply;
  const name = useGuestLabel(card);
  const [clientId] = useState(() => uuidv7());
  const send = useMutation({
    mutationFn: () =>
      api.answerAndHandBack(card.id, { client_id: clientId, text: text.trim(), epoch: card.epoch }),
    onSuccess: () => {
      drafts.set(card.id, 'reply', '');
      toast(t('wall.answered', { name }));
      onClose();
    },
    onError: (error) => {
      if (isCode(error, 'taken')) noteLost(card.id, error);
      else toast(messageOf(error, t));
      if (isCode(error, 'taken')) onClose();
    },
  });
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() && !send.isPending) send.mutate();
  };
  return (
    <form onSubmit={submit} className="relative z-10 border-line border-t p-3">
      <TextArea
        label={t('wall.yourAnswer')}
        hideLabel
        placeholder={t('wall.yourAnswer')}
        autoFocus
        dir="auto"
        rows={2}
        value={text}
        onChange={(event) => drafts.set(card.id, 'reply', event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') onClose();
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit();
        }}
      />
      <div className="mt-2 flex flex-wrap justify-end gap-2">
        <Button size="sm" variant="ghost" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button size="sm" variant="primary" type="submit" disabled={!text.trim() || send.isPending}>
          {t('action.answerAndHandBack')}
        </Button>
      </div>
    </form>
  );
}
