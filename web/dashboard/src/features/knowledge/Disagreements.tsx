import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Disagreement, type HubEntry, hubApi } from '@/api/hub';
import { keys } from '@/api/keys';
import { dateTime, languageName } from '@/lib/format';
import { Chip, messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';
import { useSourceName } from './useSourceName';

interface Props {
  property: string;
  all: Disagreement[];
  editable: boolean;
}

/** Questions to which guests are told two answers; one press keeps one, and the others become drafts. */
export function Disagreements({ property, all, editable }: Props) {
  const { t } = useTranslation();
  const name = useSourceName(property);
  const queries = useQueryClient();
  const keep = useMutation({
    mutationFn: async ({ entries, kept }: { entries: HubEntry[]; kept: HubEntry }) => {
      for (const other of entries)
        if (other.id !== kept.id)
          await hubApi.actOnEntry(property, other.id, 'withdraw', other.rev);
    },
    onSuccess: () => toast(t('proposal.keptOne')),
    onError: (error) => toast(messageOf(error, t)),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.knowledge(property) }),
  });
  return (
    <section aria-labelledby="disagreements" className="flex flex-col gap-2">
      <h2 id="disagreements" className="font-medium text-ui">
        {t('proposal.twoAnswers')}
      </h2>
      <p className="text-ink3 text-ui">{t('proposal.twoAnswersHint')}</p>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {all.map(({ question, language, entries }) => (
          <li key={entries.map(({ id }) => id).join()} className="flex flex-col gap-2 px-4 py-3">
            <div className="flex flex-wrap items-center gap-2 text-ui">
              <p dir="auto" className="min-w-0 break-words font-medium">
                {question}
              </p>
              <Chip>{languageName(language)}</Chip>
            </div>
            <ul className="grid gap-3 sm:grid-cols-2">
              {entries.map((entry) => (
                <li key={entry.id} className="flex min-w-0 flex-col items-start gap-1 text-ui">
                  <p dir="auto" className="line-clamp-4 whitespace-pre-wrap break-words text-ink">
                    {answerIn(entry, language)}
                  </p>
                  <p className="break-words text-ink3 text-label">
                    {[
                      entry.updated_by,
                      entry.source && name(entry.source),
                      entry.updated_at && dateTime(entry.updated_at),
                    ]
                      .filter(Boolean)
                      .map((part, i) => (
                        <span key={part}>
                          {i > 0 && ' · '}
                          <bdi>{part}</bdi>
                        </span>
                      ))}
                  </p>
                  {editable && (
                    <Button
                      size="sm"
                      className="mt-1"
                      disabled={keep.isPending}
                      onClick={() => keep.mutate({ entries, kept: entry })}
                    >
                      {t('proposal.keepThis')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What an entry answers in a language: its own, or that of a version. */
function answerIn(entry: HubEntry, language: string): string {
  const base = (tag: string) => tag.split('-', 1)[0]?.toLowerCase();
  return (
    entry.versions.find((version) => base(version.language) === language)?.answer ?? entry.answer
  );
}
