import { CircleHelp, Contact, CornerUpLeft, MapPin, Megaphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ContactCard, Place, Quote, Referral, Shared } from '@/api/carried';
import type { Entry } from '@/api/types';
import { MediaView, Outward } from './MediaView';

/** What a message of an outside channel has beside its words, in the order in which the guest's phone shows it. */
export function CarriedView({ entry, light }: { entry: Entry; light: boolean }) {
  const { t } = useTranslation();
  const { media, place, cards, shared, unsupported } = entry;
  return (
    <>
      {media && media.length > 0 && (
        <div className="flex flex-col gap-1.5 py-0.5">
          {media.map((one, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what is attached never changes its place
            <MediaView key={index} media={one} light={light} />
          ))}
        </div>
      )}
      {place && <PlaceView place={place} />}
      {cards?.map((card, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike
        <CardView key={index} card={card} />
      ))}
      {shared?.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike
        <SharedView key={index} shared={one} />
      ))}
      {unsupported && (
        <p className="flex items-start gap-2 italic opacity-90">
          <CircleHelp size={15} strokeWidth={1.75} aria-hidden className="mt-[3px] shrink-0" />
          <span>
            {t('message.unsupported')}
            {entry.text && <span className="block text-label not-italic">{entry.text}</span>}
          </span>
        </p>
      )}
    </>
  );
}

function PlaceView({ place }: { place: Place }) {
  const { t } = useTranslation();
  const { latitude, longitude } = place;
  const point = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return (
    <p className="flex items-start gap-2">
      <MapPin size={16} strokeWidth={1.5} aria-hidden className="mt-[3px] shrink-0" />
      <span className="min-w-0">
        <span className="sr-only">{t('message.place')}: </span>
        <Outward url={map} label={place.name || point} />
        {place.address && <bdi className="block text-label opacity-80">{place.address}</bdi>}
        {place.name && (
          <span dir="ltr" className="nums block text-label opacity-80">
            {point}
          </span>
        )}
      </span>
    </p>
  );
}

function CardView({ card }: { card: ContactCard }) {
  const { t } = useTranslation();
  const plain = (phone: string) => phone.replace(/[^+\d]/g, '');
  return (
    <div className="flex items-start gap-2 py-0.5">
      <Contact size={16} strokeWidth={1.5} aria-hidden className="mt-[3px] shrink-0" />
      <div className="min-w-0">
        <span className="sr-only">{t('message.contact')}: </span>
        <bdi className="font-medium">{card.name}</bdi>
        {card.phones?.map((phone) => (
          <a key={phone} href={`tel:${plain(phone)}`} dir="ltr" className="nums block underline">
            {phone}
          </a>
        ))}
        {card.mails?.map((mail) => (
          <a key={mail} href={`mailto:${mail}`} dir="ltr" className="block break-all underline">
            {mail}
          </a>
        ))}
      </div>
    </div>
  );
}

function SharedView({ shared }: { shared: Shared }) {
  const { t, i18n } = useTranslation();
  const key = `shared.${shared.kind}`;
  const what = t(i18n.exists(key) ? key : 'shared.link');
  const ends = shared.kind.startsWith('story');
  return (
    <div className="border-current/25 border-s-2 ps-2.5">
      <span className="block text-label opacity-80">{what}</span>
      {(shared.url || shared.title) && (
        <Outward
          url={shared.url}
          label={shared.title || t(ends ? 'shared.openStory' : 'shared.open')}
          hint={ends ? t('shared.ends') : undefined}
        />
      )}
    </div>
  );
}

/** The message that this one answers, as a line above it; pressing it goes there. */
export function QuoteView({ quote }: { quote: Quote }) {
  const { t } = useTranslation();
  const who = quote.author ? t(`author.${quote.author}`) : '';
  const text = quote.text || t('message.earlierMessage');
  const go = () => {
    const target = document.querySelector(`[data-entry="${CSS.escape(quote.entry_id ?? '')}"]`);
    target?.scrollIntoView({ block: 'center' });
  };
  const inner = (
    <>
      <CornerUpLeft size={12} aria-hidden className="mt-0.5 shrink-0 rtl:-scale-x-100" />
      <span className="sr-only">{t('message.replyTo')}: </span>
      <span className="line-clamp-2 min-w-0">
        {who && <span className="font-medium">{who}: </span>}
        <bdi>{text}</bdi>
      </span>
    </>
  );
  const look =
    'flex max-w-full items-start gap-1.5 border-line border-s-2 ps-2 text-start text-ink3 text-label';
  if (!quote.entry_id) return <p className={look}>{inner}</p>;
  return (
    <button type="button" onClick={go} className={`${look} hover:text-ink`}>
      {inner}
    </button>
  );
}

/** By what advertisement or link the guest came. */
export function ReferralView({ referral }: { referral: Referral }) {
  const { t } = useTranslation();
  const what = referral.title || referral.ref || referral.source || '';
  return (
    <p className="flex max-w-full items-start gap-1.5 px-1 text-ink3 text-label">
      <Megaphone size={12} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
      <span className="min-w-0 break-words">
        {t(referral.ad_id ? 'message.byAd' : 'message.byLink')}{' '}
        {referral.url ? <Outward url={referral.url} label={what} /> : <bdi>{what}</bdi>}
      </span>
    </p>
  );
}

/** What guest and desk think of a message, each an emoji; read aloud with who it is from. */
export function Reactions({ reactions }: { reactions: NonNullable<Entry['reactions']> }) {
  const { t } = useTranslation();
  return (
    <ul aria-label={t('message.reactions')} className="relative z-[1] -mt-2 flex gap-1 px-2">
      {reactions.map(({ by, emoji }) => (
        <li
          key={by}
          title={t(`author.${by}`)}
          className="rounded-full border border-line bg-surface px-1.5 text-label leading-5"
        >
          <span className="sr-only">{t(`author.${by}`)} </span>
          {emoji}
        </li>
      ))}
    </ul>
  );
}
