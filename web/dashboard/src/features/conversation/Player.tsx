import clsx from 'clsx';
import { Pause, Play } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

const minutes = (seconds: number) => {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};

/** A voice message or a sound: it is loaded when it is first played, and can be played faster. */
export function Player({ url, label, light }: { url: string; label: string; light: boolean }) {
  const { t } = useTranslation();
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);
  const [fast, setFast] = useState(false);
  const [broken, setBroken] = useState(false);
  const toggle = () => {
    const sound = audio.current;
    if (!sound) return;
    if (!sound.paused) return sound.pause();
    sound.playbackRate = fast ? 1.5 : 1;
    sound.play().catch(() => setBroken(true));
  };
  const measure = () => {
    const { duration } = audio.current ?? {};
    if (duration && Number.isFinite(duration)) setLength(duration);
  };
  const hurry = () => {
    setFast(!fast);
    if (audio.current) audio.current.playbackRate = fast ? 1 : 1.5;
  };
  if (broken) {
    return (
      <a href={url} download className="underline">
        {t('media.cannotPlay')}
      </a>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's
    <div role="group" aria-label={label} className="flex w-64 max-w-full items-center gap-2.5">
      {/* biome-ignore lint/a11y/useMediaCaption: a guest's voice message has no captions */}
      <audio
        ref={audio}
        src={url}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onLoadedMetadata={measure}
        onDurationChange={measure}
        onTimeUpdate={() => setAt(audio.current?.currentTime ?? 0)}
        onError={() => setBroken(true)}
      />
      <button
        type="button"
        onClick={toggle}
        aria-label={t(playing ? 'media.pause' : 'media.play')}
        className={clsx(
          'flex size-9 shrink-0 items-center justify-center rounded-full max-sm:size-11',
          light ? 'bg-white/20 hover:bg-white/30' : 'bg-surface text-accent hover:bg-wash',
        )}
      >
        {playing ? (
          <Pause size={16} fill="currentColor" strokeWidth={0} />
        ) : (
          <Play size={16} fill="currentColor" strokeWidth={0} className="ms-0.5" />
        )}
      </button>
      <input
        type="range"
        dir="ltr"
        aria-label={t('media.position')}
        aria-valuetext={t('media.at', { at: minutes(at), of: minutes(length) })}
        min={0}
        max={length || 1}
        step={0.1}
        value={at}
        onChange={(event) => {
          if (audio.current) audio.current.currentTime = Number(event.target.value);
          setAt(Number(event.target.value));
        }}
        className={clsx('h-6 min-w-0 flex-1', light ? 'accent-white' : 'accent-(--accent)')}
      />
      <span aria-hidden className="nums shrink-0 text-label">
        {minutes(playing || at > 0 ? at : length)}
      </span>
      <button
        type="button"
        onClick={hurry}
        aria-pressed={fast}
        aria-label={t('media.faster')}
        className={clsx(
          'nums h-6 shrink-0 rounded-full px-1.5 font-medium text-meta max-sm:h-9',
          fast ? 'bg-current/15' : 'hover:bg-current/10',
        )}
      >
        1.5×
      </button>
    </div>
  );
}
