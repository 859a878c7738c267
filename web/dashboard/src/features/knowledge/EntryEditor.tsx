import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type EntryContent, type HubEntry, hubApi } from '@/api/hub';
import { keys } from '@/api/keys';
import type { Property } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { toast } from '@/ui/toast';
import { Conflict } from './Conflict';
import { EntryFields } from './EntryFields';
import { contentOf, flawOf, formOf } from './entryForm';
import { HistoryList } from './HistoryList';
import { theirsOf } from './stale';

interface Props {
  property: Property;
  /** The entry that is changed; a new one begins with `start`. */
  entry?: HubEntry;
  start?: Partial<EntryContent>;
  /** How a new entry is kept, where it is not simply added. */
  create?: (content: EntryContent, draft: boolean) => Promise<HubEntry>;
  onClose: () => void;
}

/**
 * Writes an entry: kept as a draft, or published, which guests are told within a second. Of two people who
 * write the same entry the second sees what the first has saved, and chooses.
 */
export function EntryEditor({ property, entry, start, create, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [seen, setSeen] = useState(entry);
  const [form, setForm] = useState(() => formOf(entry?.draft ?? entry ?? empty(property, start)));
  const [flawed, setFlawed] = useState(false);
  const flaw = flawOf(form);
  const save = useMutation({
    mutationFn: ({ draft, rev }: { draft: boolean; rev?: number }) => {
      const content = contentOf(form);
      if (entry) return hubApi.changeEntry(property.id, entry.id, { ...content, draft, rev });
      if (create) return create(content, draft);
      return hubApi.createEntry(property.id, { ...content, draft });
    },
    onSuccess: async (_saved, { draft }) => {
      toast(t(draft ? 'entry.drafted' : 'entry.published'));
      await queries.invalidateQueries({ queryKey: keys.knowledge(property.id) });
      onClose();
    },
  });
  const keep = (draft: boolean, rev = seen?.rev) => {
    setFlawed(true);
    if (!flaw && !save.isPending) save.mutate({ draft, rev });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep(false);
  };
  const theirs = theirsOf(save.error, 'entry');
  const languages = [
    ...new Set([...property.languages, ...form.pages.map(({ language }) => language)]),
  ];
  return (
    <Dialog
      wide
      title={t(entry ? 'entry.edit' : 'entry.new')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button disabled={save.isPending} onClick={() => keep(true)}>
            {t('entry.saveDraft')}
          </Button>
          <Button type="submit" form="entry" variant="primary" disabled={save.isPending}>
            {t('entry.publish')}
          </Button>
        </>
      }
    >
      <form id="entry" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {theirs && (
          <Conflict
            {...theirs}
            onTheirs={() => {
              setForm(formOf(theirs.now.draft ?? theirs.now));
              setSeen(theirs.now);
              save.reset();
            }}
            onMine={() => {
              setSeen(theirs.now);
              keep(save.variables?.draft ?? false, theirs.now.rev);
            }}
          >
            <p className="font-medium">{(theirs.now.draft ?? theirs.now).questions.join(' · ')}</p>
            <p className="whitespace-pre-wrap">
              {(theirs.now.draft ?? theirs.now).answer || t('knowledge.noAnswer')}
            </p>
          </Conflict>
        )}
        <EntryFields form={form} languages={languages} onChange={setForm} />
        {flawed && flaw && (
          <p role="alert" className="text-danger text-ui">
            {t(flaw)}
          </p>
        )}
        {save.error && !theirs && (
          <p role="alert" className="text-danger text-ui">
            {messageOf(save.error, t)}
          </p>
        )}
      </form>
      {entry && (
        <details className="mt-4 border-line border-t pt-3">
          <summary className="cursor-pointer font-medium text-ink2 text-ui">
            {t('past.title')}
          </summary>
          <div className="mt-2">
            <HistoryList
              property={property.id}
              of={{ kind: 'entry', subject: entry.id }}
              onUndone={onClose}
            />
          </div>
        </details>
      )}
    </Dialog>
  );
}

function empty(property: Property, start: Partial<EntryContent> = {}): EntryContent {
  return {
    questions: [],
    answer: '',
    language: property.languages[0] ?? 'en',
    versions: [],
    booked_only: false,
    ...start,
  };
}
