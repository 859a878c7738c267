import { useTranslation } from 'react-i18next';
import type { Card } from '@/api/types';
import { serverNow, useNow } from '@/lib/clock';
import { shortSpan } from '@/lib/format';

/** The time since the guest wrote; it counts by itself. */
export function SinceGuest({ card }: { card: Card }) {
  const { t } = useTranslation();
  useNow();
  if (!card.guest_at) return null;
  const span = shortSpan(serverNow() - Date.parse(card.guest_at));
  return (
    <span className="nums text-ink3 text-label" title={t('wall.sinceGuest', { span })}>
      {span}
    </span>
  );
}
