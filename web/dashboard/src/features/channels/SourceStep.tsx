import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChannelAccount, type ChannelApp, channelApi } from '@/api/channels';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { CopyField } from '@/ui/CopyField';
import { TextField } from '@/ui/Field';
import { useKeepAccount } from './useChannels';

/** An API source: its name, where answers go if anywhere, and then the address and the token that is told once. */
export function SourceStep({
  property,
  account,
  onDone,
}: {
  property: string;
  account: ChannelAccount | undefined;
  onDone: (id: string) => void;
}) {
  const { t } = useTranslation();
  const keep = useKeepAccount();
  const [name, setName] = useState('');
  const [callback, setCallback] = useState('');
  const [made, setMade] = useState<ChannelApp>();
  const create = useMutation({
    mutationFn: async () => {
      const app = await channelApi.createApp({ channel: 'api', name: name.trim() });
      const account = await channelApi.connect({
        property_id: property,
        app_id: app.id,
        name: name.trim(),
        callback: callback.trim() || undefined,
      });
      return { app, account };
    },
    onSuccess: ({ app, account }) => {
      setMade(app);
      keep(account);
    },
  });
  if (made) {
    return (
      <>
        <p className="text-ink2 text-ui">{t('connect.tokenOnce')}</p>
        <CopyField label={t('connect.address')} text={made.webhook_url} />
        {made.token && <CopyField label={t('connect.apiToken')} text={made.token} />}
        <CopyField multiline label={t('connect.example')} text={example(made)} />
        <div>
          <Button variant="primary" onClick={() => create.data && onDone(create.data.account.id)}>
            {t('connect.next')}
          </Button>
        </div>
      </>
    );
  }
  if (account) return <p className="text-ink2 text-ui">{t('connect.accountDone')}</p>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && !create.isPending) create.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <p className="text-ink2 text-ui">{t('connect.sourceLead')}</p>
      <TextField
        label={t('connect.sourceName')}
        hint={t('connect.sourceNameHint')}
        required
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={t('connect.answersTo')}
        hint={t('connect.answersToHint')}
        type="url"
        dir="ltr"
        placeholder="https://"
        value={callback}
        onChange={(event) => setCallback(event.target.value)}
      />
      {create.error && (
        <p role="alert" className="text-danger text-ui">
          {messageOf(create.error, t)}
        </p>
      )}
      <div>
        <Button type="submit" variant="primary" disabled={!name.trim() || create.isPending}>
          {t('connect.create')}
        </Button>
      </div>
    </form>
  );
}

function example({ webhook_url, token }: ChannelApp): string {
  return [
    `curl ${webhook_url} \\`,
    `  -H 'Authorization: Bearer ${token ?? '…'}' -H 'Content-Type: application/json' \\`,
    `  -d '{"type":"message","id":"1","guest":{"id":"guest-7","name":"Jana"},"text":"Hello"}'`,
  ].join('\n');
}
