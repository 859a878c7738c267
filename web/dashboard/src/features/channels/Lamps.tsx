import clsx from 'clsx';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Lamp, OutsideChannel } from '@/api/channels';
import { dateTime } from '@/lib/format';

/** Where the reader is: a cure leads from there to where it is done. */
type Place = 'connecting' | 'account';

interface Props {
  lamps: Lamp[];
  channel: OutsideChannel;
  at: Place;
}

/** The things that must be so, each a lamp: lit since when, or dark and what lights it. */
export function Lamps({ lamps, channel, at }: Props) {
  const { t } = useTranslation();
  return (
    <ul aria-label={t('lamp.title')} aria-live="polite" className="flex flex-col">
      {lamps.map((lamp, index) => (
        <Row
          key={lamp.name}
          lamp={lamp}
          channel={channel}
          at={at}
          last={index === lamps.length - 1}
        />
      ))}
    </ul>
  );
}

/** The same in a line, for a narrow screen: how many are lit, and which. */
export function LampCount({ lamps }: { lamps: Lamp[] }) {
  const { t } = useTranslation();
  return (
    <p className="flex items-center gap-2 text-ink2 text-label">
      <span aria-hidden className="flex gap-1">
        {lamps.map(({ name, on, cure }) => (
          <span
            key={name}
            className={clsx(
              'size-2.5 rounded-full',
              on ? 'bg-live' : cure ? 'bg-danger' : 'border-2 border-strong',
            )}
          />
        ))}
      </span>
      {t('lamp.count', { on: lamps.filter(({ on }) => on).length, all: lamps.length })}
    </p>
  );
}

interface RowProps {
  lamp: Lamp;
  channel: OutsideChannel;
  at: Place;
  last: boolean;
}

function Row({ lamp, channel, at, last }: RowProps) {
  const { t } = useTranslation();
  const { cure, detail } = useCure(lamp, channel, at);
  return (
    <li className="relative flex gap-3 pb-4 last:pb-0">
      {!last && <span aria-hidden className="absolute start-[9px] top-6 bottom-0.5 w-px bg-line" />}
      <Light on={lamp.on} failing={!lamp.on && Boolean(lamp.cure)} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className={clsx('font-medium text-ui', !lamp.on && 'text-ink2')}>
            {t(`lamp.${lamp.name}`)}
          </span>
          <span className={clsx('nums text-label', lamp.on ? 'text-live' : 'text-ink3')}>
            {lamp.on
              ? lamp.at
                ? t('lamp.since', { at: dateTime(lamp.at) })
                : t('lamp.on')
              : t('lamp.dark')}
          </span>
        </p>
        {!lamp.on && <p className="mt-0.5 text-label text-ink2">{cure}</p>}
        {!lamp.on && detail && (
          <p
            dir="auto"
            className="mt-0.5 break-words text-danger text-label first-letter:uppercase"
          >
            {detail}
          </p>
        )}
      </div>
    </li>
  );
}

/** Lit, dark, or dark although it should burn: told apart by form too. */
function Light({ on, failing }: { on: boolean; failing: boolean }) {
  return (
    <span
      aria-hidden
      className={clsx(
        'mt-px flex size-[19px] shrink-0 items-center justify-center rounded-full transition-[background-color,box-shadow] duration-[180ms] forced-colors:border',
        on
          ? 'bg-live text-surface shadow-[0_0_0_3px_var(--live-tint)]'
          : failing
            ? 'border-2 border-danger bg-danger-tint font-bold text-danger text-label'
            : 'border-2 border-strong border-dashed bg-surface',
      )}
    >
      {on ? <Check size={12} strokeWidth={3} /> : failing ? '!' : null}
    </span>
  );
}

/** What to do about a dark lamp, by what was found, else by what usually is the reason; and what the channel said. */
function useCure(
  lamp: Lamp,
  channel: OutsideChannel,
  at: Place,
): { cure: string; detail?: string } {
  const { t, i18n } = useTranslation();
  const { name, cure, detail } = lamp;
  // On, but not for everything: the detail names the fields.
  if (name === 'subscribed' && cure === 'unsubscribed' && detail) {
    return { cure: t('channelWarning.missing', { fields: detail }) };
  }
  const keys = [
    `cure.${cure}_${at}`,
    `cure.${cure}_${channel}`,
    `cure.${cure}`,
    `cure.${name}_${channel}`,
    `cure.${name}`,
  ];
  return {
    cure: t(keys.find((key) => i18n.exists(key)) ?? 'cure.webhook', {
      step: t(`connect.accountTitle_${channel}`),
      settings: t('health.settings'),
    }),
    detail: i18n.exists(`failure.${detail}`) ? t(`failure.${detail}`) : detail,
  };
}
