import clsx from 'clsx';
import { type ComponentProps, type ReactNode, useId } from 'react';

const BOX =
  'w-full rounded-control border border-strong/60 bg-surface px-2.5 text-ui text-ink hover:border-strong disabled:bg-sunken disabled:text-ink3 aria-invalid:border-danger max-sm:text-[16px]';

interface Shared {
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  hideLabel?: boolean;
}

/** A label above its control, a hint below it, and the error in place of the hint. */
function Frame({
  id,
  label,
  hint,
  error,
  hideLabel,
  children,
}: Shared & { id: string; children: ReactNode }) {
  const below = error ?? hint;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label
        htmlFor={id}
        className={clsx('text-label font-medium text-ink2', hideLabel && 'sr-only')}
      >
        {label}
      </label>
      {children}
      {below && (
        <p id={`${id}-hint`} className={clsx('text-label', error ? 'text-danger' : 'text-ink3')}>
          {below}
        </p>
      )}
    </div>
  );
}

function wiring(id: string, { hint, error }: Pick<Shared, 'hint' | 'error'>) {
  return {
    id,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': error || hint ? `${id}-hint` : undefined,
  };
}

export function TextField({
  label,
  hint,
  error,
  hideLabel,
  className,
  ...rest
}: Shared & ComponentProps<'input'>) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, error, hideLabel }}>
      <input className={clsx(BOX, 'h-9', className)} {...wiring(id, { hint, error })} {...rest} />
    </Frame>
  );
}

export function TextArea({
  label,
  hint,
  error,
  hideLabel,
  className,
  ...rest
}: Shared & ComponentProps<'textarea'>) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, error, hideLabel }}>
      <textarea
        rows={3}
        className={clsx(BOX, 'py-2 leading-5', className)}
        {...wiring(id, { hint, error })}
        {...rest}
      />
    </Frame>
  );
}

export function Select({
  label,
  hint,
  error,
  hideLabel,
  className,
  children,
  ...rest
}: Shared & ComponentProps<'select'>) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, error, hideLabel }}>
      <select
        className={clsx(BOX, 'h-9 pe-8', className)}
        {...wiring(id, { hint, error })}
        {...rest}
      >
        {children}
      </select>
    </Frame>
  );
}

interface ToggleProps {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

export function Toggle({ label, hint, checked, onChange, disabled }: ToggleProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="min-w-0">
        <label htmlFor={id} className="text-ui font-medium">
          {label}
        </label>
        {hint && <p className="text-label text-ink3">{hint}</p>}
      </div>
      <button
        id={id}
        type="button"
        role="switch"
        aria-checked={checked}
        disabled={disabled}
        onClick={() => onChange(!checked)}
        className={clsx(
          'relative mt-0.5 h-6 w-10 shrink-0 rounded-full border transition-colors disabled:opacity-50',
          checked ? 'border-fill bg-fill' : 'border-strong bg-sunken',
        )}
      >
        <span
          className={clsx(
            'absolute top-[3px] size-4 rounded-full bg-white shadow-sm transition-[inset-inline-start]',
            checked ? 'start-[19px]' : 'start-[3px] bg-strong',
          )}
        />
      </button>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: { value: T; label: string }[];
  onChange: (value: T) => void;
  hideLabel?: boolean;
  disabled?: boolean;
}

/** A few exclusive choices side by side. */
export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
  hideLabel,
  disabled,
}: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset className="min-w-0" disabled={disabled}>
      <legend className={clsx('mb-1 text-label font-medium text-ink2', hideLabel && 'sr-only')}>
        {label}
      </legend>
      <div className="inline-flex max-w-full flex-wrap gap-0.5 rounded-control bg-sunken p-0.5">
        {options.map((option) => (
          <label
            key={option.value}
            className={clsx(
              'cursor-pointer rounded-[5px] px-2.5 py-1 text-label font-medium text-ink2 has-focus-visible:outline-2 has-focus-visible:outline-accent max-sm:py-2',
              'has-checked:bg-surface has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--border)] forced-colors:has-checked:bg-[Highlight]',
              disabled && 'cursor-default',
            )}
          >
            <input
              type="radio"
              className="sr-only"
              name={name}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
