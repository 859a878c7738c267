import clsx from 'clsx';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CardDetail } from '@/api/types';
import { useGuestLabel } from '@/features/wall/useGuestLabel';
import { useNow } from '@/lib/clock';
import { clockTime, dateTime, languageName, pagePath } from '@/lib/format';
import { Avatar } from '@/ui/Bits';
import { IconButton } from '@/ui/Button';
import { BlockGuest } from './BlockGuest';
import { BookingSeen } from './BookingSeen';
import { ContactFields } from './ContactFields';
import { EarlierList } from './EarlierList';

interface Props {
  card: CardDetail;
  open: boolean;
  roomy: boolean;
  onClose: () => void;
}

/** Who the guest is, as far as is known; each part hides itself when it has nothing to say. */
export function GuestPanel({ card, open, roomy, onClose }: Props) {
  const { t } = useTranslation();
  const label = useGuestLabel(card);
  const contact = card.contact;
  if (!open && !roomy) return null;
  return (
    <aside
      aria-label={t('guest.panel')}
      className={clsx(
        'scroll-y w-80 shrink-0 border-line border-s bg-bg',
        roomy && !open && 'max-xl:hidden',
        roomy
          ? 'max-xl:absolute max-xl:inset-y-0 max-xl:end-0 max-xl:z-20 max-xl:shadow-float'
          : 'absolute inset-y-0 end-0 z-20 shadow-float',
        'max-sm:fixed max-sm:inset-0 max-sm:z-40 max-sm:w-auto',
      )}
    >
      <header className="flex items-center gap-3 px-5 pt-4 pb-3">
        <Avatar name={label} size={40} />
        <div className="min-w-0 flex-1">
          <p className="one-line font-semibold text-msg">
            <bdi>{label}</bdi>
          </p>
          <p className="text-ink3 text-label">
            {t((contact?.verified ?? card.guest.verified) ? 'guest.verified' : 'guest.notVerified')}
          </p>
        </div>
        <IconButton
          label={t('common.close')}
          onClick={onClose}
          className={roomy ? 'xl:hidden' : ''}
        >
          <X size={16} strokeWidth={1.5} />
        </IconButton>
      </header>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 px-5 pb-4 text-ui">
        {card.account && (
          <Row
            name={t('guest.writesTo')}
            value={t('wall.channelAt', {
              channel: t(`channel.${card.channel}`, { defaultValue: card.channel }),
              account: card.account.name,
            })}
          />
        )}
        <Row name={t('guest.topic')} value={card.topic && t(`topic.${card.topic}`)} />
        <Row
          name={t('guest.language')}
          value={languageName(card.language ?? card.guest.language)}
        />
        <LocalTime card={card} />
        <Row name={t('guest.device')} value={contact?.device} />
        <Row
          name={t('guest.firstSeen')}
          value={contact?.first_seen ? dateTime(contact.first_seen) : undefined}
        />
      </dl>
      {contact && <BookingSeen contact={contact} conversation={card.id} />}
      <Trail card={card} />
      {contact && <ContactFields contact={contact} conversation={card.id} />}
      {contact && <EarlierList contact={contact} current={card.id} />}
      {contact && <BlockGuest contact={contact} conversation={card.id} />}
    </aside>
  );
}

function Row({ name, value }: { name: string; value?: string }) {
  if (!value) return null;
  return (
    <>
      <dt className="text-ink3">{name}</dt>
      <dd className="min-w-0 break-words">
        <bdi>{value}</bdi>
      </dd>
    </>
  );
}

function LocalTime({ card }: { card: CardDetail }) {
  const { t } = useTranslation();
  useNow(30_000);
  const zone = card.guest.local_time_zone;
  if (!zone) return null;
  return <Row name={t('guest.localTime')} value={`${clockTime(Date.now(), zone)} · ${zone}`} />;
}

function Trail({ card }: { card: CardDetail }) {
  const { t } = useTranslation();
  const pages = card.contact?.page_trail ?? [];
  const shown = pages.slice(-6).reverse();
  if (shown.length === 0 && !card.page?.url) return null;
  const list =
    shown.length > 0 ? shown : [{ url: card.page?.url ?? '', title: card.page?.title, at: '' }];
  return (
    <section aria-label={t('guest.pages')} className="border-line border-t px-5 py-4">
      <h3 className="mb-2 font-semibold text-label text-ink2">{t('guest.pages')}</h3>
      <ol className="flex flex-col gap-1.5">
        {list.map((page, index) => (
          <li key={`${page.url}${page.at}`} className="flex min-w-0 items-baseline gap-2 text-ui">
            <bdi
              title={page.url}
              className={clsx('one-line min-w-0 flex-1', index === 0 ? 'text-ink' : 'text-ink3')}
            >
              {page.title || pagePath(page.url)}
            </bdi>
            {page.at && (
              <time className="nums shrink-0 text-ink3 text-meta">{clockTime(page.at)}</time>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
