import { useTranslation } from 'react-i18next';
import { languageName } from '@/lib/format';
import { Section } from '@/ui/Bits';
import { Select, TextField } from '@/ui/Field';
import { TimeZoneField } from '@/ui/TimeZoneField';
import { AssistantSection } from './AssistantSection';
import { LanguageList } from './LanguageList';
import { OpportunitySection } from './OpportunitySection';
import type { PartProps } from './part';

const HUES = [0, 1, 2, 3, 4, 5, 6, 7];

export function GeneralTab({ values, change }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t('settings.identity')} hint={t('settings.identityHint')}>
        <TextField
          label={t('settings.name')}
          required
          value={values.name}
          onChange={(e) => change({ name: e.target.value })}
        />
        <div className="grid grid-cols-[120px_1fr] items-start gap-4 max-sm:grid-cols-1">
          <TextField
            label={t('settings.code')}
            hint={t('settings.codeHint')}
            required
            minLength={2}
            maxLength={2}
            value={values.code}
            onChange={(e) => change({ code: e.target.value.toLocaleUpperCase() })}
          />
          <HueChoice value={values.hue} code={values.code} onChange={(hue) => change({ hue })} />
        </div>
      </Section>
      <Section title={t('settings.contact')} hint={t('settings.contactHint')}>
        <TextField
          label={t('guest.phone')}
          type="tel"
          dir="ltr"
          value={values.phone ?? ''}
          onChange={(e) => change({ phone: e.target.value })}
        />
        <TextField
          label={t('guest.email')}
          type="email"
          dir="ltr"
          value={values.email ?? ''}
          onChange={(e) => change({ email: e.target.value })}
        />
        <TextField
          label={t('settings.privacyUrl')}
          type="url"
          dir="ltr"
          placeholder="https://"
          value={values.privacy_url ?? ''}
          onChange={(e) => change({ privacy_url: e.target.value })}
        />
      </Section>
      <Section title={t('settings.place')}>
        <TimeZoneField value={values.timezone} onChange={(timezone) => change({ timezone })} />
        <TextField
          label={t('settings.currency')}
          minLength={3}
          maxLength={3}
          value={values.currency ?? ''}
          onChange={(e) => change({ currency: e.target.value.toUpperCase() })}
        />
      </Section>
      <Section title={t('settings.languages')} hint={t('settings.languagesHint')}>
        <LanguageList
          languages={values.languages}
          fixed={values.default_language}
          onChange={(languages) => change({ languages })}
        />
        <Select
          label={t('settings.defaultLanguage')}
          value={values.default_language}
          onChange={(e) => change({ default_language: e.target.value })}
        >
          {values.languages.map((code) => (
            <option key={code} value={code}>
              {languageName(code)}
            </option>
          ))}
        </Select>
      </Section>
      <AssistantSection values={values} change={change} />
      <OpportunitySection key={values.id} property={values.id} />
    </>
  );
}

function HueChoice({
  value,
  code,
  onChange,
}: {
  value: number;
  code: string;
  onChange: (hue: number) => void;
}) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-ink2 text-label">{t('settings.hue')}</legend>
      <div className="flex flex-wrap gap-1.5">
        {HUES.map((hue) => (
          <label
            key={hue}
            style={{ '--tag-h': `${265 + hue * 45}` } as React.CSSProperties}
            className="property-tag flex h-9 min-w-9 cursor-pointer items-center justify-center rounded-control px-1 font-semibold text-label has-checked:outline-2 has-checked:outline-ink has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
          >
            <input
              type="radio"
              name="hue"
              className="sr-only"
              aria-label={t('settings.hueNumber', { number: hue + 1 })}
              checked={value === hue}
              onChange={() => onChange(hue)}
            />
            {code || '··'}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
