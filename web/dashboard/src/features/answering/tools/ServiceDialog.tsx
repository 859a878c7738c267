import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ToolService } from '@/api/tools';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Choice, TextField } from '@/ui/Field';
import { wrongIn } from '../wrong';
import { wishOf } from './form';
import { useSaveService } from './useSaveService';

interface Props {
  property: string;
  service?: ToolService;
  onClose: () => void;
}

/** Where a service is, and the secret that it wants: a new one, or one that is there. */
export function ServiceDialog({ property, service, onClose }: Props) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<ToolService['kind']>(service?.kind ?? 'http');
  const [name, setName] = useState(service?.name ?? '');
  const [url, setUrl] = useState(service?.url ?? '');
  const [header, setHeader] = useState(service?.header ?? 'Authorization');
  const [secret, setSecret] = useState<string>();
  const save = useSaveService(property, service?.id, onClose);
  const wrong = wrongIn(save.error);
  const send = () =>
    save.mutate({
      kind,
      name,
      url,
      header,
      secret,
      version: service?.version,
      tools: service?.tools.map(wishOf) ?? [],
    });
  const named = Object.keys(wrong).some((field) =>
    ['name', 'url', 'header', 'secret'].includes(field),
  );
  return (
    <Dialog
      title={t(service ? 'tools.change' : 'tools.add')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" disabled={save.isPending} onClick={send}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {!service && (
          <Choice
            label={t('tools.kind')}
            value={kind}
            options={[
              { value: 'http', label: t('tools.http') },
              { value: 'mcp', label: t('tools.mcp') },
            ]}
            onChange={setKind}
          />
        )}
        <TextField
          label={t('tools.name')}
          value={name}
          error={wrong.name}
          maxLength={80}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={t('tools.url')}
          hint={t(kind === 'http' ? 'tools.urlHint' : 'tools.mcpHint')}
          value={url}
          error={wrong.url}
          placeholder={
            kind === 'http' ? 'https://tables.hotel.com/api' : 'https://tables.hotel.com/mcp'
          }
          type="url"
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setUrl(event.target.value)}
        />
        <TextField
          label={t('tools.secret')}
          hint={t(service?.has_secret ? 'tools.secretThere' : 'tools.secretHint')}
          value={secret ?? ''}
          error={wrong.secret}
          type="password"
          dir="ltr"
          autoComplete="new-password"
          onChange={(event) => setSecret(event.target.value)}
        />
        {service?.has_secret && (
          <Button size="sm" className="self-start" onClick={() => setSecret('')}>
            {t(secret === '' ? 'tools.secretGoes' : 'tools.secretDrop')}
          </Button>
        )}
        <TextField
          label={t('tools.header')}
          value={header}
          error={wrong.header}
          dir="ltr"
          spellCheck={false}
          onChange={(event) => setHeader(event.target.value)}
        />
        {save.isError && !named && (
          <p role="alert" className="text-danger text-label">
            {messageOf(save.error, t)}
          </p>
        )}
      </div>
    </Dialog>
  );
}
