import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChannelAccount, type ChannelApp, channelApi } from '@/api/channels';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { TextField, Toggle } from '@/ui/Field';
import { Secret } from './AppStep';
import { Todo } from './Steps';
import { tokenFails } from './state';
import { useKeepAccount } from './useChannels';

interface Props {
  app: ChannelApp;
  property: string;
  route: 'page' | 'login' | undefined;
  mode: 'new' | 'moved' | 'both' | undefined;
  account: ChannelAccount | undefined;
  onDone: (id: string) => void;
}

/** The Page, professional account or number itself, with the token that speaks for it. */
export function AccountStep({ app, property, route, mode, account, onDone }: Props) {
  const { t } = useTranslation();
  const { channel } = app;
  const keep = useKeepAccount();
  const [name, setName] = useState('');
  const [key, setKey] = useState('');
  const [parent, setParent] = useState('');
  const [token, setToken] = useState('');
  const [late, setLate] = useState(false);
  const kind = channel === 'instagram' ? `instagram_${route ?? 'login'}` : channel;
  const withParent = kind === 'whatsapp' || kind === 'instagram_page';
  const connect = useMutation({
    mutationFn: () =>
      channelApi.connect({
        property_id: property,
        app_id: app.id,
        name: name.trim(),
        key: key.trim(),
        parent: withParent ? parent.trim() : undefined,
        route: channel === 'instagram' ? (route ?? 'login') : undefined,
        token: token.trim(),
        human_agent: late,
        mode,
      }),
    onSuccess: (made) => {
      keep(made);
      onDone(made.id);
    },
  });
  if (account && tokenFails(account)) return <OtherToken account={account} kind={kind} />;
  if (account) return <p className="text-ink2 text-ui">{t('connect.accountDone')}</p>;
  const ready = name.trim() && key.trim() && token.trim() && (!withParent || parent.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !connect.isPending) connect.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4" autoComplete="off">
      <Todo items={[t(`connect.tokenDo1_${kind}`), t(`connect.tokenDo2_${kind}`)]} />
      <TextField
        label={t('connect.accountName')}
        hint={t(`connect.accountNameHint_${channel}`)}
        required
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={t(`connect.key_${channel}`)}
        hint={t(`connect.keyHint_${channel}`)}
        required
        inputMode="numeric"
        dir="ltr"
        value={key}
        onChange={(event) => setKey(event.target.value)}
      />
      {withParent && (
        <TextField
          label={t(`connect.parent_${channel}`)}
          required
          inputMode="numeric"
          dir="ltr"
          value={parent}
          onChange={(event) => setParent(event.target.value)}
        />
      )}
      <Secret
        label={t('connect.token')}
        hint={t(`connect.tokenHint_${kind}`)}
        value={token}
        onChange={setToken}
        required
      />
      {channel !== 'whatsapp' && (
        <Toggle
          label={t('connect.humanAgent')}
          hint={t('connect.humanAgentHint')}
          checked={late}
          onChange={setLate}
        />
      )}
      {connect.error && (
        <p role="alert" className="text-danger text-ui">
          {messageOf(connect.error, t)}
        </p>
      )}
      <div>
        <Button type="submit" variant="primary" disabled={!ready || connect.isPending}>
          {t(connect.isPending ? 'connect.connecting' : 'connect.connect')}
        </Button>
      </div>
    </form>
  );
}

/** The account is known, but not with a token that speaks for it. */
function OtherToken({ account, kind }: { account: ChannelAccount; kind: string }) {
  const { t } = useTranslation();
  const keep = useKeepAccount();
  const [token, setToken] = useState('');
  const save = useMutation({
    mutationFn: () => channelApi.update(account.id, { token: token.trim() }),
    onSuccess: (fresh) => {
      keep(fresh);
      setToken('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token.trim() && !save.isPending) save.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4" autoComplete="off">
      <p role="alert" className="text-danger text-ui">
        {save.error ? messageOf(save.error, t) : t('connect.tokenRefused')}
      </p>
      <Secret
        label={t('connect.token')}
        hint={t(`connect.tokenHint_${kind}`)}
        value={token}
        onChange={setToken}
        required
      />
      <div>
        <Button type="submit" variant="primary" disabled={!token.trim() || save.isPending}>
          {t(save.isPending ? 'connect.connecting' : 'connect.connect')}
        </Button>
      </div>
    </form>
  );
}
