import clsx from 'clsx';
import { Lock, Smartphone } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card, Entry } from '@/api/types';
import { useMe } from '@/app/session';
import { useGuestLabel } from '@/features/wall/useGuestLabel';
import { clockTime, dateTime } from '@/lib/format';
import { CarriedView, QuoteView, Reactions, ReferralView } from './CarriedView';
import { DeliveryMark } from './DeliveryMark';
import { Files } from './Files';
import { Linked } from './Linked';
import { Sources } from './Sources';
import { SystemLine } from './SystemLine';
import { Translated } from './Translated';
import { Why } from './Why';

interface Props {
  entry: Entry;
  previous?: Entry;
  card: Card;
  read: boolean;
  marked: boolean;
  /** Whether the viewer may send again what did not arrive. */
  mayRetry: boolean;
}

const GROUP_FOR = 10 * 60_000;

/** One entry of the thread, in the form of its kind. */
export const EntryView = memo(function EntryView(props: Props) {
  const { entry } = props;
  if (entry.kind === 'note') return <Note entry={entry} />;
  if (entry.kind === 'message') return <Message {...props} />;
  return <SystemLine entry={entry} />;
});

function Message({ entry, previous, card, read, marked, mayRetry }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const guest = useGuestLabel(card);
  const { kind, id, name } = entry.author;
  const left = kind === 'guest';
  const who =
    kind === 'guest'
      ? guest
      : kind === 'assistant'
        ? t('author.assistant')
        : entry.outside
          ? name || t('message.outside')
          : id === me.id
            ? t('author.you')
            : name;
  const joined =
    previous?.kind === 'message' &&
    previous.author.kind === kind &&
    previous.author.id === id &&
    Date.parse(entry.at) - Date.parse(previous.at) < GROUP_FOR;
  return (
    <article
      data-seq={entry.seq}
      data-entry={entry.id}
      className={clsx(
        'group flex max-w-[86%] flex-col gap-1',
        joined ? 'mt-1' : 'mt-4',
        left ? 'items-start self-start' : 'items-end self-end',
      )}
    >
      <header className={clsx('flex items-baseline gap-2 px-1', joined && 'sr-only')}>
        <bdi className="font-medium text-ink2 text-label">{who}</bdi>
        <time dateTime={entry.at} title={dateTime(entry.at)} className="nums text-ink3 text-meta">
          {clockTime(entry.at)}
        </time>
        {entry.outside && (
          <span className="inline-flex items-center gap-1 text-ink3 text-meta">
            <Smartphone size={11} aria-hidden />
            {t('message.outsideHint', { channel: t(`channel.${card.channel}`) })}
          </span>
        )}
      </header>
      {entry.referral && <ReferralView referral={entry.referral} />}
      {entry.quote && <QuoteView quote={entry.quote} />}
      <div
        dir="auto"
        title={dateTime(entry.at)}
        className={clsx(
          'min-w-0 max-w-full whitespace-pre-wrap break-words rounded-bubble px-3.5 py-2 text-msg',
          left && 'rounded-es-[4px] bg-guest',
          kind === 'assistant' && 'rounded-ee-[4px] bg-bot',
          kind === 'agent' && 'rounded-ee-[4px] bg-fill text-white',
          entry.unsent && 'bg-transparent! text-ink3! italic ring-1 ring-line ring-inset',
          marked && 'outline-2 outline-brass outline-offset-2',
        )}
      >
        {entry.unsent ? (
          t('message.unsent')
        ) : (
          <>
            {entry.template && (
              <span className="block text-label opacity-80">
                {t('message.template', { name: entry.template.name })}
              </span>
            )}
            <CarriedView entry={entry} light={kind === 'agent'} />
            {entry.about && <bdi className="block text-ink2 text-label">{entry.about}</bdi>}
            {entry.text && !entry.unsupported && <Linked text={entry.text} />}
            {entry.link && (
              <a
                href={entry.link.url}
                target="_blank"
                rel="noreferrer noopener nofollow"
                className="mt-1.5 block font-medium underline"
              >
                <bdi>{entry.link.text}</bdi>
              </a>
            )}
            {entry.files && entry.files.length > 0 && (
              <Files files={entry.files} light={kind === 'agent'} />
            )}
          </>
        )}
      </div>
      {left && !entry.unsent && <Translated card={card} entry={entry} />}
      {entry.reactions && entry.reactions.length > 0 && <Reactions reactions={entry.reactions} />}
      {(entry.edited || entry.late) && !entry.unsent && (
        <span className="px-1 text-ink3 text-meta">
          {t(entry.edited ? 'message.edited' : 'message.late')}
        </span>
      )}
      {entry.suggestions && entry.suggestions.length > 0 && (
        <ul className="flex flex-wrap justify-end gap-1">
          {entry.suggestions.map(({ id: key, text }) => (
            <li
              key={key}
              className="rounded-full border border-line px-2.5 py-0.5 text-ink2 text-label"
            >
              {text}
            </li>
          ))}
        </ul>
      )}
      {kind === 'assistant' && <Sources entry={entry} />}
      {kind === 'assistant' && entry.decision && <Why card={card} entry={entry} />}
      {entry.delivery && <DeliveryMark conversation={card.id} entry={entry} may={mayRetry} />}
      {kind === 'agent' && read && !entry.delivery && (
        <span className="px-1 text-ink3 text-meta">{t('message.read')}</span>
      )}
    </article>
  );
}

function Note({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  return (
    <article
      data-seq={entry.seq}
      className="mt-4 rounded-card bg-note px-3.5 py-2.5 text-note-ink forced-colors:border"
    >
      <header className="mb-0.5 flex flex-wrap items-center gap-x-1.5 font-medium text-label">
        <Lock size={12} strokeWidth={1.75} aria-hidden />
        {t('message.note')} · <bdi>{entry.author.name}</bdi>
        <time dateTime={entry.at} title={dateTime(entry.at)} className="nums font-normal">
          {clockTime(entry.at)}
        </time>
      </header>
      <div dir="auto" className="whitespace-pre-wrap break-words text-msg">
        <Linked text={entry.text ?? ''} />
      </div>
    </article>
  );
}
