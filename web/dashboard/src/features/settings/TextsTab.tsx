import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName } from '@/lib/format';
import { Section } from '@/ui/Bits';
import { Select, TextArea, TextField } from '@/ui/Field';
import type { PartProps } from './part';

/** What guests read first, in each of the property's languages. */
export function TextsTab({ values, change }: PartProps) {
  const { t } = useTranslation();
  const { look } = values;
  const [language, setLanguage] = useState(values.default_language);
  const dir = /^(ar|he|fa|ur)/.test(language) ? 'rtl' : 'ltr';
  const set = (part: Partial<typeof look>) => change({ look: { ...look, ...part } });
  const lines = look.quick_replies[language] ?? [];
  return (
    <Section title={t('settings.texts')} hint={t('settings.textsHint')}>
      <Select
        label={t('guest.language')}
        value={language}
        onChange={(e) => setLanguage(e.target.value)}
      >
        {values.languages.map((code) => (
          <option key={code} value={code}>
            {languageName(code)}
          </option>
        ))}
      </Select>
      <TextArea
        label={t('settings.greeting')}
        dir={dir}
        maxLength={400}
        value={look.greeting[language] ?? ''}
        placeholder={look.greeting[values.default_language] ?? t('settings.greetingExample')}
        onChange={(e) => set({ greeting: { ...look.greeting, [language]: e.target.value } })}
      />
      <TextField
        label={t('settings.launcherText')}
        hint={t('settings.launcherHint')}
        dir={dir}
        maxLength={40}
        value={look.launcher_text[language] ?? ''}
        onChange={(e) =>
          set({ launcher_text: { ...look.launcher_text, [language]: e.target.value } })
        }
      />
      <TextArea
        label={t('settings.quickReplies')}
        hint={t('settings.quickRepliesHint')}
        dir={dir}
        value={lines.join('\n')}
        onChange={(e) =>
          set({
            quick_replies: {
              ...look.quick_replies,
              [language]: e.target.value.split('\n').slice(0, 3),
            },
          })
        }
      />
    </Section>
  );
}
