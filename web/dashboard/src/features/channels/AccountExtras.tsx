import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type AccountChange,
  type ChannelAccount,
  type ChannelApp,
  channelApi,
  channelKeys,
} from '@/api/channels';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { CopyField } from '@/ui/CopyField';
import { TextField } from '@/ui/Field';
import { toast } from '@/ui/toast';
import { Secret } from './AppStep';

/** After how long without a message people are warned; left empty, when it is unusual for the account. */
export function Silence({
  account,
  onSave,
}: {
  account: ChannelAccount;
  onSave: (settings: NonNullable<AccountChange['settings']>) => void;
}) {
  const { t } = useTranslation();
  const { settings } = account;
  const [hours, setHours] = useState(String(settings.silent_after || ''));
  const wish = Math.min(2160, Math.max(0, Math.round(Number(hours)) || 0));
  const changed = wish !== (settings.silent_after ?? 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed) onSave({ ...settings, silent_after: wish });
  };
  return (
    <form onSubmit={submit} className="flex flex-col items-start gap-3">
      <TextField
        label={t('health.silentAfter')}
        hint={t('health.silentAfterHint')}
        type="number"
        min={0}
        max={2160}
        value={hours}
        onChange={(event) => setHours(event.target.value)}
      />
      {changed && <Button type="submit">{t('common.save')}</Button>}
    </form>
  );
}

function useChangeApp(app: ChannelApp, done: () => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (secrets: string[]) => channelApi.updateApp(app.id, { secrets }),
    onSuccess: () => {
      done();
      toast(t('health.saved'));
      void queries.invalidateQueries({ queryKey: channelKeys.list });
    },
    onError: (error) => toast(messageOf(error, t)),
  });
}

/** Another secret for the app, where it was changed at Meta or mistyped here. */
export function NewSecret({ app }: { app: ChannelApp }) {
  const { t } = useTranslation();
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const change = useChangeApp(app, () => {
    setFirst('');
    setSecond('');
  });
  const changed = Boolean(first.trim() || second.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // An empty one in its place leaves what is stored.
    if (changed) change.mutate(second.trim() ? [first.trim(), second.trim()] : [first.trim()]);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3" autoComplete="off">
      <Secret
        label={t('health.newSecret')}
        hint={t('health.newSecretHint')}
        value={first}
        onChange={setFirst}
      />
      {app.channel === 'instagram' && (
        <Secret
          label={t('connect.instagramSecret')}
          hint={t('connect.instagramSecretHint')}
          value={second}
          onChange={setSecond}
        />
      )}
      {changed && (
        <div>
          <Button type="submit" disabled={change.isPending}>
            {t('common.save')}
          </Button>
        </div>
      )}
    </form>
  );
}

/** Another token for a system that posts messages here; it is told once. */
export function NewApiToken({ app }: { app: ChannelApp }) {
  const { t } = useTranslation();
  const change = useChangeApp(app, () => undefined);
  if (change.data?.token) {
    return (
      <div className="flex flex-col gap-2">
        <p className="text-ink2 text-ui">{t('connect.tokenOnce')}</p>
        <CopyField label={t('connect.apiToken')} text={change.data.token} />
      </div>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p className="min-w-0 flex-1 basis-60 text-ink2 text-label">{t('health.newApiTokenHint')}</p>
      <Button disabled={change.isPending} onClick={() => change.mutate(['new'])}>
        {t('health.newApiToken')}
      </Button>
    </div>
  );
}
