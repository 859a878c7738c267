import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { Bot } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { began } from '@/features/sound/listen';
import { serverNow, useNow } from '@/lib/clock';
import { isLive } from '@/lib/live';
import { useStore } from '@/lib/store';
import { liveQuery } from '@/realtime/snapshots';

/** How many conversations the assistant is in now, at all properties of mine: no filter narrows it. */
export function useLiveCount(): number {
  const { data } = useQuery(liveQuery(useQueryClient()));
  useNow(5000);
  const now = serverNow();
  return (data?.conversations ?? []).filter((card) => isLive(card, now)).length;
}

/** The robot: grey when nobody writes with the assistant, green while somebody does. */
export function RobotLink() {
  const { t } = useTranslation();
  const count = useLiveCount();
  const pulse = useStore(began, (times) => times);
  const live = count > 0;
  const name = t('nav.live', { count });
  return (
    <Link
      to="/live"
      aria-label={name}
      title={name}
      data-live={live}
      activeProps={{}}
      className="relative flex shrink-0 items-center gap-3 rounded-control sm:mb-2 max-xl:justify-center max-sm:w-14"
    >
      <span
        key={pulse}
        className={clsx(
          'relative flex size-10 shrink-0 items-center justify-center rounded-card',
          live ? 'bg-live-tint text-live' : 'bg-sunken text-ink3',
          live && pulse > 0 && 'robot-pulse',
        )}
      >
        <Bot size={22} strokeWidth={1.5} aria-hidden />
      </span>
      <span
        className={clsx(
          'nums min-w-0 font-semibold text-label max-xl:hidden',
          live ? 'text-live' : 'text-ink3',
        )}
      >
        {name}
      </span>
      {live && (
        <span
          aria-hidden
          className="nums absolute end-[-2px] top-[-4px] flex h-[18px] min-w-[18px] items-center justify-center rounded-full border-2 border-canvas bg-live px-1 font-semibold text-meta text-bg xl:hidden max-sm:end-1"
        >
          {count}
        </span>
      )}
    </Link>
  );
}
