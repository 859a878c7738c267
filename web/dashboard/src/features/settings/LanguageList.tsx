import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { languageName } from '@/lib/format';
import { Select } from '@/ui/Field';

const OFFERED = [
  'en',
  'de',
  'es',
  'fr',
  'pt',
  'it',
  'nl',
  'ar',
  'he',
  'ru',
  'uk',
  'pl',
  'cs',
  'sv',
  'da',
  'no',
  'fi',
  'el',
  'tr',
  'zh',
  'ja',
  'ko',
  'hi',
  'hu',
  'ro',
  'bg',
  'ca',
  'th',
  'id',
  'fa',
];

/** The languages a property answers in; its default one cannot be taken out. */
export function LanguageList({
  languages,
  fixed,
  onChange,
}: {
  languages: string[];
  fixed: string;
  onChange: (languages: string[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <ul className="flex flex-wrap gap-1.5">
        {languages.map((code) => (
          <li
            key={code}
            className="flex h-8 items-center gap-1 rounded-control bg-sunken ps-2.5 pe-1 text-ui"
          >
            {languageName(code)}
            {code === fixed ? (
              <span className="pe-1.5 text-ink3 text-label">{t('settings.default')}</span>
            ) : (
              <button
                type="button"
                aria-label={t('settings.removeLanguage', { language: languageName(code) })}
                onClick={() => onChange(languages.filter((other) => other !== code))}
                className="flex size-6 items-center justify-center rounded-chip text-ink3 hover:text-ink"
              >
                <X size={13} strokeWidth={1.5} />
              </button>
            )}
          </li>
        ))}
      </ul>
      <Select
        label={t('settings.addLanguage')}
        value=""
        onChange={(event) => event.target.value && onChange([...languages, event.target.value])}
      >
        <option value="">{t('settings.chooseLanguage')}</option>
        {OFFERED.filter((code) => !languages.includes(code)).map((code) => (
          <option key={code} value={code}>
            {languageName(code)}
          </option>
        ))}
      </Select>
    </>
  );
}
