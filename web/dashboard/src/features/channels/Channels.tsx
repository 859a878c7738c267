import { useNavigate, useSearch } from '@tanstack/react-router';
import { Cable } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChannelAccount, OutsideChannel } from '@/api/channels';
import { useMe } from '@/app/session';
import { roleAt } from '@/lib/abilities';
import { serverNow, useNow } from '@/lib/clock';
import { Empty, ErrorCard, PageHead, SkeletonLines } from '@/ui/Bits';
import { PropertyPicker } from '@/ui/PropertyPicker';
import { AccountRow } from './AccountRow';
import { ConnectCards } from './ConnectCards';
import { NotTakenIn } from './NotTakenIn';
import { byStanding, OUTSIDE } from './state';
import { useChannels } from './useChannels';

/** The places outside the website where guests of a property write: what is connected, how it stands, and what can be. */
export default function Channels() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/channels' });
  const mine = me.properties.filter(({ id }) => ['admin', 'operator'].includes(roleAt(me, id)));
  const property = mine.find(({ id }) => id === search.property) ?? mine[0];
  const { data, error, refetch } = useChannels();
  useNow(30_000);
  const accounts = (data?.accounts ?? [])
    .filter(({ property_id }) => property_id === property?.id)
    .sort(byStanding(serverNow()));
  return (
    <>
      <PageHead title={t('nav.channels')}>
        {property && (
          <PropertyPicker
            value={property.id}
            onChange={(id) => void navigate({ to: '/channels', search: { property: id } })}
          />
        )}
      </PageHead>
      <div className="scroll-y min-h-0 flex-1">
        <div className="mx-auto flex max-w-[860px] flex-col gap-8 p-5 max-sm:p-4">
          {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
          {!data && !error && <SkeletonLines widths={[70, 65, 74, 60]} />}
          {data && accounts.length === 0 && (
            <Empty
              icon={<Cable size={22} strokeWidth={1.5} />}
              title={t('channels.emptyTitle', { property: property?.name })}
            >
              {t('channels.emptyBody')}
            </Empty>
          )}
          {data && accounts.length > 0 && <Connected accounts={accounts} />}
          {data && <NotTakenIn />}
          {data && property && <ConnectCards property={property.id} />}
        </div>
      </div>
    </>
  );
}

function Connected({ accounts }: { accounts: ChannelAccount[] }) {
  const { t } = useTranslation();
  const groups = OUTSIDE.map((channel): [OutsideChannel, ChannelAccount[]] => [
    channel,
    accounts.filter((account) => account.channel === channel),
  ]).filter(([, list]) => list.length > 0);
  return (
    <section aria-label={t('channels.connected')} className="flex flex-col gap-6">
      {groups.map(([channel, list]) => (
        <div key={channel}>
          <h2 className="mb-2 font-semibold text-msg">{t(`channel.${channel}`)}</h2>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {list.map((account) => (
              <AccountRow key={account.id} account={account} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
