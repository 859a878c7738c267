import clsx from 'clsx';
import { type ReactNode, useId } from 'react';
import { TextField } from '@/ui/Field';

interface RadioListProps<T extends string> {
  label: string;
  value: T;
  options: { value: T; label: string; hint: string }[];
  onChange: (value: T) => void;
}

/** A few exclusive choices, one below the other, each with what it means. */
export function RadioList<T extends string>({
  label,
  value,
  options,
  onChange,
}: RadioListProps<T>) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium text-ink2 text-label">{label}</legend>
      <div className="divide-y divide-line rounded-card border border-line bg-surface">
        {options.map((option) => (
          <div
            key={option.value}
            className="relative flex items-start gap-3 px-3.5 py-2.5 first:rounded-t-card last:rounded-b-card has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              id={`${name}-${option.value}`}
              type="radio"
              name={name}
              className="relative z-10 mt-[3px] size-3.5 shrink-0 accent-fill"
              checked={value === option.value}
              onChange={() => onChange(option.value)}
              aria-describedby={`${name}-${option.value}-hint`}
            />
            <div className="min-w-0">
              {/* The whole row can be pressed. */}
              <label
                htmlFor={`${name}-${option.value}`}
                className={clsx(
                  'block cursor-pointer text-ui after:absolute after:inset-0 in-disabled:cursor-default',
                  value === option.value && 'font-medium',
                )}
              >
                {option.label}
              </label>
              <p id={`${name}-${option.value}-hint`} className="text-ink3 text-label">
                {option.hint}
              </p>
            </div>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

interface NumberFieldProps {
  label: string;
  unit: ReactNode;
  value: number;
  min: number;
  max: number;
  hint?: ReactNode;
  error?: string;
  onChange: (value: number) => void;
}

/** A whole number with its unit beside it. An empty field is no number, and is said to be wrong. */
export function NumberField({ unit, value, onChange, ...rest }: NumberFieldProps) {
  return (
    <div className="relative">
      <TextField
        type="number"
        inputMode="numeric"
        step={1}
        {...rest}
        value={Number.isNaN(value) ? '' : value}
        onChange={(event) => onChange(event.target.valueAsNumber)}
        className="pe-14"
      />
      <span
        aria-hidden
        className="pointer-events-none absolute end-3 top-5 flex h-9 items-center text-ink3 text-label"
      >
        {unit}
      </span>
    </div>
  );
}
