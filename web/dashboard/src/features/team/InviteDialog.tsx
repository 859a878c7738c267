import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Role } from '@/api/types';
import { useMe } from '@/app/session';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { CopyField } from '@/ui/CopyField';
import { Dialog } from '@/ui/Dialog';
import { TextField } from '@/ui/Field';
import { RoleFields } from './RoleFields';

/** Invites somebody: the result is a link to hand over, which works once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [properties, setProperties] = useState(me.properties.slice(0, 1).map(({ id }) => id));
  const invite = useMutation({
    mutationFn: () =>
      api.invite({ email: email.trim(), role, properties: role === 'operator' ? [] : properties }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.team }),
  });
  const ready = email.trim() && (role === 'operator' || properties.length > 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !invite.isPending) invite.mutate();
  };
  if (invite.data) {
    return (
      <Dialog
        title={t('team.inviteDone')}
        onClose={onClose}
        footer={
          <Button variant="primary" onClick={onClose}>
            {t('common.done')}
          </Button>
        }
      >
        <p className="mb-3 text-ink2 text-ui">
          {t('team.inviteHandOver', { email: email.trim() })}
        </p>
        <CopyField label={t('team.link')} text={new URL(invite.data.url, location.href).href} />
      </Dialog>
    );
  }
  return (
    <Dialog
      title={t('team.invite')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="submit"
            form="invite"
            variant="primary"
            disabled={!ready || invite.isPending}
          >
            {t('team.makeLink')}
          </Button>
        </>
      }
    >
      <form id="invite" onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t('signIn.email')}
          type="email"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <RoleFields
          role={role}
          properties={properties}
          onRole={setRole}
          onProperties={setProperties}
        />
        {invite.error && (
          <p role="alert" className="text-danger text-ui">
            {messageOf(invite.error, t)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
