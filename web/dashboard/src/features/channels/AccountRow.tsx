import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ChannelAccount } from '@/api/channels';
import { ChannelIcon } from '@/features/wall/ChannelIcon';
import { serverNow } from '@/lib/clock';
import { shortSpan } from '@/lib/format';
import { Chip } from '@/ui/Bits';
import { type Standing, standingOf } from './state';
import { useWarnings } from './warnings';

const TONES = {
  paused: 'danger',
  trouble: 'brass',
  starting: 'plain',
  watching: 'live',
  running: 'live',
} as const satisfies Record<Standing, string>;

export function StandingChip({ account }: { account: ChannelAccount }) {
  const { t } = useTranslation();
  const standing = standingOf(account, serverNow());
  return <Chip tone={TONES[standing]}>{t(`channelStanding.${standing}`)}</Chip>;
}

/** One account in the list: who it is, how it stands, when something last came and went, and what worries. */
export function AccountRow({ account }: { account: ChannelAccount }) {
  const { t } = useTranslation();
  const { health } = account;
  const first = useWarnings(account)[0];
  const now = serverNow();
  const ago = (at: string | undefined) =>
    at ? t('channels.ago', { span: shortSpan(now - Date.parse(at)) }) : t('channels.never');
  const starting = standingOf(account, now) === 'starting';
  return (
    <li className="relative flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 hover:bg-sunken">
      <ChannelIcon channel={account.channel} />
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            to="/channels/$id"
            params={{ id: account.id }}
            data-item
            className="min-w-0 break-words font-medium text-ui after:absolute after:inset-0"
          >
            <bdi>{account.name}</bdi>
          </Link>
          <StandingChip account={account} />
        </p>
        {first ? (
          <p className="text-label text-ink2">{first.text}</p>
        ) : (
          starting && <p className="text-ink3 text-label">{t('channels.goOn')}</p>
        )}
      </div>
      <dl className="nums grid grid-cols-[auto_auto] gap-x-2 text-label max-sm:ms-7">
        <dt className="text-ink3">{t('health.lastIn')}</dt>
        <dd className="text-end">{ago(health.last_in)}</dd>
        {account.capabilities.answers && (
          <>
            <dt className="text-ink3">{t('health.lastOut')}</dt>
            <dd className="text-end">{ago(health.last_out)}</dd>
          </>
        )}
      </dl>
    </li>
  );
}
