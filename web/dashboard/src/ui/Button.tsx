import clsx from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

type Variant = 'primary' | 'secondary' | 'ghost' | 'danger' | 'brass';
type Size = 'sm' | 'md' | 'lg';

const VARIANTS: Record<Variant, string> = {
  primary: 'bg-fill text-white hover:bg-fill-hover',
  secondary: 'border border-line bg-surface text-ink hover:bg-sunken',
  ghost: 'text-ink2 hover:bg-sunken hover:text-ink',
  danger: 'border border-line bg-surface text-danger hover:bg-danger-tint',
  brass: 'bg-brass-tint text-brass hover:brightness-95 dark:hover:brightness-110',
};

const SIZES: Record<Size, string> = {
  sm: 'h-7 px-2.5 text-label',
  md: 'h-8 px-3 text-ui',
  lg: 'h-9 px-4 text-ui',
};

/** The classes of a button, for links that look like one. */
export function buttonClass(variant: Variant = 'secondary', size: Size = 'md'): string {
  return clsx(
    'inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-control font-medium',
    'transition-colors duration-[80ms] disabled:opacity-50 max-sm:min-h-11 forced-colors:border',
    VARIANTS[variant],
    SIZES[size],
  );
}

interface Props extends ComponentProps<'button'> {
  variant?: Variant;
  size?: Size;
}

export function Button({ variant, size, className, type = 'button', ...rest }: Props) {
  return <button type={type} className={clsx(buttonClass(variant, size), className)} {...rest} />;
}

interface IconProps extends Omit<ComponentProps<'button'>, 'title'> {
  label: string;
  children: ReactNode;
}

/** A button that is only an icon: its name is spoken and shown on hover. */
export function IconButton({ label, className, ...rest }: IconProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={clsx(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-control text-ink2',
        'transition-colors duration-[80ms] hover:bg-sunken hover:text-ink disabled:opacity-40 max-sm:size-11',
        className,
      )}
      {...rest}
    />
  );
}
