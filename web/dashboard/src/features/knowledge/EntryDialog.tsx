import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { KnowledgeEntry, Property } from '@/api/types';
import { languageName } from '@/lib/format';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Select, TextArea, Toggle } from '@/ui/Field';

export function EntryDialog({
  property,
  entry,
  onClose,
}: {
  property: Property;
  entry?: KnowledgeEntry;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [questions, setQuestions] = useState(entry?.questions.join('\n') ?? '');
  const [answer, setAnswer] = useState(entry?.answer ?? '');
  const [language, setLanguage] = useState(entry?.language ?? property.languages[0] ?? 'en');
  const [booked, setBooked] = useState(entry?.booked_only ?? false);
  const lines = questions
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const save = useMutation({
    mutationFn: () => {
      const value = { questions: lines, answer: answer.trim(), booked_only: booked, language };
      return entry
        ? api.updateEntry(property.id, entry.id, value)
        : api.createEntry(property.id, value);
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.knowledge(property.id) });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (lines.length > 0 && !save.isPending) save.mutate();
  };
  const languages = [...new Set([...property.languages, language])];
  return (
    <Dialog
      wide
      title={t(entry ? 'entry.edit' : 'entry.new')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="submit"
            form="entry"
            variant="primary"
            disabled={lines.length === 0 || save.isPending}
          >
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form id="entry" onSubmit={submit} className="flex flex-col gap-4">
        <TextArea
          label={t('entry.questions')}
          hint={t('entry.questionsHint')}
          autoFocus
          required
          dir="auto"
          value={questions}
          onChange={(event) => setQuestions(event.target.value)}
        />
        <TextArea
          label={t('entry.answer')}
          hint={t('entry.answerHint')}
          rows={6}
          dir="auto"
          value={answer}
          onChange={(event) => setAnswer(event.target.value)}
        />
        <Select
          label={t('guest.language')}
          value={language}
          onChange={(event) => setLanguage(event.target.value)}
        >
          {languages.map((code) => (
            <option key={code} value={code}>
              {languageName(code)}
            </option>
          ))}
        </Select>
        <Toggle
          label={t('knowledge.bookedOnly')}
          hint={t('entry.bookedHint')}
          checked={booked}
          onChange={setBooked}
        />
        {save.error && (
          <p role="alert" className="text-danger text-ui">
            {messageOf(save.error, t)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
