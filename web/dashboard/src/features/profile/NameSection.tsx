import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keepMe, useMe } from '@/app/session';
import { messageOf, Section } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { toast } from '@/ui/toast';

export function NameSection() {
  const { t } = useTranslation();
  const me = useMe();
  const [name, setName] = useState(me.name);
  const [guests, setGuests] = useState(me.public_name);
  const dirty = name.trim() !== me.name || guests.trim() !== me.public_name;
  const save = useMutation({
    mutationFn: () => api.updateMe({ name: name.trim(), public_name: guests.trim() }),
    onSuccess: (fresh) => {
      keepMe(fresh);
      toast(t('profile.saved'));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (dirty && name.trim()) save.mutate();
  };
  return (
    <Section title={t('profile.names')} hint={me.email}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t('profile.name')}
          required
          value={name}
          onChange={(e) => setName(e.target.value)}
        />
        <TextField
          label={t('profile.publicName')}
          hint={t('profile.publicHint')}
          value={guests}
          onChange={(e) => setGuests(e.target.value)}
        />
        {save.error && (
          <p role="alert" className="text-danger text-ui">
            {messageOf(save.error, t)}
          </p>
        )}
        <Button type="submit" className="self-start" disabled={!dirty || save.isPending}>
          {t('common.save')}
        </Button>
      </form>
    </Section>
  );
}
