import clsx from 'clsx';
import type { Duty } from '@/api/types';

const DOTS: Record<Duty, string> = {
  online: 'bg-live',
  away: 'border-2 border-brass',
  dnd: 'bg-danger rounded-[3px]',
};

/** A dot for a duty: filled, ring or square, so that the form says it as well as the colour. */
export function DutyDot({ duty, unreachable }: { duty: Duty; unreachable?: boolean }) {
  return (
    <span
      aria-hidden
      className={clsx(
        'size-2.5 shrink-0 rounded-full',
        unreachable ? 'border-2 border-danger border-dashed' : DOTS[duty],
      )}
    />
  );
}
