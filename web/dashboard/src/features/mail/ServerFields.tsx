import { useTranslation } from 'react-i18next';
import { Choice, TextField } from '@/ui/Field';
import type { ServerFields as Values } from './wish';

interface Props {
  values: Values;
  /** A password is stored for this server and user. */
  stored: boolean;
  usual: Record<Values['security'], number>;
  change: (part: Partial<Values>) => void;
  errorAt: (field: string) => string | undefined;
}

/** Where a mail server is, and how to sign in there. */
export function ServerFields({ values, stored, usual, change, errorAt }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_7rem] gap-3 max-[22rem]:grid-cols-1">
        <TextField
          label={t('mail.host')}
          value={values.host}
          error={errorAt('host')}
          placeholder="mail.hotel.com"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => change({ host: event.target.value })}
        />
        <TextField
          label={t('mail.port')}
          value={values.port}
          error={errorAt('port')}
          inputMode="numeric"
          placeholder={String(usual[values.security])}
          onChange={(event) => change({ port: event.target.value.replace(/\D/g, '').slice(0, 5) })}
        />
      </div>
      <Choice
        label={t('mail.security')}
        value={values.security}
        options={[
          { value: 'starttls', label: 'STARTTLS' },
          { value: 'tls', label: 'TLS' },
          { value: 'none', label: t('mail.plain') },
        ]}
        onChange={(security) => change({ security, port: '' })}
      />
      {values.security === 'none' && <p className="text-brass text-label">{t('mail.plainHint')}</p>}
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <TextField
          label={t('mail.user')}
          value={values.user}
          error={errorAt('user')}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => change({ user: event.target.value })}
        />
        <TextField
          type="password"
          label={t('mail.password')}
          value={values.password}
          error={errorAt('password')}
          hint={stored ? t('mail.passwordKept') : undefined}
          autoComplete="new-password"
          onChange={(event) => change({ password: event.target.value })}
        />
      </div>
    </>
  );
}
