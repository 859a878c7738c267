import clsx from 'clsx';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';

/** How long nothing is typed before it is searched for, in milliseconds. */
const PAUSE = 250;

interface Props {
  label: string;
  hint?: string;
  /** What is searched for; it is read once, and then follows what is typed. */
  value: string;
  onSearch: (q: string) => void;
  className?: string;
}

/** A field above a list that asks the server, once the typing pauses. */
export function SearchField({ label, hint = label, value, onSearch, className }: Props) {
  const [typed, setTyped] = useState(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the pause
  useEffect(() => {
    const q = typed.trim();
    if (q === value) return;
    const timer = setTimeout(() => onSearch(q), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <label
      className={clsx(
        'flex h-9 items-center gap-2 rounded-control border border-strong/60 bg-surface px-2.5 focus-within:outline-2 focus-within:outline-accent',
        className,
      )}
    >
      <Search size={16} strokeWidth={1.5} aria-hidden className="text-ink3" />
      <input
        type="search"
        aria-label={label}
        placeholder={hint}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="min-w-0 flex-1 bg-transparent outline-none max-sm:text-[16px]"
      />
    </label>
  );
}
