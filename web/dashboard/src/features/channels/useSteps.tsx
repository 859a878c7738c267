import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelAccount, ChannelApp, OutsideChannel } from '@/api/channels';
import { AccountStep } from './AccountStep';
import { AppStep } from './AppStep';
import { HelloStep } from './HelloStep';
import { type NumberKind, NumberStep } from './NumberStep';
import { RouteStep } from './RouteStep';
import { SourceStep } from './SourceStep';
import type { Step } from './Steps';
import { tokenFails } from './state';
import { WebhookStep } from './WebhookStep';

interface State {
  channel: OutsideChannel;
  property: string;
  apps: ChannelApp[];
  app: ChannelApp | undefined;
  account: ChannelAccount | undefined;
  onApp: (id: string) => void;
  onAccount: (id: string) => void;
  onOpen: (step: string) => void;
}

/** The steps to one account of a channel, with what is done of them by what the server knows. */
export function useSteps(state: State): Step[] {
  const { t } = useTranslation();
  const [number, setNumber] = useState<NumberKind>();
  const [route, setRoute] = useState<'page' | 'login'>();
  const [passed, setPassed] = useState(false);
  const { channel, property, apps, app, account, onApp, onAccount, onOpen } = state;
  const lit = (name: string) => Boolean(account?.lamps.find((lamp) => lamp.name === name)?.on);
  const way = route ?? account?.route;
  const kind = number ?? account?.settings.mode;
  const pass = () => {
    setPassed(true);
    onOpen('app');
  };
  const hello: Step = {
    key: 'hello',
    title: t('connect.helloTitle'),
    done: lit('hello') && (lit('answered') || account?.capabilities.answers === false),
    locked: !account,
    body: account && <HelloStep account={account} />,
  };
  if (channel === 'api') {
    return [
      {
        key: 'source',
        title: t('connect.sourceTitle'),
        done: Boolean(account),
        summary: account?.name,
        body: <SourceStep property={property} account={account} onDone={onAccount} />,
      },
      hello,
    ];
  }
  const steps: Step[] = [
    {
      key: 'app',
      title: t('connect.appTitle'),
      done: Boolean(app),
      summary: app?.name,
      body: <AppStep channel={channel} apps={apps} app={app} onDone={onApp} />,
    },
    {
      key: 'webhook',
      title: t('connect.webhookTitle'),
      done: Boolean(app?.verified_at),
      locked: !app,
      body: app && <WebhookStep app={app} onNext={() => onOpen('account')} />,
    },
    {
      key: 'account',
      title: t(`connect.accountTitle_${channel}`),
      done: account ? !tokenFails(account) : false,
      locked: !app,
      summary: account?.name,
      body: app && (
        <AccountStep
          app={app}
          property={property}
          route={way}
          mode={number}
          account={account}
          onDone={onAccount}
        />
      ),
    },
    hello,
  ];
  if (channel === 'whatsapp') {
    steps.unshift({
      key: 'number',
      title: t('connect.numberTitle'),
      done: passed || Boolean(app),
      summary: kind && t(`connect.number_${kind}`),
      body: <NumberStep value={kind} onChoose={setNumber} onNext={pass} />,
    });
  }
  if (channel === 'instagram') {
    steps.unshift({
      key: 'route',
      title: t('connect.routeTitle'),
      done: passed || Boolean(app),
      summary: way && t(`connect.route_${way}`),
      body: <RouteStep value={way} onChoose={setRoute} onNext={pass} />,
    });
  }
  return steps;
}
