import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { useTranslation } from 'react-i18next';
import type { Card } from '@/api/types';
import { useProperty } from '@/app/session';
import { useHasDraft } from '@/features/conversation/drafts';
import { ChannelIcon } from '@/features/wall/ChannelIcon';
import { useGuestLabel } from '@/features/wall/useGuestLabel';
import { serverNow, useNow } from '@/lib/clock';
import { shortSpan } from '@/lib/format';
import { useTyping } from '@/realtime/ephemeral';
import { Chip, PropertyTag } from '@/ui/Bits';
import { urgency, waitingSince } from './order';

export function ChatRow({ card, selected }: { card: Card; selected: boolean }) {
  const { t } = useTranslation();
  const label = useGuestLabel(card);
  const typing = useTyping(card.id);
  const draft = useHasDraft(card.id);
  const unread = card.unread ?? 0;
  const last = card.last?.at(-1);
  return (
    <Link
      to="/chats/$id"
      params={{ id: card.id }}
      data-item
      aria-current={selected ? 'true' : undefined}
      className={clsx(
        'flex min-h-16 flex-col justify-center gap-0.5 border-line border-b px-5 py-2.5 outline-offset-[-2px] hover:bg-sunken',
        selected && 'bg-wash hover:bg-wash',
      )}
    >
      <span className="flex items-center gap-2">
        <PropertyTag property={useProperty(card.property_id)} />
        <ChannelIcon channel={card.channel} account={card.account?.name} />
        <bdi
          className={clsx(
            'one-line min-w-0 flex-1 text-ui',
            unread > 0 ? 'font-semibold' : 'font-medium',
          )}
        >
          {label}
        </bdi>
        <WaitChip card={card} />
      </span>
      <span className="flex items-center gap-2 text-label">
        <span
          dir="auto"
          className={clsx('one-line min-w-0 flex-1', unread > 0 ? 'text-ink' : 'text-ink3')}
        >
          {typing ? t('conversation.typing', { name: label }) : (last?.text ?? '')}
        </span>
        {draft && <Chip tone="note">{t('chats.draft')}</Chip>}
        {unread > 0 && (
          <span className="nums flex h-[18px] min-w-[18px] items-center justify-center rounded-full bg-fill px-1 font-semibold text-meta text-white">
            {unread}
            <span className="sr-only"> {t('chats.unread')}</span>
          </span>
        )}
      </span>
    </Link>
  );
}

/** How long the guest has waited for my reply: amber from one minute, red from three. */
function WaitChip({ card }: { card: Card }) {
  const { t } = useTranslation();
  useNow();
  const since = waitingSince(card);
  if (since === undefined) return null;
  const waited = serverNow() - since;
  return (
    <Chip tone={urgency(waited)}>
      <span className="sr-only">{t('chats.waits')}</span>
      {shortSpan(waited)}
    </Chip>
  );
}
