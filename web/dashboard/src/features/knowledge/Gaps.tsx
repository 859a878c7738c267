import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleHelp, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type EntryContent, type Gap, type HubEntry, hubApi } from '@/api/hub';
import { keys } from '@/api/keys';
import type { Property } from '@/api/types';
import { dateTime, languageName } from '@/lib/format';
import { Chip, Empty, ErrorCard, messageOf, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';
import { EntryEditor } from './EntryEditor';

/** What guests asked and nobody could answer, alike questions together: the most asked first. */
export function Gaps({ property, editable }: { property: Property; editable: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Gap>();
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.knowledge(property.id), 'gaps'],
    queryFn: () => hubApi.gaps(property.id),
  });
  return (
    <div className="mx-auto flex max-w-[860px] flex-col gap-4 p-5 max-sm:p-4">
      {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <div aria-busy>
          <SkeletonLines widths={[60, 45, 70, 52]} />
        </div>
      )}
      {data?.gaps.length === 0 && (
        <Empty icon={<CircleHelp size={22} strokeWidth={1.5} />} title={t('gap.emptyTitle')}>
          {t('gap.emptyBody')}
        </Empty>
      )}
      {data && data.gaps.length > 0 && (
        <>
          <p className="text-ink3 text-ui">{t('gap.hint')}</p>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {data.gaps.map((gap) => (
              <Row
                key={gap.id}
                property={property.id}
                gap={gap}
                onFill={editable ? () => setOpen(gap) : undefined}
              />
            ))}
          </ul>
        </>
      )}
      {open && (
        <EntryEditor
          key={open.id}
          property={property}
          start={{
            questions: wordings(open),
            answer: open.reply ?? '',
            language: open.language || property.languages[0] || 'en',
          }}
          create={(content, draft) => fill(property.id, open, content, draft)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  );
}

/** How guests asked it, each wording once. */
function wordings({ examples, question }: Gap): string[] {
  const asked = examples.map(({ text }) => text.replace(/\s+/g, ' ').trim());
  return asked.length > 0 ? [...new Set(asked)] : [question];
}

/** Makes an entry of a gap. What a gap says nothing of, further languages and days, is added to the entry. */
async function fill(
  property: string,
  { asks }: Gap,
  content: EntryContent,
  draft: boolean,
): Promise<HubEntry> {
  const { questions, answer, language } = content;
  const made = await hubApi.fillGap(property, { asks, questions, answer, language, draft });
  const { versions, booked_only, valid_from, valid_until } = content;
  if (versions.length === 0 && !booked_only && !valid_from && !valid_until) return made;
  return hubApi.changeEntry(property, made.id, {
    ...content,
    draft: made.state === 'draft',
    rev: made.rev,
  });
}

interface RowProps {
  property: string;
  gap: Gap;
  onFill?: () => void;
}

function Row({ property, gap, onFill }: RowProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const dismiss = useMutation({
    mutationFn: () => hubApi.dismissGap(property, gap.asks),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.knowledge(property) }),
    onError: (error) => toast(messageOf(error, t)),
  });
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p dir="auto" className="line-clamp-3 break-words font-medium text-ui">
          {gap.question}
        </p>
        {gap.reply && (
          <p dir="auto" className="mt-1 line-clamp-3 border-line border-s-2 ps-3 text-ink2 text-ui">
            <span className="block text-ink3 text-label">
              {t('gap.replied', { name: gap.reply_by || t('common.somebody') })}
            </span>
            {gap.reply}
          </p>
        )}
        <details className="mt-1.5">
          <summary className="flex cursor-pointer flex-wrap items-center gap-1.5 text-ink3 text-label">
            <Chip tone="brass">{t('gap.times', { count: gap.count })}</Chip>
            {gap.language && <Chip>{languageName(gap.language)}</Chip>}
            <span>{t('gap.last', { at: dateTime(gap.last_at) })}</span>
          </summary>
          <ul className="mt-1.5 flex flex-col gap-1">
            {gap.examples.map((ask) => (
              <li key={`${ask.conversation_id} ${ask.at}`} className="text-ui">
                <Link
                  to="/history"
                  search={{ c: ask.conversation_id }}
                  dir="auto"
                  className="break-words text-accent hover:underline"
                >
                  {ask.text}
                </Link>
              </li>
            ))}
          </ul>
        </details>
      </div>
      {onFill && (
        <div className="flex items-center gap-2">
          <Button
            size="sm"
            variant="ghost"
            disabled={dismiss.isPending}
            onClick={() => dismiss.mutate()}
          >
            {t('gap.dismiss')}
          </Button>
          <Button size="sm" variant="primary" onClick={onFill}>
            <Plus size={14} strokeWidth={2} aria-hidden />
            {t('gap.fill')}
          </Button>
        </div>
      )}
    </li>
  );
}
