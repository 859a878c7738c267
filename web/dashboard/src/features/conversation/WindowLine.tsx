import clsx from 'clsx';
import { Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Card } from '@/api/types';
import { serverNow, useNow } from '@/lib/clock';
import { dateTime } from '@/lib/format';
import { leftWords, windowOf } from './window';

/** How long the guest can still be answered, where the channel bounds it; brass when it is nearly over. */
export function WindowLine({ card }: { card: Card }) {
  const { t } = useTranslation();
  useNow(15_000);
  const now = serverNow();
  const window = windowOf(card, now);
  const channel = t(`channel.${card.channel}`);
  if (window.state === 'always') return null;
  const tight = window.state !== 'open' || window.left < 2 * 3_600_000;
  const text =
    window.state === 'open'
      ? t('window.open', { span: leftWords(window.left) })
      : window.state === 'human'
        ? t('window.human', { at: dateTime(window.until) })
        : t(window.state === 'templates' ? 'window.templates' : 'window.closed', { channel });
  return (
    <p
      data-window={window.state}
      className={clsx(
        'flex items-start gap-1.5 px-4 pt-1 text-label',
        tight ? 'text-brass' : 'text-ink3',
      )}
    >
      <Hourglass size={12} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
      <span className="nums">{text}</span>
    </p>
  );
}
