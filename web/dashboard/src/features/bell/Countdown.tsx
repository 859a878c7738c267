import clsx from 'clsx';
import { useTranslation } from 'react-i18next';
import { serverNow, useNow } from '@/lib/clock';
import type { Seen } from './board';
import { isUrgent } from './order';

const R = 19;
const ROUND = 2 * Math.PI * R;

/** Minutes and seconds, without letters: 1:09. */
function span(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/**
 * The brass ring that runs out with the guest's wait, against the server's deadline. An emergency has none:
 * its ring stays whole, and the number counts up. A promise counts down in the accent's colour.
 */
export function Countdown({ ring }: { ring: Seen }) {
  const { t } = useTranslation();
  useNow();
  const urgent = isUrgent(ring);
  const left = Math.max(0, ring.deadline - Date.now());
  const share = urgent ? 1 : Math.min(1, left / (ring.total_ms || 120_000));
  const text = urgent ? span(serverNow() - Date.parse(ring.opened_at)) : span(left);
  const promised = ring.state === 'promised';
  const over = ring.state === 'ended';
  return (
    <span
      role="timer"
      aria-label={t(urgent ? 'ring.since' : 'ring.left', { time: text })}
      className="relative inline-flex size-11 shrink-0 items-center justify-center"
    >
      <svg
        aria-hidden
        width="44"
        height="44"
        viewBox="0 0 44 44"
        className="absolute inset-0 -rotate-90"
      >
        <circle cx="22" cy="22" r={R} fill="none" strokeWidth="3" className="stroke-line" />
        <circle
          cx="22"
          cy="22"
          r={R}
          fill="none"
          strokeWidth="3"
          strokeLinecap="round"
          className={clsx(
            'transition-[stroke-dashoffset] duration-1000 ease-linear',
            urgent ? 'stroke-danger' : promised ? 'stroke-accent' : 'stroke-brass',
            over && 'opacity-0',
          )}
          strokeDasharray={ROUND}
          strokeDashoffset={ROUND * (1 - share)}
        />
      </svg>
      <span
        aria-hidden
        className={clsx(
          'nums font-semibold text-label',
          urgent ? 'text-danger' : promised ? 'text-accent' : over ? 'text-ink3' : 'text-brass',
        )}
      >
        {over ? '0:00' : text}
      </span>
    </span>
  );
}
