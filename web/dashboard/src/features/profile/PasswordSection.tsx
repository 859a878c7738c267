import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { PasswordField } from '@/features/auth/PasswordField';
import { messageOf, Section } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { toast } from '@/ui/toast';

export function PasswordSection() {
  const { t } = useTranslation();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const save = useMutation({
    mutationFn: () => api.changePassword(current, next),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      toast(t('profile.passwordChanged'));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  return (
    <Section title={t('profile.password')}>
      <form onSubmit={submit} className="flex max-w-96 flex-col gap-4">
        <TextField
          label={t('profile.currentPassword')}
          type="password"
          autoComplete="current-password"
          required
          value={current}
          onChange={(e) => setCurrent(e.target.value)}
        />
        <PasswordField value={next} onChange={(e) => setNext(e.target.value)} />
        {save.error && (
          <p role="alert" className="text-danger text-ui">
            {messageOf(save.error, t)}
          </p>
        )}
        <Button type="submit" className="self-start" disabled={!current || !next || save.isPending}>
          {t('profile.changePassword')}
        </Button>
      </form>
    </Section>
  );
}
