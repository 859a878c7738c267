interface Props {
  label: string;
  /** From 0 to 1. */
  share: number;
}

/** How much of something there is: a bar, and the words that say it. */
export function Bar({ label, share }: Props) {
  const percent = Math.round(100 * Math.max(0, Math.min(1, share)));
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p className="nums text-ink2 text-label">{label}</p>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-1.5 overflow-hidden rounded-full bg-sunken forced-colors:border"
      >
        <div
          className="h-full rounded-full bg-fill forced-colors:bg-[Highlight]"
          style={{ width: `${percent}%` }}
        />
      </div>
    </div>
  );
}
