import type { Card } from '@/api/types';
import { useNow } from '@/lib/clock';

const R = 8;
const ROUND = 2 * Math.PI * R;

/** The guest's wait, running out: a brass ring driven by the server's deadline, not by a local count. */
export function WaitRing({ card }: { card: Card }) {
  useNow();
  const total = card.request?.total_ms || 120_000;
  const left = Math.max(0, (card.request?.deadline ?? 0) - Date.now());
  const share = Math.min(1, left / total);
  return (
    <svg aria-hidden width="20" height="20" viewBox="0 0 20 20" className="-rotate-90 shrink-0">
      <circle cx="10" cy="10" r={R} fill="none" strokeWidth="2.5" className="stroke-brass-tint" />
      <circle
        cx="10"
        cy="10"
        r={R}
        fill="none"
        strokeWidth="2.5"
        strokeLinecap="round"
        className="stroke-brass transition-[stroke-dashoffset] duration-1000 ease-linear"
        strokeDasharray={ROUND}
        strokeDashoffset={ROUND * (1 - share)}
      />
    </svg>
  );
}
