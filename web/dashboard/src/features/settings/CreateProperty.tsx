import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import { queries } from '@/app/queries';
import { LOCALES } from '@/i18n';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Select, TextField, Toggle } from '@/ui/Field';
import { TimeZoneField } from '@/ui/TimeZoneField';

export function CreateProperty({
  onClose,
  onCreated,
}: {
  onClose: () => void;
  onCreated: (id: string) => void;
}) {
  const { t, i18n } = useTranslation();
  const [name, setName] = useState('');
  const [timezone, setTimezone] = useState(
    Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
  );
  const [language, setLanguage] = useState(i18n.language);
  const [liveChat, setLiveChat] = useState(true);
  const create = useMutation({
    mutationFn: () =>
      api.createProperty({
        name: name.trim(),
        timezone,
        languages: [language],
        live_chat: liveChat,
      }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: keys.me });
      onCreated(id);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && !create.isPending) create.mutate();
  };
  return (
    <Dialog
      title={t('settings.createProperty')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="submit"
            form="create-property"
            variant="primary"
            disabled={!name.trim() || create.isPending}
          >
            {t('common.create')}
          </Button>
        </>
      }
    >
      <form id="create-property" onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t('setup.property')}
          required
          autoFocus
          value={name}
          onChange={(e) => setName(e.target.value)}
        />
        <TimeZoneField value={timezone} onChange={setTimezone} />
        <Select
          label={t('setup.language')}
          value={language}
          onChange={(e) => setLanguage(e.target.value)}
        >
          {Object.entries(LOCALES).map(([code, label]) => (
            <option key={code} value={code}>
              {label}
            </option>
          ))}
        </Select>
        <Toggle
          label={t('settings.giveLiveChat')}
          hint={t('settings.giveLiveChatHint')}
          checked={liveChat}
          onChange={setLiveChat}
        />
        {create.error && (
          <p role="alert" className="text-danger text-ui">
            {messageOf(create.error, t)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
