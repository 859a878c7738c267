import { Volume2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preferences } from '@/api/types';
import { play, unlockSound } from '@/features/sound/player';
import { Section } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Choice } from '@/ui/Field';

const PAUSE = 400;

/** Which sounds, and how loud; with a button to hear them now and not first at night. */
export function SoundSection({
  preferences,
  onChange,
}: {
  preferences: Preferences;
  onChange: (change: Partial<Preferences>) => void;
}) {
  const { t } = useTranslation();
  const [volume, setVolume] = useState(preferences.volume);
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: saved once the slider rests
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const timer = setTimeout(() => onChange({ volume }), PAUSE);
    return () => clearTimeout(timer);
  }, [volume]);
  const test = async (name: 'live' | 'mine') => {
    await unlockSound();
    play(name, volume);
  };
  const icon = <Volume2 size={14} strokeWidth={1.5} aria-hidden />;
  return (
    <Section title={t('profile.sounds')} hint={t('profile.soundsHint')}>
      <Choice
        label={t('profile.soundLive')}
        value={preferences.sound_live}
        onChange={(sound_live) => onChange({ sound_live })}
        options={[
          { value: 'every', label: t('profile.soundEvery') },
          { value: 'first_after_quiet', label: t('profile.soundFirst') },
          { value: 'off', label: t('profile.soundOff') },
        ]}
      />
      <label className="flex flex-col gap-1 font-medium text-ink2 text-label">
        {t('profile.volume')}
        <input
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={volume}
          onChange={(event) => setVolume(Number(event.target.value))}
          className="h-8 max-w-80 accent-fill"
        />
      </label>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void test('live')}>
          {icon}
          {t('profile.testLive')}
        </Button>
        <Button onClick={() => void test('mine')}>
          {icon}
          {t('profile.testMine')}
        </Button>
      </div>
    </Section>
  );
}
