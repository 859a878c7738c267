import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Card } from '@/api/types';
import { useKeepCard } from '@/features/wall/useTake';
import { ephemeral } from '@/realtime/ephemeral';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';

/** Taking over from a colleague is asked once more: they will be told, and it is logged. */
export function TakeOverConfirm({ card, onClose }: { card: Card; onClose: () => void }) {
  const { t } = useTranslation();
  const name = card.controller.name;
  const keep = useKeepCard();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const over = useMutation({
    mutationFn: () => api.takeOver(card.id),
    onSuccess: (next) => {
      if (next?.id) keep(next);
      ephemeral.settle(card.id);
      queries.invalidateQueries({ queryKey: keys.mine });
      void navigate({ to: '/chats/$id', params: { id: card.id } });
    },
  });
  return (
    <Dialog
      title={t('takeOver.title', { name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" disabled={over.isPending} onClick={() => over.mutate()}>
            {t('action.takeOver', { name })}
          </Button>
        </>
      }
    >
      <p className="text-ink2 text-ui">{t('takeOver.body', { name })}</p>
      {over.error && (
        <p role="alert" className="mt-2 text-danger text-ui">
          {messageOf(over.error, t)}
        </p>
      )}
    </Dialog>
  );
}
