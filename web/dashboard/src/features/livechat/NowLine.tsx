import clsx from 'clsx';
import { useTranslation } from 'react-i18next';
import type { LiveChatSettings, OfferedNow, Service } from '@/api/types';
import { serverNow, useNow } from '@/lib/clock';
import { momentIn } from '@/lib/format';
import { useChannelName } from './useChannelName';

interface Props {
  settings: LiveChatSettings;
  zone: string;
}

/** What a guest would be offered right now on each channel, and when that changes next. */
export function NowLine({ settings, zone }: Props) {
  const { t } = useTranslation();
  const channels = Object.entries(settings.now);
  return (
    <section
      aria-label={t('liveChat.now')}
      className="flex shrink-0 flex-col gap-1 border-line border-b bg-surface px-5 py-3 max-sm:px-4"
    >
      {channels.map(([channel, now]) => (
        <ChannelNow
          key={channel}
          channel={channels.length > 1 ? channel : ''}
          now={now}
          service={settings.channels[channel] ?? settings.all}
          zone={zone}
        />
      ))}
    </section>
  );
}

const TONES = { human: 'bg-live', leave_message: 'bg-brass', off: 'bg-strong' };

function ChannelNow({
  channel,
  now,
  service,
  zone,
}: {
  channel: string;
  now: OfferedNow;
  service: Service;
  zone: string;
}) {
  const { t } = useTranslation();
  const name = useChannelName();
  useNow(30_000); // "tomorrow" becomes "today"
  const headline = now.button
    ? now.offer === 'human'
      ? 'offered'
      : 'leads'
    : now.offer === 'human'
      ? 'asked'
      : 'notOffered';
  const opens = now.why === 'outside_hours';
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 text-msg">
      <span
        aria-hidden
        className={clsx('size-2 shrink-0 self-center rounded-full', TONES[now.offer])}
      />
      {channel && <span className="text-ink2 text-ui">{name(channel)}</span>}
      <span className="font-semibold">{t(`liveChat.nowLine.${headline}`)}</span>
      {now.why && <span className="text-ink2 text-ui">{t(`liveChat.why.${now.why}`)}</span>}
      {now.button && now.offer === 'human' && service.show === 'cannot_help' && (
        <span className="text-ink2 text-ui">{t('liveChat.nowWhere')}</span>
      )}
      {now.changes_at && (
        <span className="nums text-ink2 text-ui sm:ms-auto">
          {t(opens ? 'liveChat.nextOpens' : 'liveChat.nextCloses', {
            when: momentIn(now.changes_at, zone, serverNow()),
          })}
        </span>
      )}
    </p>
  );
}
