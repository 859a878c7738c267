import { useMutation } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type ChannelAccount, channelApi } from '@/api/channels';
import { ChannelIcon } from '@/features/wall/ChannelIcon';
import { serverNow, useNow } from '@/lib/clock';
import { Empty, ErrorCard, messageOf, PageHead, Section, SkeletonLines } from '@/ui/Bits';
import { Button, buttonClass } from '@/ui/Button';
import { toast } from '@/ui/toast';
import { StandingChip } from './AccountRow';
import { AccountSettings } from './AccountSettings';
import { Failures } from './Failures';
import { HealthFacts } from './HealthFacts';
import { Lamps } from './Lamps';
import { MonthPart } from './MonthPart';
import { standingOf } from './state';
import { useChannels, useKeepAccount } from './useChannels';
import { useWarnings } from './warnings';

/** How one account does: whether messages come and go, what will soon stop them, what failed, what it costs. */
export default function Account() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/inside/channels/$id' });
  const { data, error, refetch } = useChannels(true);
  useNow(15_000);
  const account = data?.accounts.find((one) => one.id === id);
  const app = data?.apps.find((one) => one.id === account?.app_id);
  return (
    <>
      <PageHead title={account?.name ?? t('nav.channels')}>
        <Link
          to="/channels"
          search={{ property: account?.property_id }}
          className={buttonClass('ghost')}
        >
          <ArrowLeft size={14} strokeWidth={1.75} aria-hidden className="rtl:-scale-x-100" />
          {t('connect.back')}
        </Link>
        {account && <CheckNow account={account} />}
      </PageHead>
      <div className="scroll-y min-h-0 flex-1">
        <div className="mx-auto max-w-[920px] px-6 py-5 max-sm:px-4">
          {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
          {!data && !error && <SkeletonLines widths={[70, 65, 74, 60]} />}
          {data && !account && <Empty title={t('error.not_found')} />}
          {account && (
            <>
              <p className="flex flex-wrap items-center gap-2 text-ink2 text-ui">
                <ChannelIcon channel={account.channel} />
                {t(`channel.${account.channel}`)}
                {account.health.number && (
                  <span dir="ltr" className="nums">
                    {account.health.number}
                  </span>
                )}
                <StandingChip account={account} />
              </p>
              <Warnings account={account} />
              <Section title={t('lamp.title')} hint={t('health.lampsHint')}>
                <Lamps lamps={account.lamps} channel={account.channel} at="account" />
                {standingOf(account, serverNow()) === 'starting' && (
                  <div>
                    <Link
                      to="/channels/connect"
                      search={{
                        property: account.property_id,
                        channel: account.channel,
                        account: account.id,
                      }}
                      className={buttonClass('secondary')}
                    >
                      {t('health.goOn')}
                    </Link>
                  </div>
                )}
              </Section>
              <HealthFacts account={account} app={app} />
              <Failures account={account} />
              {account.capabilities.billed && <MonthPart account={account} />}
              <AccountSettings key={account.id} account={account} app={app} />
            </>
          )}
        </div>
      </div>
    </>
  );
}

function Warnings({ account }: { account: ChannelAccount }) {
  const { t } = useTranslation();
  const warnings = useWarnings(account);
  const keep = useKeepAccount();
  const subscribe = useMutation({
    mutationFn: () => channelApi.subscribe(account.id),
    onSuccess: keep,
    onError: (error) => toast(messageOf(error, t)),
  });
  if (warnings.length === 0) return null;
  return (
    <ul aria-label={t('health.warnings')} className="mt-4 flex flex-col gap-2">
      {warnings.map(({ key, text, grave }) => (
        <li
          key={key}
          className={`flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-card px-4 py-2.5 text-ui ${grave ? 'bg-danger-tint text-danger' : 'bg-brass-tint text-brass'}`}
        >
          <span className="min-w-0 flex-1 basis-60">{text}</span>
          {(key === 'subscribed' || key === 'missing') && (
            <Button size="sm" disabled={subscribe.isPending} onClick={() => subscribe.mutate()}>
              {t('health.subscribe')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Asks the channel now instead of waiting for the next look. */
function CheckNow({ account }: { account: ChannelAccount }) {
  const { t } = useTranslation();
  const keep = useKeepAccount();
  const check = useMutation({
    mutationFn: () => channelApi.test(account.id),
    onSuccess: (fresh) => {
      keep(fresh);
      toast(t('health.checked'));
    },
    onError: (error) => toast(messageOf(error, t)),
  });
  if (account.channel === 'api') return null;
  return (
    <Button disabled={check.isPending} onClick={() => check.mutate()}>
      <RefreshCw
        size={14}
        strokeWidth={1.75}
        aria-hidden
        className={check.isPending ? 'animate-spin' : undefined}
      />
      {t('health.checkNow')}
    </Button>
  );
}
