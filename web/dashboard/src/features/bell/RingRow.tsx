import clsx from 'clsx';
import { EarOff, Eye, LogOut, Siren } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe, useProperty } from '@/app/session';
import { ChannelIcon } from '@/features/wall/ChannelIcon';
import { useGuestLabel } from '@/features/wall/useGuestLabel';
import { languageName } from '@/lib/format';
import { Chip, PropertyTag } from '@/ui/Bits';
import type { Fate, Seen } from './board';
import { Countdown } from './Countdown';
import { confirmations } from './device';
import { FateLine } from './FateLine';
import { isLook, isUrgent } from './order';
import { RingButtons } from './RingButtons';
import { useAnswer } from './useAnswer';
import { usePainted } from './usePainted';

interface Props {
  ring: Seen;
  fate?: Fate;
  keyed?: boolean;
  /** Stands among others in a small card: one line of the question. */
  tight?: boolean;
  /** Stands among others of another kind, so that each says its own. */
  mixed?: boolean;
  /** Pressing the row itself. */
  onOpen?: () => void;
  selected?: boolean;
  /** In place of the answers, for one that was missed. */
  children?: ReactNode;
  className?: string;
}

/** One request, wherever it stands: whose, from where, what was asked, how long is left, and the answers to it. */
export function RingRow(props: Props) {
  const { ring, fate, keyed, tight, mixed, onOpen, selected, children, className } = props;
  const { t } = useTranslation();
  const row = useRef<HTMLElement>(null);
  const answer = useAnswer(ring);
  const label = useGuestLabel(ring);
  const calls = ring.for_me && ring.state === 'ringing' && !fate;
  usePainted(row, `${ring.id} ${ring.ends_at} ${ring.unheard} ${calls}`, () => {
    if (calls) confirmations.confirm(ring, 'shown');
  });
  const touched = () => {
    if (calls && !isLook(ring)) confirmations.confirm(ring, 'reacted');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    touched();
    if (event.key !== 'Enter' || event.target !== event.currentTarget || fate) return;
    event.preventDefault();
    if (children) row.current?.querySelector<HTMLElement>('[data-action]')?.click();
    else if (ring.kind === 'alarm') answer.confirmAlarm();
    else answer.accept();
  };
  return (
    <article
      ref={row}
      aria-label={label}
      data-ring={ring.id}
      data-item
      // biome-ignore lint/a11y/noNoninteractiveTabindex: Enter accepts the request that has the focus
      tabIndex={0}
      onPointerDown={touched}
      onKeyDown={onKeyDown}
      className={clsx(
        'group relative flex flex-col gap-2 outline-offset-[-2px]',
        selected && 'bg-wash',
        className,
      )}
    >
      {onOpen && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={t('wall.open', { name: label })}
          onClick={onOpen}
          className="absolute inset-0"
        />
      )}
      <div className="pointer-events-none flex min-w-0 items-start gap-3">
        <Countdown ring={ring} />
        <div className="min-w-0 flex-1">
          <Head ring={ring} label={label} />
          <Marks ring={ring} mixed={mixed} />
          {ring.question && (
            <p
              dir="auto"
              className={clsx(
                'mt-0.5 w-fit max-w-full break-words text-ink text-msg',
                tight ? 'line-clamp-1' : 'line-clamp-2',
              )}
            >
              {ring.question}
            </p>
          )}
          <Missing ring={ring} tight={tight} />
          <Transfer ring={ring} />
          {!fate && <Promised ring={ring} />}
        </div>
      </div>
      <div className="relative flex flex-wrap items-center gap-1.5 sm:ps-14">
        {fate ? (
          <FateLine fate={fate} />
        ) : (
          (children ?? <RingButtons ring={ring} answer={answer} keyed={keyed} />)
        )}
      </div>
    </article>
  );
}

function Head({ ring, label }: { ring: Seen; label: string }) {
  const property = useProperty(ring.property_id);
  return (
    <div className="flex min-w-0 items-center gap-2">
      <PropertyTag property={property} />
      <ChannelIcon channel={ring.channel} />
      <bdi className="one-line min-w-0 font-semibold text-ui">{label}</bdi>
      {ring.language && (
        <abbr
          title={languageName(ring.language)}
          className="shrink-0 text-ink3 text-meta uppercase no-underline"
        >
          {ring.language.split('-')[0]}
        </abbr>
      )}
    </div>
  );
}

/** What is unusual about this request, each with a sign and a word. */
function Marks({ ring, mixed }: { ring: Seen; mixed?: boolean }) {
  const { t } = useTranslation();
  const urgent = mixed && isUrgent(ring);
  const moved = mixed && ring.kind === 'transfer';
  const left = ring.guest_left && ring.state !== 'ended';
  const look = ring.kind === 'attention';
  if (!urgent && !moved && !look && !ring.unheard && !left && !ring.declined) return null;
  return (
    <div className="mt-1 flex flex-wrap gap-1.5">
      {urgent && (
        <Chip tone="danger">
          <Siren size={12} strokeWidth={1.75} aria-hidden />
          {t(`ring.kind.${ring.kind}`)}
        </Chip>
      )}
      {look && (
        <Chip tone={ring.why === 'angry' ? 'danger' : 'brass'}>
          <Eye size={12} strokeWidth={1.75} aria-hidden />
          {[
            (mixed || !ring.why) && t('ring.kind.attention'),
            ring.why && t(`attention.${ring.why}`),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Chip>
      )}
      {moved && <Chip tone="accent">{t('ring.kind.transfer')}</Chip>}
      {ring.unheard && (
        <Chip tone="danger">
          <EarOff size={12} strokeWidth={1.75} aria-hidden />
          {t('ring.unheard')}
        </Chip>
      )}
      {left && (
        <Chip>
          <LogOut size={12} strokeWidth={1.75} aria-hidden className="rtl:-scale-x-100" />
          {t('ring.guestLeft')}
        </Chip>
      )}
      {ring.declined && <Chip>{t('ring.declined')}</Chip>}
    </div>
  );
}

/** What the assistant could not do, where it is another thing than the question that stands above. */
function Missing({ ring, tight }: { ring: Seen; tight?: boolean }) {
  const { t } = useTranslation();
  if (!ring.missing) return null;
  const same = ring.missing === ring.question;
  return (
    <p
      dir="auto"
      className={clsx(
        'mt-0.5 w-fit max-w-full text-danger text-label',
        tight ? 'line-clamp-1' : 'line-clamp-2',
      )}
    >
      {same ? t('wall.noAnswer') : t('ring.missing', { what: ring.missing })}
    </p>
  );
}

function Transfer({ ring }: { ring: Seen }) {
  const { t } = useTranslation();
  if (!ring.from && !ring.note) return null;
  return (
    <p className="mt-1 flex w-fit max-w-full flex-wrap gap-x-1.5 rounded-control bg-note px-2 py-1 text-label text-note-ink">
      {ring.from && <bdi className="font-medium">{t('ring.from', { name: ring.from.name })}</bdi>}
      {ring.note && (
        <span dir="auto" className="min-w-0 break-words">
          {ring.note}
        </span>
      )}
    </p>
  );
}

function Promised({ ring }: { ring: Seen }) {
  const { t } = useTranslation();
  const me = useMe();
  if (ring.state !== 'promised' || !ring.promised_by) return null;
  const { id, name } = ring.promised_by;
  return (
    <p className="mt-0.5 font-medium text-accent text-label">
      {id === me.id ? t('ring.youPromised') : t('ring.promisedBy', { name })}
    </p>
  );
}
