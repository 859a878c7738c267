import clsx from 'clsx';
import { useEffect, useRef } from 'react';

interface Props<T extends string> {
  label: string;
  value: T;
  tabs: { value: T; label: string; count?: number }[];
  onChange: (value: T) => void;
}

/** Says at which sides of the list more of them are: they fade there. */
function fade(list: HTMLElement): void {
  const passed = Math.abs(list.scrollLeft); // below zero from right to left
  const left = list.scrollWidth - list.clientWidth - passed;
  list.toggleAttribute('data-before', passed > 1);
  list.toggleAttribute('data-after', left > 1);
}

/** Parts of one page, by arrow keys too. */
export function Tabs<T extends string>({ label, value, tabs, onChange }: Props<T>) {
  const list = useRef<HTMLDivElement>(null);
  const shown = useRef<HTMLButtonElement>(null);
  const told = tabs.map((tab) => `${tab.label} ${tab.count ?? ''}`).join();
  // Where they are more than fit, the one that is open is among those seen: also once the counts have come, or the page
  // has become narrower.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time another is open, or one has become wider
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const seen = () => {
      shown.current?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
      fade(element);
    };
    seen();
    if (typeof ResizeObserver === 'undefined') return;
    const sizes = new ResizeObserver(seen);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [value, told]);
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
      ref={list}
      role="tablist"
      aria-label={label}
      onKeyDown={move}
      onScroll={(event) => fade(event.currentTarget)}
      className="fading flex shrink-0 gap-5 overflow-x-auto border-line border-b px-5 [scrollbar-width:none] max-sm:px-4"
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
            '-mb-px h-10 shrink-0 scroll-mx-10 border-b-2 font-medium text-ui outline-offset-[-2px]',
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
