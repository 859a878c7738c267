import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ChannelIcon } from '@/features/wall/ChannelIcon';
import { OUTSIDE } from './state';

/** What can be connected, and for whom it is. */
export function ConnectCards({ property }: { property: string }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('channels.connect')}>
      <h2 className="mb-2 font-semibold text-msg">{t('channels.connect')}</h2>
      <ul className="grid gap-3 sm:grid-cols-2">
        {OUTSIDE.map((channel) => (
          <li
            key={channel}
            className="relative rounded-card border border-line bg-surface px-4 py-3.5 transition-[border-color] duration-[80ms] hover:border-strong"
          >
            <p className="flex items-center gap-2">
              <ChannelIcon channel={channel} />
              <Link
                to="/channels/connect"
                search={{ property, channel }}
                className="font-semibold text-ui after:absolute after:inset-0 after:rounded-[inherit]"
              >
                {channel === 'api'
                  ? t('channels.connectApi')
                  : t('channels.connectOne', { channel: t(`channel.${channel}`) })}
              </Link>
            </p>
            <p className="mt-1 text-ink2 text-label">{t(`channelAbout.${channel}`)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
