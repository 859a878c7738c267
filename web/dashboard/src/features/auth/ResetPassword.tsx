import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import { queries } from '@/app/queries';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { DeadLink } from './DeadLink';
import { Frame } from './Frame';
import { PasswordField } from './PasswordField';

export default function ResetPassword() {
  const { t } = useTranslation();
  const { token } = useParams({ from: '/resets/$token' });
  const navigate = useNavigate();
  const link = useQuery({ queryKey: ['reset', token], queryFn: () => api.reset(token) });
  const [password, setPassword] = useState('');
  const reset = useMutation({
    mutationFn: () => api.setPassword(token, password),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.me });
      void navigate({ to: '/' });
    },
  });
  if (link.error) return <DeadLink error={link.error} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!reset.isPending) reset.mutate();
  };
  return (
    <Frame title={t('reset.title')} lead={link.data?.email}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <PasswordField value={password} onChange={(event) => setPassword(event.target.value)} />
        {reset.error && (
          <p role="alert" className="text-danger text-ui">
            {messageOf(reset.error, t)}
          </p>
        )}
        <Button type="submit" variant="primary" size="lg" aria-disabled={reset.isPending}>
          {t('reset.submit')}
        </Button>
      </form>
    </Frame>
  );
}
