import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Fact, FactState, Knowledge } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Choice, TextArea } from '@/ui/Field';
import { toast } from '@/ui/toast';

interface Props {
  property: string;
  fact: Fact;
  editable: boolean;
}

/**
 * One fact. *No* and *not said yet* are saved by the press; *yes* opens its details, which Enter saves
 * and Esc leaves as they were.
 */
export function FactRow({ property, fact, editable }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<string>();
  const save = useMutation({
    mutationFn: (value: { state: FactState; details: string }) =>
      api.saveFact(property, fact.key, value),
    onSuccess: (_saved, value) => {
      queries.setQueryData<Knowledge>(
        keys.knowledge(property),
        (old) =>
          old && {
            ...old,
            facts: old.facts.map((other) =>
              other.key === fact.key ? { ...other, ...value } : other,
            ),
          },
      );
      setEditing(undefined);
    },
    onError: (error) => toast(messageOf(error, t)),
  });
  const choose = (state: FactState) => {
    if (state === 'yes') setEditing(fact.details);
    else save.mutate({ state, details: '' });
  };
  const keep = () => {
    if (editing?.trim()) save.mutate({ state: 'yes', details: editing.trim() });
  };
  const state = editing === undefined ? fact.state : 'yes';
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-52">
          <p className="font-medium text-ui">{fact.label}</p>
          {editing === undefined && fact.state === 'yes' && (
            <button
              type="button"
              disabled={!editable}
              dir="auto"
              onClick={() => setEditing(fact.details)}
              className="-mx-1 w-full rounded-chip px-1 text-start text-ink2 text-ui enabled:hover:bg-sunken"
            >
              {fact.details}
            </button>
          )}
          {editing === undefined && fact.state === 'unknown' && fact.question && (
            <p className="text-ink3 text-ui">{fact.question}</p>
          )}
        </div>
        <Choice
          hideLabel
          label={fact.label}
          value={state}
          disabled={!editable || save.isPending}
          onChange={choose}
          options={[
            { value: 'yes', label: t('fact.yes') },
            { value: 'no', label: t('fact.no') },
            { value: 'unknown', label: t('fact.unknown') },
          ]}
        />
      </div>
      {editing !== undefined && (
        <div className="mt-2">
          <TextArea
            label={t('fact.details', { label: fact.label })}
            hideLabel
            autoFocus
            dir="auto"
            rows={2}
            value={editing}
            placeholder={fact.question}
            onChange={(event) => setEditing(event.target.value)}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === 'Escape') setEditing(undefined);
              if (event.key === 'Enter' && !event.shiftKey) {
                event.preventDefault();
                keep();
              }
            }}
          />
          <div className="mt-2 flex justify-end gap-2">
            <Button size="sm" variant="ghost" onClick={() => setEditing(undefined)}>
              {t('common.cancel')}
            </Button>
            <Button
              size="sm"
              variant="primary"
              disabled={!editing.trim() || save.isPending}
              onClick={keep}
            >
              {t('common.save')}
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}
