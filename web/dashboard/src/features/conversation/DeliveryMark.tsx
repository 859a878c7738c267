import { useMutation } from '@tanstack/react-query';
import { Check, CheckCheck, CircleAlert, CircleHelp, Clock3, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Delivery } from '@/api/carried';
import { channelApi } from '@/api/channels';
import type { Entry } from '@/api/types';
import { dateTime } from '@/lib/format';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';

interface Props {
  conversation: string;
  entry: Entry;
  /** Whether the viewer may send it again. */
  may: boolean;
}

/** How far a message came on its way to the guest's channel; where it did not come through, why, and what one can do. */
export function DeliveryMark({ conversation, entry, may }: Props) {
  const { t } = useTranslation();
  const { delivery } = entry;
  const again = useMutation({
    mutationFn: () => channelApi.retry(conversation, entry.id),
    onError: (error) => toast(messageOf(error, t)),
  });
  if (!delivery) return null;
  const { state, at, code } = delivery;
  const trouble = state === 'failed' || state === 'uncertain';
  if (!trouble) {
    return (
      <span
        title={at ? dateTime(at) : undefined}
        className={`flex items-center gap-1 px-1 text-meta ${state === 'read' || state === 'played' ? 'text-accent' : 'text-ink3'}`}
      >
        <Icon state={state} />
        {t(`delivery.${state}`)}
        {state === 'withdrawn' && <Why delivery={delivery} />}
      </span>
    );
  }
  const failed = state === 'failed';
  return (
    <div
      className={`flex max-w-full flex-wrap items-center justify-end gap-x-1.5 px-1 text-label ${failed ? 'text-danger' : 'text-brass'}`}
    >
      <span className="flex min-w-0 items-start gap-1.5">
        <span className="mt-0.5 shrink-0">
          <Icon state={state} />
        </span>
        <span title={code ? t('delivery.code', { code }) : undefined}>
          <span className="font-medium">{t(`delivery.${state}`)}</span>
          {failed && <Why delivery={delivery} />}
        </span>
      </span>
      {may && delivery.can_retry && (
        <Button
          size="sm"
          variant="ghost"
          disabled={again.isPending || again.isSuccess}
          onClick={() => again.mutate()}
        >
          {t(failed ? 'delivery.retry' : 'delivery.sendAgain')}
        </Button>
      )}
    </div>
  );
}

/** The reason in words; for one that is not known here, the channel's own code. */
function Why({ delivery }: { delivery: Delivery }) {
  const { t, i18n } = useTranslation();
  const { reason, code } = delivery;
  if (!reason && !code) return null;
  const key = `failure.${reason}`;
  if (reason && i18n.exists(key)) return <span>{`: ${t(key)}`}</span>;
  return <span>{`: ${t('failure.unknown', { code: code || reason })}`}</span>;
}

const SIZE = 12;

function Icon({ state }: { state: Delivery['state'] }) {
  switch (state) {
    case 'waiting':
    case 'sending':
      return <Clock3 size={SIZE} aria-hidden />;
    case 'sent':
      return <Check size={SIZE} aria-hidden />;
    case 'delivered':
    case 'read':
    case 'played':
      return <CheckCheck size={SIZE} aria-hidden />;
    case 'withdrawn':
      return <Undo2 size={SIZE} aria-hidden />;
    case 'uncertain':
      return <CircleHelp size={14} aria-hidden />;
    default:
      return <CircleAlert size={14} aria-hidden />;
  }
}
