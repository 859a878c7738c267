import { ArrowLeft, PanelRight, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card } from '@/api/types';
import { useMe, useProperty } from '@/app/session';
import { isOffered } from '@/features/transfer/OpenTransfer';
import { ChannelChips } from '@/features/wall/ChannelChips';
import { ChannelIcon } from '@/features/wall/ChannelIcon';
import { useGuestLabel } from '@/features/wall/useGuestLabel';
import type { Abilities } from '@/lib/abilities';
import { Avatar, Chip, PropertyTag } from '@/ui/Bits';
import { Button, IconButton } from '@/ui/Button';
import { ResolveConfirm } from './ResolveConfirm';
import { useEnding } from './useEnding';

const TransferDialog = lazy(() => import('@/features/transfer/TransferDialog'));

interface Props {
  card: Card;
  can: Abilities;
  onClose?: () => void;
  panel: boolean;
  onPanel: () => void;
  roomy?: boolean;
}

export function ConversationHead({ card, can, onClose, panel, onPanel, roomy }: Props) {
  const { t } = useTranslation();
  const label = useGuestLabel(card);
  const ending = useEnding(card);
  const [transferring, setTransferring] = useState(false);
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-2 gap-y-1.5 border-line border-b px-4 py-2 max-sm:px-3">
      {onClose && (
        <IconButton label={t('conversation.back')} onClick={onClose} className="-ms-2 lg:hidden">
          <ArrowLeft size={18} strokeWidth={1.5} className="rtl:-scale-x-100" />
        </IconButton>
      )}
      <div className="flex min-w-0 flex-1 basis-40 items-center gap-2">
        <PropertyTag property={useProperty(card.property_id)} />
        <ChannelIcon channel={card.channel} account={card.account?.name} />
        <h2 className="one-line min-w-0 font-semibold text-msg">
          <bdi>{label}</bdi>
        </h2>
        {card.thread || card.can_answer === false ? (
          <ChannelChips card={card} />
        ) : (
          <ControlChip card={card} />
        )}
        <Viewers card={card} />
      </div>
      <div className="flex items-center gap-1.5">
        {can.handBack && (
          <Button
            size="sm"
            data-action="hand-back"
            onClick={ending.handBack}
            title={t('action.handBackHint')}
          >
            {t('action.handBack')}
          </Button>
        )}
        {can.transfer && !isOffered(card) && (
          <Button size="sm" data-action="transfer" onClick={() => setTransferring(true)}>
            {t('action.transfer')}
          </Button>
        )}
        {can.resolve && (
          <Button size="sm" data-action="resolve" onClick={ending.resolve}>
            {t('action.resolve')}
          </Button>
        )}
        <IconButton
          label={t('guest.panel')}
          aria-pressed={panel}
          data-action="panel"
          onClick={onPanel}
          className={roomy ? 'xl:hidden' : ''}
        >
          <PanelRight size={16} strokeWidth={1.5} className="rtl:-scale-x-100" />
        </IconButton>
        {onClose && (
          <IconButton label={t('common.close')} onClick={onClose} className="max-lg:hidden">
            <X size={16} strokeWidth={1.5} />
          </IconButton>
        )}
      </div>
      {transferring && (
        <Suspense>
          <TransferDialog card={card} onClose={() => setTransferring(false)} />
        </Suspense>
      )}
      {ending.asking && (
        <ResolveConfirm onConfirm={ending.confirmResolve} onClose={ending.cancelResolve} />
      )}
    </header>
  );
}

/** Who may answer the guest now. */
function ControlChip({ card }: { card: Card }) {
  const { t } = useTranslation();
  const me = useMe();
  if (card.status === 'resolved') return <Chip>{t('control.resolved')}</Chip>;
  const { kind, agent_id, name } = card.controller;
  if (kind === 'assistant') return <Chip tone="live">{t('control.assistant')}</Chip>;
  if (kind === 'waiting') return <Chip tone="brass">{t('wall.waiting')}</Chip>;
  if (kind === 'outside') return <Chip>{t('wall.outside')}</Chip>;
  return (
    <Chip tone="accent">{agent_id === me.id ? t('wall.withYou') : t('wall.with', { name })}</Chip>
  );
}

function Viewers({ card }: { card: Card }) {
  const { t } = useTranslation();
  const me = useMe();
  const others = (card.viewers ?? []).filter(({ id }) => id !== me.id);
  if (others.length === 0) return null;
  const names = others.map(({ name }) => name).join(', ');
  return (
    <span
      role="img"
      aria-label={t('wall.watching', { names })}
      title={t('wall.watching', { names })}
      className="flex shrink-0 -space-x-1.5 max-sm:hidden rtl:space-x-reverse"
    >
      {others.slice(0, 3).map(({ id, name }) => (
        <Avatar key={id} name={name} size={22} />
      ))}
    </span>
  );
}
