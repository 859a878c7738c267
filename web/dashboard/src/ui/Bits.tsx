import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import type { Property } from '@/api/types';
import { Button } from './Button';

/** The property's two letters in its hue: never a colour alone. */
export function PropertyTag({ property }: { property: Property | undefined }) {
  if (!property) return null;
  const style = { '--tag-h': `${265 + property.hue * 45}` } as React.CSSProperties;
  return (
    <abbr
      title={property.name}
      style={style}
      className="property-tag inline-flex h-5 min-w-7 shrink-0 items-center justify-center rounded-chip px-1 font-semibold text-meta no-underline"
    >
      {property.code}
    </abbr>
  );
}

type Tone = 'plain' | 'live' | 'brass' | 'danger' | 'note' | 'accent';

const TONES: Record<Tone, string> = {
  plain: 'bg-sunken text-ink2',
  live: 'bg-live-tint text-live',
  brass: 'bg-brass-tint text-brass',
  danger: 'bg-danger-tint text-danger',
  note: 'bg-note text-note-ink',
  accent: 'bg-wash text-accent',
};

export function Chip({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={clsx(
        'nums inline-flex h-5 shrink-0 items-center gap-1 rounded-chip px-1.5 font-medium text-meta',
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}

/** The first letters of a name in a circle. */
export function Avatar({ name, size = 24 }: { name: string; size?: number }) {
  const letters = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toLocaleUpperCase();
  return (
    <span
      aria-hidden
      title={name}
      data-letters={letters || '·'}
      style={{ width: size, height: size, fontSize: size * 0.4 }}
      className="inline-flex shrink-0 items-center before:content-[attr(data-letters)] justify-center rounded-full bg-sunken font-semibold text-ink2"
    />
  );
}

interface EmptyProps {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** What stands where a list has nothing: what that means, and the next thing one can do. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className="mx-auto flex max-w-[420px] flex-col items-center gap-2 px-6 py-12 text-center">
      {icon && (
        <div className="mb-2 flex size-12 items-center justify-center rounded-full bg-sunken text-ink3">
          {icon}
        </div>
      )}
      <p className="font-semibold text-msg text-ink">{title}</p>
      {children && <div className="text-ink2 text-ui">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}

/** Why something could not be shown, and a way to try again. */
export function ErrorCard({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  return (
    <div
      role="alert"
      className="m-4 flex flex-wrap items-center gap-3 rounded-card border border-line bg-danger-tint px-4 py-3 text-ui"
    >
      <p className="min-w-0 flex-1 text-danger">{messageOf(error, t)}</p>
      {onRetry && (
        <Button size="sm" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </div>
  );
}

/** The sentence to show for an error: the server's own where it has one. */
export function messageOf(error: unknown, t: (key: string) => string): string {
  if (error instanceof ApiError) {
    if (error.status === 0) return t('error.offline');
    if (error.code === 'not_found') return t('error.not_found');
    if (error.code === 'forbidden') return t('error.forbidden');
    if (error.message && !error.message.startsWith('HTTP')) return error.message;
  }
  return t('error.unknown');
}

/** Grey bars of these widths, in per cent, while something loads. */
export function SkeletonLines({ widths }: { widths: number[] }) {
  return (
    <div aria-hidden className="flex flex-col gap-2">
      {widths.map((width, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the bars never move
          key={index}
          className="skeleton h-3.5"
          style={{ width: `${width}%` }}
        />
      ))}
    </div>
  );
}

/** The head of a page: its name, and what one can do on it. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-line border-b bg-bg px-5 py-2 max-sm:px-4">
      <h1 className="me-auto font-semibold text-page">{title}</h1>
      {children}
    </header>
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-chip border border-line bg-sunken px-1 font-medium font-sans text-ink2 text-meta">
      {children}
    </kbd>
  );
}

/** A section of a settings-like page. */
export function Section({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="border-line border-b py-6 last:border-b-0">
      <div className="grid gap-x-10 gap-y-4 lg:grid-cols-[220px_minmax(0,1fr)]">
        <div>
          <h2 className="font-semibold text-msg">{title}</h2>
          {hint && <p className="mt-1 text-ink3 text-label">{hint}</p>}
        </div>
        <div className="flex min-w-0 max-w-[640px] flex-col gap-4">{children}</div>
      </div>
    </section>
  );
}
