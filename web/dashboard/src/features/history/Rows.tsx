import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { useTranslation } from 'react-i18next';
import type { Card, SearchHit } from '@/api/types';
import { useProperty } from '@/app/session';
import { ChannelIcon } from '@/features/wall/ChannelIcon';
import { useGuestLabel } from '@/features/wall/useGuestLabel';
import { dateTime } from '@/lib/format';
import { Chip, PropertyTag } from '@/ui/Bits';

const ROW =
  'flex min-h-16 flex-col justify-center gap-0.5 border-line border-b px-5 py-2.5 outline-offset-[-2px] hover:bg-sunken max-sm:px-4';

export function HistoryRow({ card, selected }: { card: Card; selected: boolean }) {
  const { t } = useTranslation();
  const label = useGuestLabel(card);
  return (
    <Link
      to="/history"
      search={(old) => ({ ...old, c: card.id, seq: undefined })}
      data-item
      aria-current={selected ? 'true' : undefined}
      className={clsx(ROW, selected && 'bg-wash hover:bg-wash')}
    >
      <span className="flex items-center gap-2">
        <PropertyTag property={useProperty(card.property_id)} />
        <ChannelIcon channel={card.channel} />
        <bdi className="one-line min-w-0 flex-1 font-medium text-ui">{label}</bdi>
        <time className="nums shrink-0 text-ink3 text-label">{dateTime(card.last_at)}</time>
      </span>
      <span className="flex items-center gap-2 text-label">
        <span dir="auto" className="one-line min-w-0 flex-1 text-ink3">
          {card.last?.at(-1)?.text}
        </span>
        {card.status === 'open' && <Chip tone="live">{t('history.open')}</Chip>}
      </span>
    </Link>
  );
}

/** A found message or guest; what matched is marked. */
export function HitRow({ hit, selected }: { hit: SearchHit; selected: boolean }) {
  const { t } = useTranslation();
  return (
    <Link
      to="/history"
      search={(old) => ({ ...old, c: hit.conversation_id, seq: hit.seq })}
      data-item
      aria-current={selected ? 'true' : undefined}
      className={clsx(ROW, selected && 'bg-wash hover:bg-wash')}
    >
      <span className="flex items-center gap-2">
        <PropertyTag property={useProperty(hit.property_id)} />
        <bdi className="one-line min-w-0 flex-1 font-medium text-ui">
          {hit.guest_name || t('author.guest')}
        </bdi>
        {hit.kind === 'guest' && <Chip>{t('author.guest')}</Chip>}
        <time className="nums shrink-0 text-ink3 text-label">{dateTime(hit.at)}</time>
      </span>
      <span dir="auto" className="line-clamp-2 text-ink2 text-label">
        <Marked snippet={hit.snippet} />
      </span>
    </Link>
  );
}

/** Plain text in which U+0001 and U+0002 stand around what matched. */
export function Marked({ snippet }: { snippet: string }) {
  return snippet.split('\u0001').map((part, index) => {
    const [hit, rest] = index === 0 ? ['', part] : split(part);
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one snippet never move
      <span key={index}>
        {hit && <mark className="rounded-[3px] bg-brass-tint text-ink">{hit}</mark>}
        {rest}
      </span>
    );
  });
}

function split(part: string): [string, string] {
  const end = part.indexOf('\u0002');
  return end < 0 ? [part, ''] : [part.slice(0, end), part.slice(end + 1)];
}
