import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BookOpen, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Knowledge, KnowledgeEntry, Property } from '@/api/types';
import { languageName } from '@/lib/format';
import { rank } from '@/lib/fuzzy';
import { Chip, Empty, messageOf } from '@/ui/Bits';
import { Button, IconButton } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { toast } from '@/ui/toast';
import { EntryDialog } from './EntryDialog';

interface Props {
  property: Property;
  entries: KnowledgeEntry[];
  editable: boolean;
}

/** Questions and their answers, in the property's own words. */
export function EntryList({ property, entries, editable }: Props) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState<KnowledgeEntry | 'new'>();
  const shown = rank(query, entries, ({ questions, answer }) => `${questions.join(' ')} ${answer}`);
  const add = editable && (
    <Button variant="primary" onClick={() => setOpen('new')}>
      <Plus size={14} strokeWidth={2} aria-hidden />
      {t('knowledge.addEntry')}
    </Button>
  );
  return (
    <div className="mx-auto flex max-w-[860px] flex-col gap-4 p-5 max-sm:p-4">
      {entries.length > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <div className="w-64 max-sm:w-full">
            <TextField
              type="search"
              hideLabel
              label={t('knowledge.findEntry')}
              placeholder={t('knowledge.findEntry')}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
          </div>
          {add}
        </div>
      )}
      {entries.length === 0 && (
        <Empty
          icon={<BookOpen size={22} strokeWidth={1.5} />}
          title={t('knowledge.emptyTitle')}
          action={add}
        >
          {t('knowledge.emptyBody')}
        </Empty>
      )}
      {shown.length > 0 && (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {shown.map((entry) => (
            <EntryRow
              key={entry.id}
              property={property.id}
              entry={entry}
              editable={editable}
              onEdit={() => setOpen(entry)}
            />
          ))}
        </ul>
      )}
      {open && (
        <EntryDialog
          property={property}
          entry={open === 'new' ? undefined : open}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  );
}

function EntryRow({
  property,
  entry,
  editable,
  onEdit,
}: {
  property: string;
  entry: KnowledgeEntry;
  editable: boolean;
  onEdit: () => void;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: keys.knowledge(property) });
  const restore = () => {
    const { id: _id, updated_at: _at, ...again } = entry;
    api.createEntry(property, again).then(refresh, (error) => toast(messageOf(error, t)));
  };
  const remove = useMutation({
    mutationFn: () => api.deleteEntry(property, entry.id),
    onSuccess: () => {
      queries.setQueryData<Knowledge>(
        keys.knowledge(property),
        (old) => old && { ...old, entries: old.entries.filter(({ id }) => id !== entry.id) },
      );
      toast(t('knowledge.deleted'), restore);
    },
    onError: (error) => toast(messageOf(error, t)),
  });
  const [first, ...more] = entry.questions;
  return (
    <li className="flex gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p dir="auto" className="font-medium text-ui">
          {first}
          {more.length > 0 && (
            <span className="ms-2 font-normal text-ink3">
              {t('knowledge.moreWays', { count: more.length })}
            </span>
          )}
        </p>
        <p dir="auto" className="line-clamp-3 whitespace-pre-wrap text-ink2 text-ui">
          {entry.answer || t('knowledge.noAnswer')}
        </p>
        <div className="mt-1.5 flex flex-wrap gap-1.5">
          <Chip>{languageName(entry.language)}</Chip>
          {entry.booked_only && <Chip tone="accent">{t('knowledge.bookedOnly')}</Chip>}
        </div>
      </div>
      {editable && (
        <div className="flex shrink-0 items-start">
          <IconButton label={t('knowledge.edit', { question: first })} onClick={onEdit}>
            <Pencil size={15} strokeWidth={1.5} />
          </IconButton>
          <IconButton
            label={t('knowledge.delete', { question: first })}
            disabled={remove.isPending}
            onClick={() => remove.mutate()}
          >
            <Trash2 size={15} strokeWidth={1.5} />
          </IconButton>
        </div>
      )}
    </li>
  );
}
