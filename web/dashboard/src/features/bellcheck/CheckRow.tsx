import clsx from 'clsx';
import { CircleAlert, CircleCheck, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** good: would not stop a ring. weak: stops one way of being called. bad: nothing would be heard here. */
export type Verdict = 'good' | 'weak' | 'bad';

const SIGNS = { good: CircleCheck, weak: CircleAlert, bad: CircleX } as const;
const COLOURS = { good: 'text-live', weak: 'text-brass', bad: 'text-danger' } as const;

/** One thing that could keep this device from ringing: how it stands, and what mends it. */
export function CheckRow({
  verdict,
  title,
  children,
  action,
}: {
  verdict: Verdict;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  const { t } = useTranslation();
  const Sign = SIGNS[verdict];
  return (
    <li data-verdict={verdict} className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3">
      <span
        role="img"
        aria-label={t(`check.verdict.${verdict}`)}
        className={clsx('mt-0.5 shrink-0', COLOURS[verdict])}
      >
        <Sign size={18} strokeWidth={1.75} aria-hidden />
      </span>
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-medium text-ui">{title}</p>
        {children && <div className="text-ink2 text-label">{children}</div>}
      </div>
      {action && <div className="flex shrink-0 flex-wrap gap-2 max-sm:ps-8">{action}</div>}
    </li>
  );
}
