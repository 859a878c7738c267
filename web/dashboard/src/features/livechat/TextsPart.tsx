import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName } from '@/lib/format';
import { Section } from '@/ui/Bits';
import { Select, TextArea, Toggle } from '@/ui/Field';
import type { Part } from './shape';

/** The lines in the order in which a guest may meet them. */
const LINES: [group: string, codes: string[]][] = [
  ['asking', ['waiting', 'still_connecting', 'promised', 'nobody_free']],
  ['away', ['opens', 'closed', 'cannot_help', 'ticket', 'emergency']],
  ['person', ['joined', 'with_you', 'still_with_you', 'lost', 'back', 'relieved', 'meanwhile']],
  ['after', ['handed_back', 'assistant_back', 'resolved', 'reopened']],
  ['channels', ['leave_here', 'leave_mail', 'ticket_here']],
];
const FIXED = 'waiting';

/** What guests read, in each of the property's languages: our words, or the property's own. */
export function TextsPart({
  values,
  change,
  wrong,
  language,
}: Part & { language: string | undefined }) {
  const { t } = useTranslation();
  const languages = Object.keys(values.default_words);
  const [chosen, setChosen] = useState(language);
  const shown = chosen && languages.includes(chosen) ? chosen : (languages[0] ?? 'en');
  const ours = values.default_words[shown] ?? {};
  const own = values.words[shown] ?? {};
  const known = new Set(LINES.flatMap(([, codes]) => codes));
  const rest = Object.keys(ours).filter((code) => !known.has(code));
  const groups = rest.length > 0 ? [...LINES, ['other', rest] as (typeof LINES)[number]] : LINES;
  const put = (code: string, text: string) => {
    const { [code]: _, ...others } = own;
    change({
      words: { ...values.words, [shown]: text === '' ? others : { ...others, [code]: text } },
    });
  };
  return (
    <>
      <Section title={t('liveChat.texts')} hint={t('liveChat.textsHint')}>
        <Select
          label={t('guest.language')}
          value={shown}
          onChange={(event) => setChosen(event.target.value)}
        >
          {languages.map((code) => (
            <option key={code} value={code}>
              {languageName(code)}
            </option>
          ))}
        </Select>
        <details className="rounded-card border border-line bg-surface px-3.5 py-2.5">
          <summary className="cursor-pointer font-medium text-ui">
            {t('liveChat.placeholders')}
          </summary>
          <p className="mt-2 text-ink2 text-label">{t('liveChat.brackets')}</p>
          <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-label">
            {[...new Set(Object.values(values.word_names).flat())].map((name) => (
              <div key={name} className="contents">
                <dt>
                  <code dir="ltr" className="rounded-chip bg-sunken px-1">{`{${name}}`}</code>
                </dt>
                <dd className="text-ink2">{t(`liveChat.name.${name}`)}</dd>
              </div>
            ))}
          </dl>
        </details>
      </Section>
      <Section title={t('liveChat.outside')}>
        <Toggle
          label={t('liveChat.disclosure')}
          hint={t('liveChat.disclosureHint')}
          checked={values.disclosure}
          onChange={(disclosure) => change({ disclosure })}
        />
      </Section>
      {groups.map(([group, codes]) => (
        <Section key={group} title={t(`liveChat.group.${group}`)}>
          {codes
            .filter((code) => ours[code] !== undefined)
            .map((code) => (
              <Line
                key={`${shown}.${code}`}
                code={code}
                language={shown}
                ours={ours[code] ?? ''}
                own={own[code] ?? ''}
                names={values.word_names[code] ?? []}
                error={wrong(`words.${shown}.${code}`)}
                onChange={(text) => put(code, text)}
              />
            ))}
        </Section>
      ))}
    </>
  );
}

interface LineProps {
  code: string;
  language: string;
  ours: string;
  own: string;
  names: string[];
  error?: string;
  onChange: (text: string) => void;
}

function Line({ code, language, ours, own, names, error, onChange }: LineProps) {
  const { t, i18n } = useTranslation();
  const label = i18n.exists(`liveChat.line.${code}`) ? t(`liveChat.line.${code}`) : code;
  const dir = /^(ar|he|fa|ur)/.test(language) ? 'rtl' : 'ltr';
  if (code === FIXED)
    return (
      <div>
        <p className="font-medium text-ink2 text-label">{label}</p>
        <p dir={dir} lang={language} className="mt-1 text-ui">
          {ours}
        </p>
        <p className="text-ink3 text-label">{t('liveChat.fixedLine')}</p>
      </div>
    );
  const legend = names.map((name) => `{${name}}`).join(' ');
  return (
    <div>
      <TextArea
        label={label}
        rows={2}
        dir={dir}
        lang={language}
        maxLength={500}
        value={own}
        placeholder={ours}
        error={error}
        hint={legend ? <span dir="ltr">{legend}</span> : undefined}
        className="[field-sizing:content]"
        onChange={(event) => onChange(event.target.value)}
      />
      {own && (
        <p className="mt-1 flex flex-wrap items-baseline gap-x-2 text-ink3 text-label">
          <span dir={dir} lang={language} className="min-w-0">
            {t('liveChat.ourWords', { text: ours })}
          </span>
          <button
            type="button"
            className="font-medium text-accent underline max-sm:min-h-11"
            onClick={() => onChange('')}
          >
            {t('liveChat.useOurs')}
          </button>
        </p>
      )}
    </div>
  );
}
