import clsx from 'clsx';
import { Check, ChevronDown } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';

export interface Step {
  key: string;
  title: string;
  done: boolean;
  /** It cannot be begun before another is done. */
  locked?: boolean;
  /** In a line, what was chosen or entered. */
  summary?: string;
  body: ReactNode;
}

/** Numbered steps of which one is open: those before it say what was chosen, those after it wait. */
export function Steps({
  steps,
  open,
  onOpen,
}: {
  steps: Step[];
  open: string;
  onOpen: (key: string) => void;
}) {
  return (
    <ol className="flex flex-col">
      {steps.map((step, index) => (
        <One
          key={step.key}
          step={step}
          number={index + 1}
          open={step.key === open}
          onOpen={onOpen}
        />
      ))}
    </ol>
  );
}

function One({
  step,
  number,
  open,
  onOpen,
}: {
  step: Step;
  number: number;
  open: boolean;
  onOpen: (key: string) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <li
      className="border-line border-b py-1 last:border-b-0"
      aria-current={open ? 'step' : undefined}
    >
      <h2>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          disabled={step.locked}
          onClick={() => onOpen(open ? '' : step.key)}
          className="flex min-h-11 w-full items-center gap-3 rounded-control text-start disabled:cursor-default"
        >
          <span
            aria-hidden
            className={clsx(
              'nums flex size-6 shrink-0 items-center justify-center rounded-full font-semibold text-label',
              step.done
                ? 'bg-live-tint text-live'
                : open
                  ? 'bg-fill text-white'
                  : 'bg-sunken text-ink2',
            )}
          >
            {step.done ? <Check size={14} strokeWidth={2.5} /> : number}
          </span>
          <span className="min-w-0 flex-1">
            <span
              className={clsx(
                'block font-semibold text-msg',
                step.locked ? 'text-ink3' : 'text-ink',
              )}
            >
              {step.title}
              {step.done && <span className="sr-only"> {t('connect.done')}</span>}
            </span>
            {!open && step.summary && (
              <span className="one-line block font-normal text-ink3 text-label">
                <bdi>{step.summary}</bdi>
              </span>
            )}
          </span>
          {!step.locked && (
            <ChevronDown
              size={16}
              strokeWidth={1.5}
              aria-hidden
              className={clsx('shrink-0 text-ink3', open && 'rotate-180')}
            />
          )}
        </button>
      </h2>
      <div id={id} hidden={!open} className="ps-9 pt-1 pb-5 max-sm:ps-0">
        {open && <div className="flex max-w-[560px] flex-col gap-4">{step.body}</div>}
      </div>
    </li>
  );
}

/** What to do elsewhere, in order. */
export function Todo({ items }: { items: ReactNode[] }) {
  return (
    <ol className="flex list-decimal flex-col gap-1.5 ps-5 text-ink2 text-ui marker:text-ink3">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never move
        <li key={index} className="ps-1">
          {item}
        </li>
      ))}
    </ol>
  );
}
