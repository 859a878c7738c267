import { legible } from '@shared/colour';
import { MessageCircle, SendHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PropertySettings } from '@/api/types';
import { languageName } from '@/lib/format';
import { Choice, Select } from '@/ui/Field';
import { LogoTile } from './LogoTile';

const RTL = /^(ar|he|fa|ur)/;
const GROUNDS = {
  light: { bg: '#FFFFFF', text: '#1C1A17', soft: '#F1EFEA', dim: '#6F6A61' },
  dark: { bg: '#1C1B19', text: '#EEECE8', soft: '#262422', dim: '#B3ADA4' },
};

/** How guests will see it, as it is being chosen: launcher and panel, light and dark, in any language. */
export function WidgetPreview({ values }: { values: PropertySettings }) {
  const { t } = useTranslation();
  const { look } = values;
  const [scheme, setScheme] = useState<'light' | 'dark'>('light');
  const [language, setLanguage] = useState(values.default_language);
  const shown = look.theme === 'auto' ? scheme : look.theme;
  const ground = GROUNDS[shown];
  const rtl = RTL.test(language);
  // White must stay legible on the colour, whatever was picked.
  const fill = legible(look.colour, '#FFFFFF', 4.5);
  const text = (texts: Record<string, string>, fallback: string) =>
    texts[language] || texts[values.default_language] || fallback;
  const replies = look.quick_replies[language] ?? look.quick_replies[values.default_language] ?? [];
  const end = (look.position === 'right') !== rtl;
  return (
    <section aria-label={t('settings.preview')} className="flex flex-col gap-3 py-6">
      <div className="flex flex-wrap items-end gap-3">
        <Choice
          label={t('settings.preview')}
          value={shown}
          disabled={look.theme !== 'auto'}
          onChange={setScheme}
          options={[
            { value: 'light', label: t('profile.light') },
            { value: 'dark', label: t('profile.dark') },
          ]}
        />
        <div className="flex-1">
          <Select
            hideLabel
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
        </div>
      </div>
      <div
        dir={rtl ? 'rtl' : 'ltr'}
        className="flex flex-col gap-3 rounded-card border border-line bg-canvas p-4"
        style={{ alignItems: end ? 'flex-end' : 'flex-start' }}
      >
        <div
          className="w-full overflow-hidden rounded-[16px] shadow-float"
          style={{ background: ground.bg, color: ground.text }}
        >
          <div
            className="flex items-center gap-3 border-b px-4 py-3"
            style={{ borderColor: ground.soft }}
          >
            <LogoTile values={values} fill={fill} />
            <div className="min-w-0">
              <p className="one-line font-semibold text-msg">{values.name}</p>
              <p className="text-label" style={{ color: ground.dim }}>
                {values.assistant.name || t('settings.assistantDefault')}
              </p>
            </div>
          </div>
          <div className="flex min-h-40 flex-col gap-2 p-3 text-msg">
            <p
              className="max-w-[85%] self-start rounded-bubble px-3 py-2"
              style={{ background: ground.soft }}
            >
              {text(look.greeting, t('settings.greetingExample'))}
            </p>
            <div className="flex flex-wrap gap-1.5">
              {replies.slice(0, 3).map((reply) => (
                <span
                  key={reply}
                  className="rounded-full border px-2.5 py-1 text-label"
                  style={{ borderColor: ground.dim }}
                >
                  {reply}
                </span>
              ))}
            </div>
            <p
              className="mt-auto max-w-[85%] self-end rounded-bubble px-3 py-2 text-white"
              style={{ background: fill }}
            >
              {t('try.example')}
            </p>
          </div>
          <div
            className="flex items-center justify-between border-t px-3 py-2.5"
            style={{ borderColor: ground.soft, color: ground.dim }}
          >
            <span className="text-ui">{t('composer.message')}</span>
            <SendHorizontal size={16} strokeWidth={1.5} aria-hidden className="rtl:-scale-x-100" />
          </div>
        </div>
        <div
          className="flex h-14 min-w-14 items-center justify-center gap-2 rounded-full px-4 font-medium text-msg text-white shadow-float"
          style={{ background: fill }}
        >
          <MessageCircle size={22} strokeWidth={1.75} aria-hidden />
          {text(look.launcher_text, '')}
        </div>
      </div>
    </section>
  );
}
