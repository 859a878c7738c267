import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { LOCALES, setLocale } from '@/i18n';
import { mayUse } from '@/lib/abilities';
import { PageHead, Section } from '@/ui/Bits';
import { Choice, Select, Toggle } from '@/ui/Field';
import { NameSection } from './NameSection';
import { PasswordSection } from './PasswordSection';
import { SessionSection } from './SessionSection';
import { SoundSection } from './SoundSection';
import { usePreference } from './usePreference';

/** What is mine: the name guests read, sounds, look, keys, password and where I am signed in. */
export default function Profile() {
  const { t } = useTranslation();
  const me = useMe();
  const { preferences } = me;
  const change = usePreference();
  return (
    <>
      <PageHead title={t('account.profile')} />
      <div className="scroll-y min-h-0 flex-1">
        <div className="mx-auto max-w-[1000px] px-6 max-sm:px-4">
          <NameSection key={`${me.name}${me.public_name}`} />
          {mayUse(me, 'live') && <SoundSection preferences={preferences} onChange={change} />}
          <Section title={t('profile.look')}>
            <Choice
              label={t('profile.theme')}
              value={preferences.theme}
              onChange={(theme) => change({ theme })}
              options={[
                { value: 'system', label: t('profile.system') },
                { value: 'light', label: t('profile.light') },
                { value: 'dark', label: t('profile.dark') },
              ]}
            />
            <Choice
              label={t('profile.density')}
              value={preferences.density}
              onChange={(density) => change({ density })}
              options={[
                { value: 'comfortable', label: t('wall.comfortable') },
                { value: 'compact', label: t('wall.compact') },
              ]}
            />
            <Select
              label={t('profile.language')}
              value={preferences.locale?.split('-')[0] || 'en'}
              onChange={(event) => {
                change({ locale: event.target.value });
                void setLocale(event.target.value);
              }}
            >
              {Object.entries(LOCALES).map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
          </Section>
          <Section title={t('profile.keyboard')}>
            <Choice
              label={t('profile.sendKey')}
              value={preferences.send_key}
              onChange={(send_key) => change({ send_key })}
              options={[
                { value: 'enter', label: t('profile.enter') },
                { value: 'mod_enter', label: t('profile.modEnter') },
              ]}
            />
            <Toggle
              label={t('profile.letters')}
              hint={t('profile.lettersHint')}
              checked={preferences.shortcuts}
              onChange={(shortcuts) => change({ shortcuts })}
            />
          </Section>
          <PasswordSection />
          <SessionSection />
        </div>
      </div>
    </>
  );
}
