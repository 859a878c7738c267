import clsx from 'clsx';
import { type ReactNode, useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { createStore, useStore } from '@/lib/store';

/** What may stand at the top of every page, the gravest first. */
const ORDER = [
  'connection',
  'unheard',
  'deserted',
  'lost',
  'silent',
  'late',
  'channels',
  'drill',
  'plainHttp',
  'noAlerts',
] as const;

export type TopBarName = (typeof ORDER)[number];

const standing = createStore<readonly TopBarName[]>([]);
const unfolded = createStore(false);

const TONES = {
  danger: 'bg-danger-tint font-medium text-danger',
  brass: 'bg-brass-tint font-medium text-brass',
  plain: 'bg-wash text-ink',
};

interface Props {
  name: TopBarName;
  tone: keyof typeof TONES;
  role?: 'alert' | 'status';
  children: ReactNode;
}

/** One bar at the top: of several only the gravest shows, and how many more there are. */
export function TopBar({ name, tone, role, children }: Props) {
  const { t } = useTranslation();
  useLayoutEffect(() => {
    standing.set((all) => ORDER.filter((one) => one === name || all.includes(one)));
    return () => {
      standing.set((all) => all.filter((one) => one !== name));
      if (standing.get().length < 2) unfolded.set(false);
    };
  }, [name]);
  const first = useStore(standing, ([gravest]) => gravest === name);
  const more = useStore(standing, ({ length }) => length - 1);
  const open = useStore(unfolded, (on) => on);
  if (!first && !open) return null;
  return (
    <div
      role={role}
      style={{ order: ORDER.indexOf(name) }}
      className={clsx(
        'flex shrink-0 items-center gap-2 border-line border-b ps-5 pe-2 text-ui max-sm:ps-4',
        TONES[tone],
      )}
    >
      {children}
      {first && more > 0 && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => unfolded.set(!open)}
          className="min-h-9 shrink-0 rounded-control px-2 font-medium text-label underline decoration-dotted underline-offset-2 max-sm:min-h-11"
        >
          {open ? t('bar.fewer') : t('bar.more', { count: more })}
        </button>
      )}
    </div>
  );
}
