import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type AccountChange,
  type ChannelAccount,
  type ChannelApp,
  channelApi,
  channelKeys,
} from '@/api/channels';
import { messageOf, Section } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { CopyField } from '@/ui/CopyField';
import { Dialog } from '@/ui/Dialog';
import { TextField, Toggle } from '@/ui/Field';
import { toast } from '@/ui/toast';
import { NewApiToken, NewSecret, Silence } from './AccountExtras';
import { Secret } from './AppStep';
import { useKeepAccount } from './useChannels';

/** What can be changed of an account after it was connected: its name, its token, who may answer late, and its end. */
export function AccountSettings({
  account,
  app,
}: {
  account: ChannelAccount;
  app: ChannelApp | undefined;
}) {
  const { t } = useTranslation();
  const keep = useKeepAccount();
  const [name, setName] = useState(account.name);
  const [token, setToken] = useState('');
  const [callback, setCallback] = useState(account.callback ?? '');
  const [removing, setRemoving] = useState(false);
  const save = useMutation({
    mutationFn: (change: AccountChange) => channelApi.update(account.id, change),
    onSuccess: (fresh) => {
      keep(fresh);
      setToken('');
      toast(t('health.saved'));
    },
    onError: (error) => toast(messageOf(error, t)),
  });
  const api = account.channel === 'api';
  const change: AccountChange = {
    ...(name.trim() !== account.name && name.trim() ? { name: name.trim() } : {}),
    ...(token.trim() ? { token: token.trim() } : {}),
    ...(api && callback.trim() !== (account.callback ?? '') ? { callback: callback.trim() } : {}),
  };
  const changed = Object.keys(change).length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed && !save.isPending) save.mutate(change);
  };
  return (
    <Section title={t('health.settings')} hint={t('health.settingsHint')}>
      {app && (
        <CopyField label={t(api ? 'connect.address' : 'connect.callback')} text={app.webhook_url} />
      )}
      {app?.verify_token && <CopyField label={t('connect.verifyToken')} text={app.verify_token} />}
      <form onSubmit={submit} className="flex flex-col gap-4" autoComplete="off">
        <TextField
          label={t('connect.accountName')}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {api ? (
          <TextField
            label={t('connect.answersTo')}
            hint={t('connect.answersToHint')}
            type="url"
            dir="ltr"
            value={callback}
            onChange={(event) => setCallback(event.target.value)}
          />
        ) : (
          <Secret
            label={t('health.newToken')}
            hint={t('health.newTokenHint')}
            value={token}
            onChange={setToken}
          />
        )}
        <div>
          <Button type="submit" disabled={!changed || save.isPending}>
            {t('common.save')}
          </Button>
        </div>
      </form>
      <Silence account={account} onSave={(settings) => save.mutate({ settings })} />
      {app && (api ? <NewApiToken app={app} /> : <NewSecret app={app} />)}
      {(account.channel === 'messenger' || account.channel === 'instagram') && (
        <Toggle
          label={t('connect.humanAgent')}
          hint={t('connect.humanAgentHint')}
          checked={account.human_agent}
          disabled={save.isPending}
          onChange={(human_agent) => save.mutate({ human_agent })}
        />
      )}
      {account.capabilities.answers && (
        <div className="flex flex-wrap items-center gap-3 border-line border-t pt-4">
          <p className="min-w-0 flex-1 basis-60 text-ink2 text-label">{t('health.pauseHint')}</p>
          <Button
            disabled={save.isPending}
            onClick={() => save.mutate({ paused: !account.paused })}
          >
            {t(account.paused ? 'health.resume' : 'health.pause')}
          </Button>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-3 border-line border-t pt-4">
        <p className="min-w-0 flex-1 basis-60 text-ink2 text-label">{t('health.removeHint')}</p>
        <Button variant="danger" onClick={() => setRemoving(true)}>
          {t('health.remove')}
        </Button>
      </div>
      {removing && <Remove account={account} onClose={() => setRemoving(false)} />}
    </Section>
  );
}

function Remove({ account, onClose }: { account: ChannelAccount; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => channelApi.remove(account.id),
    onSuccess: () => {
      void navigate({ to: '/channels', search: { property: account.property_id } });
      void queries.invalidateQueries({ queryKey: channelKeys.list });
    },
  });
  return (
    <Dialog
      title={t('health.removeTitle', { name: account.name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
            {t('health.remove')}
          </Button>
        </>
      }
    >
      <p className="text-ui">{t('health.removeBody')}</p>
      {remove.error && (
        <p role="alert" className="mt-3 text-danger text-ui">
          {messageOf(remove.error, t)}
        </p>
      )}
    </Dialog>
  );
}
