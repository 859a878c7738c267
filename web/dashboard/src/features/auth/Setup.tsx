import { useMutation, useQuery } from '@tanstack/react-query';
import { Navigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isCode } from '@/api/client';
import { api } from '@/api/endpoints';
import { keepMe } from '@/app/session';
import { LOCALES } from '@/i18n';
import { ErrorCard, messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Select, TextField } from '@/ui/Field';
import { TimeZoneField } from '@/ui/TimeZoneField';
import { Frame } from './Frame';
import { PasswordField } from './PasswordField';
import { TestQuestion } from './TestQuestion';

/** The first run: who operates this installation, its first property, and then an answered test question. */
export default function Setup() {
  const { t, i18n } = useTranslation();
  const { token: given } = useSearch({ from: '/setup' });
  const needed = useQuery({
    queryKey: ['setup'],
    queryFn: api.setupNeeded,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [values, setValues] = useState({
    token: given ?? '',
    name: '',
    email: '',
    password: '',
    property: '',
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
    language: i18n.language,
  });
  const create = useMutation({
    mutationFn: () =>
      api.setup({
        token: values.token.trim(),
        email: values.email.trim(),
        name: values.name.trim(),
        password: values.password,
        property: {
          name: values.property.trim(),
          timezone: values.timezone,
          language: values.language,
        },
      }),
    onSuccess: keepMe,
  });
  const set = (field: keyof typeof values) => (event: { target: { value: string } }) =>
    setValues((all) => ({ ...all, [field]: event.target.value }));

  if (create.data) return <TestQuestion me={create.data} address={create.data.hosted_url} />;
  if (needed.error) return <ErrorCard error={needed.error} onRetry={() => needed.refetch()} />;
  if (needed.data && !needed.data.needed) return <Navigate to="/" replace />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!create.isPending) create.mutate();
  };
  return (
    <Frame title={t('setup.title')} lead={t('setup.lead')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t('setup.token')}
          hint={t('setup.tokenHint')}
          required
          autoComplete="off"
          spellCheck={false}
          value={values.token}
          onChange={set('token')}
          error={isCode(create.error, 'unauthorized') ? messageOf(create.error, t) : undefined}
        />
        <TextField
          label={t('setup.yourName')}
          required
          autoComplete="name"
          value={values.name}
          onChange={set('name')}
        />
        <TextField
          label={t('signIn.email')}
          required
          type="email"
          autoComplete="username"
          value={values.email}
          onChange={set('email')}
        />
        <PasswordField value={values.password} onChange={set('password')} />
        <hr className="border-line" />
        <TextField
          label={t('setup.property')}
          required
          placeholder={t('setup.propertyExample')}
          value={values.property}
          onChange={set('property')}
        />
        <TimeZoneField
          value={values.timezone}
          onChange={(timezone) => setValues((all) => ({ ...all, timezone }))}
        />
        <Select label={t('setup.language')} value={values.language} onChange={set('language')}>
          {Object.entries(LOCALES).map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </Select>
        {create.error && !isCode(create.error, 'unauthorized') && (
          <p role="alert" className="text-danger text-ui">
            {messageOf(create.error, t)}
          </p>
        )}
        <Button type="submit" variant="primary" size="lg" aria-disabled={create.isPending}>
          {t('setup.submit')}
        </Button>
      </form>
    </Frame>
  );
}
