import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Shortcut } from '@/api/types';
import { useMe } from '@/app/session';
import { languageName } from '@/lib/format';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Choice, Select, TextArea, TextField } from '@/ui/Field';

export function ShortcutDialog({
  shortcut,
  onClose,
}: {
  shortcut?: Shortcut;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const [value, setValue] = useState<Omit<Shortcut, 'id'>>(
    shortcut ?? { scope: 'personal', name: '', text: '', property_id: me.properties[0]?.id },
  );
  const set = (part: Partial<Shortcut>) => setValue((all) => ({ ...all, ...part }));
  const name = value.name.replace(/^\//, '').trim();
  const save = useMutation({
    mutationFn: () => {
      const clean = {
        ...value,
        name,
        text: value.text.trim(),
        language: value.language || undefined,
        property_id: value.property_id || undefined,
      };
      return shortcut
        ? api.updateShortcut({ ...clean, id: shortcut.id })
        : api.createShortcut(clean);
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.shortcuts });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name && value.text.trim() && !save.isPending) save.mutate();
  };
  const languages = [...new Set(me.properties.flatMap((property) => property.languages))];
  return (
    <Dialog
      title={t(shortcut ? 'shortcuts.editTitle' : 'shortcuts.add')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="submit"
            form="shortcut"
            variant="primary"
            disabled={!name || !value.text.trim() || save.isPending}
          >
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form id="shortcut" onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t('shortcuts.name')}
          hint={t('shortcuts.nameHint')}
          required
          autoFocus
          value={value.name}
          onChange={(e) => set({ name: e.target.value })}
        />
        <TextArea
          label={t('shortcuts.text')}
          hint={t('shortcuts.textHint', {
            interpolation: { skipOnVariables: true },
            skipInterpolation: true,
          })}
          required
          rows={5}
          dir="auto"
          value={value.text}
          onChange={(e) => set({ text: e.target.value })}
        />
        <Choice
          label={t('shortcuts.who')}
          value={value.scope}
          onChange={(scope) => set({ scope })}
          options={[
            { value: 'personal', label: t('shortcuts.personal') },
            { value: 'shared', label: t('shortcuts.shared') },
          ]}
        />
        <Select
          label={t('history.property')}
          value={value.property_id ?? ''}
          onChange={(e) => set({ property_id: e.target.value })}
        >
          {value.scope === 'personal' && <option value="">{t('wall.allProperties')}</option>}
          {me.properties.map((property) => (
            <option key={property.id} value={property.id}>
              {property.name}
            </option>
          ))}
        </Select>
        <Select
          label={t('guest.language')}
          value={value.language ?? ''}
          onChange={(e) => set({ language: e.target.value })}
        >
          <option value="">{t('shortcuts.anyLanguage')}</option>
          {languages.map((code) => (
            <option key={code} value={code}>
              {languageName(code)}
            </option>
          ))}
        </Select>
        {save.error && (
          <p role="alert" className="text-danger text-ui">
            {messageOf(save.error, t)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
