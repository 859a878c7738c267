import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Person } from '@/api/types';
import { useMe } from '@/app/session';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { CopyField } from '@/ui/CopyField';
import { Dialog } from '@/ui/Dialog';
import { TextField } from '@/ui/Field';
import { RoleFields } from './RoleFields';

export function PersonDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const self = person.id === me.id;
  const [name, setName] = useState(person.name);
  const [role, setRole] = useState(person.role);
  const [properties, setProperties] = useState(person.properties ?? []);
  const refresh = () => queries.invalidateQueries({ queryKey: keys.team });
  const save = useMutation({
    mutationFn: () =>
      api.updatePerson(person.id, {
        ...(name.trim() !== person.name ? { name: name.trim() } : {}),
        ...(self ? {} : { role, properties }),
      }),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
  });
  const activate = useMutation({
    mutationFn: () => api.updatePerson(person.id, { active: !person.active }),
    onSuccess: refresh,
  });
  const reset = useMutation({ mutationFn: () => api.resetLink(person.id) });
  const error = save.error ?? activate.error ?? reset.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  return (
    <Dialog
      title={person.name || person.email}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="submit"
            form="person"
            variant="primary"
            disabled={save.isPending || !name.trim()}
          >
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form id="person" onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-ink3 text-ui">{person.email}</p>
        <TextField
          label={t('setup.yourName')}
          value={name}
          required
          onChange={(event) => setName(event.target.value)}
        />
        <RoleFields
          role={role}
          properties={properties}
          onRole={setRole}
          onProperties={setProperties}
          disabled={self}
        />
      </form>
      {!self && (
        <div className="mt-5 flex flex-col gap-3 border-line border-t pt-4">
          {reset.data ? (
            <CopyField
              label={t('team.resetLink')}
              text={new URL(reset.data.url, location.href).href}
            />
          ) : (
            <div className="flex flex-wrap gap-2">
              <Button disabled={reset.isPending || !person.active} onClick={() => reset.mutate()}>
                {t('team.resetPassword')}
              </Button>
              <Button
                variant={person.active ? 'danger' : 'secondary'}
                disabled={activate.isPending}
                onClick={() => activate.mutate()}
              >
                {t(person.active ? 'team.deactivate' : 'team.activate')}
              </Button>
            </div>
          )}
          <p className="text-ink3 text-label">{t('team.deactivateHint')}</p>
        </div>
      )}
      {error && (
        <p role="alert" className="mt-3 text-danger text-ui">
          {messageOf(error, t)}
        </p>
      )}
    </Dialog>
  );
}
