import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChannelApp, channelApi, channelKeys, type OutsideChannel } from '@/api/channels';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { Options } from './Options';
import { Todo } from './Steps';

const NEW = 'new';

/** The program at Meta that the account is reached through: one that is registered already, or a new one. */
export function AppStep({
  channel,
  apps,
  app,
  onDone,
}: {
  channel: OutsideChannel;
  apps: ChannelApp[];
  app: ChannelApp | undefined;
  onDone: (id: string) => void;
}) {
  const { t } = useTranslation();
  const [choice, setChoice] = useState<string | undefined>(app?.id);
  const picked = apps.length === 0 ? NEW : (choice ?? app?.id);
  return (
    <>
      {apps.length > 0 && (
        <Options
          label={t('connect.appTitle')}
          value={picked}
          onChoose={setChoice}
          options={[
            ...apps.map(({ id, name, key }) => ({
              value: id,
              label: name,
              hint: t('connect.appKnown', { key }),
            })),
            { value: NEW, label: t('connect.appNew'), hint: t('connect.appNewHint') },
          ]}
        />
      )}
      {picked === NEW ? (
        <NewApp channel={channel} onDone={onDone} />
      ) : (
        <div>
          <Button variant="primary" disabled={!picked} onClick={() => picked && onDone(picked)}>
            {t('connect.next')}
          </Button>
        </div>
      )}
    </>
  );
}

function NewApp({ channel, onDone }: { channel: OutsideChannel; onDone: (id: string) => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [key, setKey] = useState('');
  const [secret, setSecret] = useState('');
  const [second, setSecond] = useState('');
  const create = useMutation({
    mutationFn: () =>
      channelApi.createApp({
        channel,
        name: name.trim() || t('connect.appDefault'),
        key: key.trim(),
        secrets: [secret, second].map((value) => value.trim()).filter(Boolean),
      }),
    onSuccess: async (app) => {
      await queries.invalidateQueries({ queryKey: channelKeys.list });
      onDone(app.id);
    },
  });
  const ready = key.trim() && secret.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !create.isPending) create.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4" autoComplete="off">
      <Todo items={[t('connect.appDo1'), t(`connect.appDo2_${channel}`), t('connect.appDo3')]} />
      <TextField
        label={t('connect.appName')}
        hint={t('connect.appNameHint')}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={t('connect.appKey')}
        required
        inputMode="numeric"
        dir="ltr"
        value={key}
        onChange={(event) => setKey(event.target.value)}
      />
      <Secret label={t('connect.appSecret')} value={secret} onChange={setSecret} required />
      {channel === 'instagram' && (
        <Secret
          label={t('connect.instagramSecret')}
          hint={t('connect.instagramSecretHint')}
          value={second}
          onChange={setSecond}
        />
      )}
      {create.error && (
        <p role="alert" className="text-danger text-ui">
          {messageOf(create.error, t)}
        </p>
      )}
      <div>
        <Button type="submit" variant="primary" disabled={!ready || create.isPending}>
          {t('connect.saveNext')}
        </Button>
      </div>
    </form>
  );
}

/** Something that is stored encrypted and never shown again. */
export function Secret({
  label,
  hint,
  value,
  onChange,
  required,
}: {
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
  required?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <TextField
      label={label}
      hint={hint ?? t('connect.secretHint')}
      type="password"
      autoComplete="new-password"
      spellCheck={false}
      dir="ltr"
      required={required}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
