import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName } from '@/lib/format';
import { Button } from '@/ui/Button';
import { Choice, Select, TextArea, TextField, Toggle } from '@/ui/Field';
import { type EntryForm, flawOf, type Page } from './entryForm';

interface Props {
  form: EntryForm;
  /** The languages of the property, and of what the entry speaks already. */
  languages: string[];
  onChange: (form: EntryForm) => void;
}

/** What an entry says, in each of its languages, to whom and from when until when. */
export function EntryFields({ form, languages, onChange }: Props) {
  const { t } = useTranslation();
  const [at, setAt] = useState(0);
  const page = form.pages[at] ?? form.pages[0];
  const spoken = form.pages.map(({ language }) => language);
  const missing = languages.filter((code) => !spoken.includes(code));
  if (!page) return null;
  // What came by a file or the API may not say its language.
  const nameOf = (code: string) => (code ? languageName(code) : t('entry.noLanguage'));
  const set = (change: Partial<Page>) =>
    onChange({
      ...form,
      pages: form.pages.map((other) => (other === page ? { ...other, ...change } : other)),
    });
  const add = (language: string) => {
    onChange({ ...form, pages: [...form.pages, { language, questions: '', answer: '' }] });
    setAt(form.pages.length);
  };
  return (
    <div className="flex flex-col gap-4">
      {(form.pages.length > 1 || missing.length > 0) && (
        <div className="flex flex-wrap items-center gap-2">
          <Choice
            hideLabel
            label={t('guest.language')}
            value={page.language}
            options={spoken.map((code) => ({ value: code, label: nameOf(code) }))}
            onChange={(code) => setAt(spoken.indexOf(code))}
          />
          {missing.map((code) => (
            <Button key={code} size="sm" variant="ghost" onClick={() => add(code)}>
              <Plus size={14} strokeWidth={1.5} aria-hidden />
              {languageName(code)}
            </Button>
          ))}
        </div>
      )}
      <TextArea
        key={`q-${page.language}`}
        label={t('entry.questions')}
        hint={t('entry.questionsHint')}
        autoFocus
        data-autofocus
        required={at === 0}
        dir="auto"
        value={page.questions}
        onChange={(event) => set({ questions: event.target.value })}
      />
      <TextArea
        key={`a-${page.language}`}
        label={t('entry.answer')}
        hint={t(page.answer.trim() ? 'entry.answerHint' : 'knowledge.noAnswer')}
        rows={6}
        dir="auto"
        value={page.answer}
        onChange={(event) => set({ answer: event.target.value })}
      />
      {at === 0 && form.pages.length === 1 && languages.length > 1 && (
        <Select
          label={t('guest.language')}
          value={page.language}
          onChange={(event) => set({ language: event.target.value })}
        >
          {languages.map((code) => (
            <option key={code} value={code}>
              {nameOf(code)}
            </option>
          ))}
        </Select>
      )}
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <TextField
          type="date"
          label={t('entry.from')}
          hint={t('entry.fromHint')}
          value={form.from}
          onChange={(event) => onChange({ ...form, from: event.target.value })}
        />
        <TextField
          type="date"
          label={t('entry.until')}
          min={form.from || undefined}
          error={flawOf(form) === 'entry.endsEarly' ? t('entry.endsEarly') : undefined}
          value={form.until}
          onChange={(event) => onChange({ ...form, until: event.target.value })}
        />
      </div>
      <Toggle
        label={t('knowledge.bookedOnly')}
        hint={t('entry.bookedHint')}
        checked={form.bookedOnly}
        onChange={(bookedOnly) => onChange({ ...form, bookedOnly })}
      />
    </div>
  );
}
