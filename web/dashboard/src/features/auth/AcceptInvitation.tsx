import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keepMe } from '@/app/session';
import { messageOf, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { DeadLink } from './DeadLink';
import { Frame } from './Frame';
import { PasswordField } from './PasswordField';

export default function AcceptInvitation() {
  const { t, i18n } = useTranslation();
  const { token } = useParams({ from: '/invitations/$token' });
  const navigate = useNavigate();
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => api.invitation(token),
  });
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const accept = useMutation({
    mutationFn: () => api.acceptInvitation(token, { name: name.trim(), password }),
    onSuccess: (me) => {
      keepMe(me);
      void navigate({ to: '/' });
    },
  });
  if (invitation.error) return <DeadLink error={invitation.error} />;
  if (!invitation.data) {
    return (
      <Frame title={t('invitation.title')}>
        <SkeletonLines widths={[80, 60]} />
      </Frame>
    );
  }
  const places = new Intl.ListFormat(i18n.language).format(invitation.data.property_names ?? []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!accept.isPending) accept.mutate();
  };
  return (
    <Frame
      title={t('invitation.title')}
      lead={t('invitation.lead', { email: invitation.data.email, places })}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t('setup.yourName')}
          required
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <PasswordField value={password} onChange={(event) => setPassword(event.target.value)} />
        {accept.error && (
          <p role="alert" className="text-danger text-ui">
            {messageOf(accept.error, t)}
          </p>
        )}
        <Button type="submit" variant="primary" size="lg" aria-disabled={accept.isPending}>
          {t('invitation.submit')}
        </Button>
      </form>
    </Frame>
  );
}
