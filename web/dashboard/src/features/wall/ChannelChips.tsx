import { useTranslation } from 'react-i18next';
import type { Card } from '@/api/types';
import { windowOf } from '@/features/conversation/window';
import { serverNow, useNow } from '@/lib/clock';
import { Chip } from '@/ui/Bits';

const ALWAYS = { state: 'always' } as const;

/** True where a channel keeps the desk, or the assistant, from answering as usual. */
export function hasChips(card: Card): boolean {
  return Boolean(card.thread) || card.can_answer === false || isShut(card);
}

function isShut(card: Card): boolean {
  const { state } = card.status === 'open' ? windowOf(card, serverNow()) : ALWAYS;
  return state !== 'always' && state !== 'open';
}

/** Why this conversation cannot be answered as others can: another app has it, it is only watched, or its window is closed. */
export function ChannelChips({ card }: { card: Card }) {
  const { t } = useTranslation();
  useNow(30_000);
  if (card.thread) return <Chip>{t('wall.otherApp')}</Chip>;
  if (card.can_answer === false) return <Chip>{t('wall.watchOnly')}</Chip>;
  if (isShut(card)) return <Chip tone="brass">{t('wall.windowClosed')}</Chip>;
  return null;
}
