import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type HubEntry, hubApi, type TestQuestion } from '@/api/hub';
import { keys } from '@/api/keys';
import type { Fact, Property } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Select, TextField, Toggle } from '@/ui/Field';

interface Props {
  property: Property;
  facts: Fact[];
  entries: HubEntry[];
  test?: TestQuestion;
  onClose: () => void;
}

/** A question, and what it is to be answered with: an entry, a fact, or *cannot help*. */
export function TestDialog({ property, facts, entries, test, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [question, setQuestion] = useState(test?.question ?? '');
  const [expect, setExpect] = useState(test?.expect ?? 'cannot_help');
  const [booked, setBooked] = useState(test?.booked ?? false);
  const save = useMutation({
    mutationFn: () => {
      const body = { question: question.trim(), expect, booked, language: test?.language };
      return test
        ? hubApi.changeTest(property.id, test.id, body)
        : hubApi.createTest(property.id, body);
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [...keys.knowledge(property.id), 'tests'] });
      onClose();
    },
  });
  const ready = question.trim() !== '' && !save.isPending;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) save.mutate();
  };
  const listed = entries.filter(({ state }) => state === 'live');
  const known =
    expect === 'cannot_help' ||
    facts.some(({ key }) => key === expect) ||
    listed.some(({ id }) => id === expect);
  return (
    <Dialog
      title={t(test ? 'test.change' : 'test.new')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form="test" variant="primary" disabled={!ready}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form id="test" onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t('try.question')}
          autoFocus
          data-autofocus
          required
          dir="auto"
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
        />
        <Select
          label={t('test.expect')}
          value={expect}
          onChange={(event) => setExpect(event.target.value)}
        >
          <option value="cannot_help">{t('decision.cannot_help')}</option>
          {!known && <option value={expect}>{t('test.anEntry')}</option>}
          <optgroup label={t('knowledge.entries')}>
            {listed.map(({ id, questions: [first] }) => (
              <option key={id} value={id}>
                {first}
              </option>
            ))}
          </optgroup>
          <optgroup label={t('knowledge.facts')}>
            {facts.map(({ key, label }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </optgroup>
        </Select>
        <Toggle label={t('test.booked')} checked={booked} onChange={setBooked} />
        {save.error && (
          <p role="alert" className="text-danger text-ui">
            {messageOf(save.error, t)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
