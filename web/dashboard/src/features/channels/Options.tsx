import clsx from 'clsx';
import { useId } from 'react';

interface Props<T extends string> {
  label: string;
  value: T | undefined;
  options: { value: T; label: string; hint: string }[];
  onChoose: (value: T) => void;
}

/** A few ways to go, each with what it means; as radios, because one is taken. */
export function Options<T extends string>({ label, value, options, onChoose }: Props<T>) {
  const name = useId();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={clsx(
            'flex cursor-pointer gap-3 rounded-card border px-3.5 py-3 has-focus-visible:outline-2 has-focus-visible:outline-accent',
            value === option.value
              ? 'border-accent bg-wash'
              : 'border-line bg-surface hover:border-strong',
          )}
        >
          <input
            type="radio"
            name={name}
            checked={value === option.value}
            onChange={() => onChoose(option.value)}
            aria-describedby={`${name}-${option.value}`}
            className="mt-[3px] accent-(--accent)"
          />
          <span className="min-w-0">
            <span className="block font-medium text-ui">{option.label}</span>
            <span id={`${name}-${option.value}`} className="block text-ink2 text-label">
              {option.hint}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
