import { Check, Mic, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/ui/Button';
import { toast } from '@/ui/toast';
import { canRecord, type Recording, record } from './recording';

/** Nobody listens to more. */
const LONGEST = 5 * 60;

const minutes = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** Records a voice message; what was recorded is attached, and goes with Send. */
export function VoiceButton({
  plain,
  onRecorded,
}: {
  plain: boolean;
  onRecorded: (file: File) => void;
}) {
  const { t } = useTranslation();
  const running = useRef<Recording>(undefined);
  const [seconds, setSeconds] = useState<number>();
  const recording = seconds !== undefined;

  useEffect(() => () => running.current?.cancel(), []);
  useEffect(() => {
    if (!recording) return;
    const tick = setInterval(() => setSeconds((n) => (n === undefined ? n : n + 1)), 1000);
    return () => clearInterval(tick);
  }, [recording]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the time ends it
  useEffect(() => {
    if (seconds !== undefined && seconds >= LONGEST) void keep();
  }, [seconds]);

  const end = () => {
    const was = running.current;
    running.current = undefined;
    setSeconds(undefined);
    return was;
  };
  const begin = async () => {
    try {
      running.current = await record(plain);
      setSeconds(0);
    } catch (error) {
      const denied = error instanceof DOMException && error.name === 'NotAllowedError';
      toast(t(denied ? 'voice.denied' : 'voice.none'));
    }
  };
  const keep = async () => {
    try {
      const file = await end()?.stop();
      if (file) onRecorded(file);
    } catch {
      toast(t('voice.none'));
    }
  };
  if (!canRecord()) return null;
  if (!recording) {
    return (
      <IconButton label={t('voice.record')} onClick={() => void begin()}>
        <Mic size={16} strokeWidth={1.5} />
      </IconButton>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's
    <div role="group" aria-label={t('voice.recording')} className="flex items-center gap-1">
      <span aria-hidden className="size-2 rounded-full bg-danger motion-safe:animate-pulse" />
      <span role="timer" className="min-w-10 text-label tabular-nums">
        {minutes(seconds)}
      </span>
      <IconButton label={t('voice.cancel')} onClick={() => end()?.cancel()}>
        <X size={16} strokeWidth={1.5} />
      </IconButton>
      <IconButton label={t('voice.keep')} onClick={() => void keep()}>
        <Check size={16} strokeWidth={1.5} />
      </IconButton>
    </div>
  );
}
