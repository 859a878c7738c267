import clsx from 'clsx';
import { useEffect, useRef } from 'react';

interface Props<T extends string> {
  label: string;
  value: T;
  tabs: { value: T; label: string; count?: number }[];
  onChange: (value: T) => void;
}

/** Parts of one page, by arrow keys too. */
export function Tabs<T extends string>({ label, value, tabs, onChange }: Props<T>) {
  const shown = useRef<HTMLButtonElement>(null);
  // On a narrow screen they are more than fit: the one that is open is among those seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time another is open
  useEffect(() => {
    shown.current?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, [value]);
  const move = (event: React.KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    const forward = document.documentElement.dir === 'rtl' ? -by : by;
    const at = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[(at + forward + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.value);
    const buttons = event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]');
    buttons[tabs.indexOf(next)]?.focus();
  };
  return (
    <div
      role="tablist"
      aria-label={label}
      onKeyDown={move}
      className="flex shrink-0 gap-5 overflow-x-auto border-line border-b px-5 [scrollbar-width:none] max-sm:px-4"
    >
      {tabs.map((tab) => (
        <button
          key={tab.value}
          ref={tab.value === value ? shown : undefined}
          type="button"
          role="tab"
          aria-selected={tab.value === value}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
          className={clsx(
            '-mb-px h-10 shrink-0 border-b-2 font-medium text-ui outline-offset-[-2px]',
            tab.value === value
              ? 'border-accent text-ink'
              : 'border-transparent text-ink2 hover:text-ink',
          )}
        >
          {tab.label}
          {tab.count !== undefined && (
            <span className="nums ms-1.5 font-normal text-ink3">{tab.count}</span>
          )}
        </button>
      ))}
    </div>
  );
}
