import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { channelApi } from '@/api/channels';
import { keys } from '@/api/keys';
import type { Card } from '@/api/types';
import { serverNow, useNow } from '@/lib/clock';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';
import { windowOf } from './window';

/** Why a conversation can be read and not answered, and what one can do about it. */
export function ReadOnly({ card }: { card: Card }) {
  const { t } = useTranslation();
  useNow(30_000);
  const channel = t(`channel.${card.channel}`, { defaultValue: card.channel });
  if (card.status !== 'open') return null;
  if (card.thread) {
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <p className="min-w-0 flex-1 basis-52">{t('readOnly.thread', { channel })}</p>
        {card.can_answer !== false && <TakeThread card={card} />}
      </div>
    );
  }
  if (card.can_answer === false) return <p>{t('readOnly.watched', { channel })}</p>;
  if (card.controller.kind === 'agent') return null;
  const { state } = windowOf(card, serverNow());
  if (state === 'always' || state === 'open') return null;
  return <p>{t(state === 'closed' ? 'readOnly.closed' : 'readOnly.silent', { channel })}</p>;
}

/** Asks the channel for the thread; whether it gives it, the next frame says. */
function TakeThread({ card }: { card: Card }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const take = useMutation({
    mutationFn: () => channelApi.takeThread(card.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.conversation(card.id) }),
    onError: (error) => toast(messageOf(error, t)),
  });
  return (
    <Button disabled={take.isPending} onClick={() => take.mutate()}>
      {t('readOnly.takeThread')}
    </Button>
  );
}
