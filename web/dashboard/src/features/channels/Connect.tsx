import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { ErrorCard, PageHead, SkeletonLines } from '@/ui/Bits';
import { buttonClass } from '@/ui/Button';
import { LampCount, Lamps } from './Lamps';
import { Steps } from './Steps';
import { lampsOf, OUTSIDE } from './state';
import { useChannels } from './useChannels';
import { useSteps } from './useSteps';

/** Leads through the connection of one account, step by step, with the lamps lit as they are earned. */
export default function Connect() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/channels/connect' });
  const { data, error, refetch } = useChannels(true);
  const [chosen, setChosen] = useState<string>();
  const channel = OUTSIDE.find((name) => name === search.channel) ?? 'whatsapp';
  const property = search.property ?? me.properties[0]?.id ?? '';
  const account = data?.accounts.find(({ id }) => id === search.account);
  const app = data?.apps.find(({ id }) => id === (account?.app_id ?? search.app));
  const steps = useSteps({
    channel,
    property,
    apps: (data?.apps ?? []).filter((one) => one.channel === channel),
    app,
    account,
    onApp: (id) => go({ app: id }),
    onAccount: (id) => go({ account: id }),
    onOpen: setChosen,
  });
  const go = (change: { app?: string; account?: string }) => {
    setChosen(undefined);
    void navigate({
      to: '/channels/connect',
      search: (old) => ({ ...old, ...change }),
      replace: true,
    });
  };
  const next = steps.find(({ done, locked }) => !done && !locked)?.key ?? '';
  const name = t(`channel.${channel}`);
  const place = me.properties.find(({ id }) => id === property)?.name ?? '';
  const lamps = lampsOf(channel, app, account);
  const ready = account && lamps.every(({ on }) => on);
  return (
    <>
      <PageHead
        title={channel === 'api' ? t('channels.connectApi') : t('connect.title', { channel: name })}
      >
        <Link to="/channels" search={{ property }} className={buttonClass('ghost')}>
          <ArrowLeft size={14} strokeWidth={1.75} aria-hidden className="rtl:-scale-x-100" />
          {t('connect.back')}
        </Link>
      </PageHead>
      <div className="scroll-y min-h-0 flex-1">
        <div className="mx-auto grid max-w-[1040px] gap-x-10 gap-y-6 p-5 max-sm:p-4 lg:grid-cols-[minmax(0,1fr)_300px]">
          {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
          {!data && !error && <SkeletonLines widths={[70, 65, 74, 60]} />}
          {data && (
            <>
              <div className="min-w-0">
                <p className="mb-3 text-ink2 text-ui">
                  {t(channel === 'api' ? 'connect.leadApi' : 'connect.lead', { property: place })}
                </p>
                <div className="mb-2 lg:hidden">
                  <LampCount lamps={lamps} />
                </div>
                <Steps steps={steps} open={chosen ?? next} onOpen={setChosen} />
                {ready && (
                  <p role="status" className="mt-4 rounded-card bg-live-tint px-4 py-3 text-live">
                    {t('connect.ready', { channel: name })}{' '}
                    <Link
                      to="/channels/$id"
                      params={{ id: account.id }}
                      className="font-medium underline"
                    >
                      {t('connect.toAccount')}
                    </Link>
                  </p>
                )}
              </div>
              <aside
                aria-label={t('lamp.title')}
                className="self-start rounded-card border border-line bg-surface p-4 max-lg:justify-self-stretch lg:sticky lg:top-5"
              >
                <h2 className="mb-3 font-semibold text-ui">{t('lamp.title')}</h2>
                <Lamps lamps={lamps} channel={channel} at="connecting" />
              </aside>
            </>
          )}
        </div>
      </div>
    </>
  );
}
