import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

const PAUSE = 400;

/** How loud all sounds are; saved once the slider rests. */
export function VolumeSlider({
  volume: saved,
  onChange,
  onMove,
  bare,
}: {
  volume: number;
  onChange: (volume: number) => void;
  /** Follows every move, for a sound that is tried at once. */
  onMove?: (volume: number) => void;
  /** The word stands beside it already. */
  bare?: boolean;
}) {
  const { t } = useTranslation();
  const [volume, setVolume] = useState(saved);
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: saved once the slider rests
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const timer = setTimeout(() => onChange(volume), PAUSE);
    return () => clearTimeout(timer);
  }, [volume]);
  return (
    <label className="flex flex-col gap-1 font-medium text-ink2 text-label">
      <span className={bare ? 'sr-only' : undefined}>{t('profile.volume')}</span>
      <input
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={volume}
        onChange={(event) => {
          const next = Number(event.target.value);
          setVolume(next);
          onMove?.(next);
        }}
        className="h-8 w-full max-w-80 accent-fill"
      />
    </label>
  );
}
