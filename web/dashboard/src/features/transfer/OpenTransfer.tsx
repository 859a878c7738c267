import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { bellApi } from '@/api/bell';
import { keys } from '@/api/keys';
import type { Card } from '@/api/types';
import { useKeepCard } from '@/features/wall/useTake';
import { useNow } from '@/lib/clock';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';

/** A transfer that nobody has answered yet: how long it still rings, and a way to take it back. */
export function OpenTransfer({ card }: { card: Card }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const keep = useKeepCard();
  useNow();
  const back = useMutation({
    mutationFn: () => bellApi.takeBack(card.id),
    onSuccess: (next) => {
      if (next?.id) keep(next);
      void queries.invalidateQueries({ queryKey: keys.conversation(card.id) });
    },
    onError: (error) => toast(messageOf(error, t)),
  });
  const left = Math.max(0, Math.ceil(((card.request?.deadline ?? 0) - Date.now()) / 1000));
  return (
    <p className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-brass-tint px-4 py-1.5 text-brass text-ui">
      <span className="nums min-w-0 flex-1 basis-40 font-medium">
        {t('transfer.open', { seconds: left })}
      </span>
      <Button size="sm" onClick={() => back.mutate()} disabled={back.isPending}>
        {t('transfer.takeBack')}
      </Button>
    </p>
  );
}

/** True while a transfer of this conversation rings. */
export function isOffered({ request }: Card): boolean {
  return request?.kind === 'transfer' && request.state === 'ringing';
}
