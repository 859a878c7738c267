import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Change, hubApi } from '@/api/hub';
import { keys } from '@/api/keys';
import { dateTime } from '@/lib/format';
import { ErrorCard, messageOf, SkeletonLines } from '@/ui/Bits';
import { Button, IconButton } from '@/ui/Button';
import { toast } from '@/ui/toast';
import type { Figures } from './figures';
import { useFiguresText } from './useFiguresText';

interface Props {
  property: string;
  /** One thing's own history; all of the property's without it. */
  of?: { kind: string; subject: string };
  editable?: boolean;
  onUndone?: () => void;
}

/** Who changed what and when, the newest first, each with how it stood before and the press that takes it back. */
export function HistoryList({ property, of, editable = true, onUndone }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const past = useInfiniteQuery({
    queryKey: [...keys.knowledge(property), 'history', of?.kind, of?.subject],
    queryFn: ({ pageParam }) => hubApi.history(property, { ...of, before: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next || undefined,
  });
  const undo = useMutation({
    mutationFn: (n: string) => hubApi.undo(property, n),
    onSuccess: async () => {
      toast(t('past.undone'));
      await queries.invalidateQueries({ queryKey: keys.knowledge(property) });
      onUndone?.();
    },
    onError: (error) => toast(messageOf(error, t)),
  });
  if (past.error && !past.data) {
    return <ErrorCard error={past.error} onRetry={() => past.refetch()} />;
  }
  if (!past.data) {
    return (
      <div aria-busy className="py-2">
        <SkeletonLines widths={[70, 55, 62]} />
      </div>
    );
  }
  const changes = past.data.pages.flatMap((page) => page.changes);
  if (changes.length === 0) return <p className="text-ink3 text-ui">{t('past.none')}</p>;
  return (
    <>
      <ol className="divide-y divide-line">
        {changes.map((change) => (
          <Line
            key={change.n}
            change={change}
            named={!of}
            busy={undo.isPending}
            onUndo={editable && undoable(change) ? () => undo.mutate(change.n) : undefined}
          />
        ))}
      </ol>
      {past.hasNextPage && (
        <Button
          size="sm"
          className="mt-2"
          disabled={past.isFetchingNextPage}
          onClick={() => past.fetchNextPage()}
        >
          {t('history.more')}
        </Button>
      )}
    </>
  );
}

/** What was deleted with all that was read from it is gone; a passage is decided on anew instead of twice undone. */
function undoable({ kind, action }: Change): boolean {
  return kind !== 'source' && !(kind === 'passage' && action === 'undone');
}

interface LineProps {
  change: Change;
  named: boolean;
  busy: boolean;
  onUndo?: () => void;
}

function Line({ change, named, busy, onUndo }: LineProps) {
  const { t } = useTranslation();
  const tell = useFiguresText();
  const before = saying(change.before, tell);
  const after = saying(change.after, tell);
  return (
    <li className="flex items-start gap-3 py-2.5">
      <div className="min-w-0 flex-1 text-ui">
        <p>
          <span className="font-medium">{t(`change.${change.action}`)}</span>{' '}
          {named && <bdi>{change.title}</bdi>}
        </p>
        <p className="text-ink3 text-label">
          {change.by || t('common.somebody')} ·{' '}
          <time dateTime={change.at}>{dateTime(change.at)}</time>
        </p>
        {before && before !== after && (
          <p dir="auto" className="mt-1 line-clamp-3 text-ink3 line-through">
            {before}
          </p>
        )}
        {after && before !== after && (
          <p dir="auto" className="line-clamp-3 text-ink2">
            {after}
          </p>
        )}
      </div>
      {onUndo && (
        <IconButton
          label={t('past.undo', { title: change.title })}
          disabled={busy}
          onClick={onUndo}
        >
          <Undo2 size={15} strokeWidth={1.5} className="rtl:-scale-x-100" />
        </IconButton>
      )}
    </li>
  );
}

/** What a state of a fact, an entry or a notice says to guests. */
function saying(state: unknown, tell: (figures: Figures) => string): string {
  if (!state || typeof state !== 'object') return '';
  const { value } = state as { value?: Figures };
  if (value) {
    const { details } = state as { details?: string };
    return [details, tell(value)].filter(Boolean).join(' · ');
  }
  const { text, details, answer, draft } = state as Record<string, unknown>;
  const drafted = draft && typeof draft === 'object' ? (draft as { answer?: string }).answer : '';
  for (const part of [text, details, drafted, answer]) {
    if (typeof part === 'string' && part) return part;
  }
  return '';
}
