import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Contact } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { TextArea, TextField } from '@/ui/Field';
import { toast } from '@/ui/toast';

const FIELDS = ['name', 'email', 'phone', 'notes'] as const;
type Values = Record<(typeof FIELDS)[number], string>;

const valuesOf = (contact: Contact): Values => ({
  name: contact.name ?? '',
  email: contact.email ?? '',
  phone: contact.phone ?? '',
  notes: contact.notes ?? '',
});

/** What the desk knows and may correct. Nothing is saved until Save, which shows once something changed. */
export function ContactFields({
  contact,
  conversation,
}: {
  contact: Contact;
  conversation: string;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const known = valuesOf(contact);
  const [edited, setEdited] = useState<Partial<Values>>({});
  const values = { ...known, ...edited };
  const changed = FIELDS.filter((field) => values[field] !== known[field]);
  const save = useMutation({
    mutationFn: () =>
      api.updateContact(contact.id, Object.fromEntries(changed.map((f) => [f, values[f].trim()]))),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.conversation(conversation) });
      setEdited({});
    },
    onError: (error) => toast(messageOf(error, t)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const set = (field: keyof Values) => (event: { target: { value: string } }) =>
    setEdited((all) => ({ ...all, [field]: event.target.value }));
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 border-line border-t px-5 py-4">
      <TextField label={t('guest.name')} value={values.name} onChange={set('name')} dir="auto" />
      <TextField
        label={t('guest.email')}
        type="email"
        value={values.email}
        onChange={set('email')}
      />
      <TextField label={t('guest.phone')} type="tel" value={values.phone} onChange={set('phone')} />
      <TextArea
        label={t('guest.notes')}
        rows={3}
        dir="auto"
        value={values.notes}
        onChange={set('notes')}
      />
      {changed.length > 0 && (
        <div className="flex justify-end gap-2">
          <Button size="sm" variant="ghost" onClick={() => setEdited({})}>
            {t('common.cancel')}
          </Button>
          <Button size="sm" variant="primary" type="submit" disabled={save.isPending}>
            {t('common.save')}
          </Button>
        </div>
      )}
    </form>
  );
}
