import { Link } from '@tanstack/react-router';
import { Volume2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preferences } from '@/api/types';
import { play, unlockSound } from '@/features/sound/player';
import type { SoundName } from '@/features/sound/tones';
import { Section } from '@/ui/Bits';
import { Button, buttonClass } from '@/ui/Button';
import { Choice } from '@/ui/Field';
import { VolumeSlider } from './VolumeSlider';

const TESTS: [sound: SoundName, name: string][] = [
  ['ring', 'profile.testRing'],
  ['live', 'profile.testLive'],
  ['mine', 'profile.testMine'],
];

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
  const test = async (name: SoundName) => {
    await unlockSound();
    play(name, volume);
  };
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
      <VolumeSlider
        volume={preferences.volume}
        onMove={setVolume}
        onChange={(next) => onChange({ volume: next })}
      />
      <div className="flex flex-wrap gap-2">
        {TESTS.map(([sound, name]) => (
          <Button key={sound} onClick={() => void test(sound)}>
            <Volume2 size={14} strokeWidth={1.5} aria-hidden />
            {t(name)}
          </Button>
        ))}
      </div>
      <Link to="/bell" className={`${buttonClass('secondary')} self-start`}>
        {t('nav.bellCheck')}
      </Link>
    </Section>
  );
}
