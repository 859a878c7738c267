import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';

/** A new password: long enough is what counts, pasting is welcome, and it can be looked at. */
export const SHORTEST = 10;

export function PasswordField({
  value,
  onChange,
  label,
}: {
  value: string;
  onChange: (event: { target: { value: string } }) => void;
  label?: string;
}) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <div className="relative">
      <TextField
        label={label ?? t('password.new')}
        hint={t('password.hint', { count: SHORTEST })}
        type={shown ? 'text' : 'password'}
        autoComplete="new-password"
        required
        minLength={SHORTEST}
        value={value}
        onChange={onChange}
        className="pe-16!"
      />
      <Button
        size="sm"
        variant="ghost"
        aria-pressed={shown}
        className="absolute end-1 top-6 h-7 min-h-0!"
        onClick={() => setShown((now) => !now)}
      >
        {t(shown ? 'password.hide' : 'password.show')}
      </Button>
    </div>
  );
}
