import { VolumeX, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { mayUse } from '@/lib/abilities';
import { useStore } from '@/lib/store';
import { IconButton } from '@/ui/Button';
import { soundState, unlockSound } from './player';

/** Browsers keep a page silent until it was touched: say so, and make the touch easy. */
export function SoundBar() {
  const { t } = useTranslation();
  const me = useMe();
  const state = useStore(soundState, (value) => value);
  const [late, setLate] = useState(false);
  const [hidden, setHidden] = useState(false);
  useEffect(() => {
    // Where sound is allowed the context runs within moments: do not flash a bar before that.
    const timer = setTimeout(() => setLate(true), 800);
    return () => clearTimeout(timer);
  }, []);
  if (!late || hidden || state !== 'blocked' || !mayUse(me, 'live')) return null;
  return (
    <div className="flex shrink-0 items-center gap-2 border-line border-b bg-wash ps-5 pe-2 text-ui">
      <button
        type="button"
        onClick={() => void unlockSound()}
        className="flex min-h-9 flex-1 items-center gap-2 text-start font-medium text-accent"
      >
        <VolumeX size={16} strokeWidth={1.5} aria-hidden />
        {t('sound.blocked')}
      </button>
      <IconButton label={t('common.close')} onClick={() => setHidden(true)}>
        <X size={14} strokeWidth={1.5} />
      </IconButton>
    </div>
  );
}
