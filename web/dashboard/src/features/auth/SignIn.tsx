import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { api } from '@/api/endpoints';
import { keepMe } from '@/app/session';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { Frame } from './Frame';

export function SignIn() {
  const { t } = useTranslation();
  const router = useRouter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => api.login(email.trim(), password),
    onSuccess: (me) => {
      keepMe(me);
      void router.invalidate();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!signIn.isPending) signIn.mutate();
  };
  return (
    <Frame title={t('signIn.title')} lead={t('signIn.lead')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t('signIn.email')}
          type="email"
          name="email"
          autoComplete="username"
          autoFocus
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label={t('signIn.password')}
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {signIn.error && (
          <p role="alert" className="text-danger text-ui">
            {reason(signIn.error, t)}
          </p>
        )}
        <Button type="submit" variant="primary" size="lg" aria-disabled={signIn.isPending}>
          {t('signIn.submit')}
        </Button>
      </form>
    </Frame>
  );
}

function reason(error: Error, t: (key: string) => string): string {
  if (error instanceof ApiError && error.code === 'unauthorized') return t('signIn.wrong');
  return messageOf(error, t);
}
