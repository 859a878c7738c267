import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, Pencil, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '@/api/keys';
import { type Passage, type PassageState, type Source, sourceApi } from '@/api/sources';
import { Empty, ErrorCard, messageOf, SkeletonLines } from '@/ui/Bits';
import { Button, IconButton } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Choice } from '@/ui/Field';
import { toast } from '@/ui/toast';

/** How many are read at a time. */
const PAGE = 100;
const STATES: PassageState[] = ['draft', 'approved', 'refused'];

interface Props {
  property: string;
  source: Source;
  editable: boolean;
  onClose: () => void;
  onCorrect: (passage: string) => void;
}

/** What was found in a source, piece by piece: what is new or changed is approved before any guest is told it. */
export function Passages({ property, source, editable, onClose, onCorrect }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [state, setState] = useState<PassageState>(source.drafts > 0 ? 'draft' : 'approved');
  const found = useInfiniteQuery({
    queryKey: [...keys.knowledge(property), 'passages', source.id, state],
    queryFn: ({ pageParam }) =>
      sourceApi.passages(property, { source: source.id, state, after: pageParam, limit: PAGE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ passages }) => (passages.length < PAGE ? undefined : passages.at(-1)?.id),
  });
  const settle = {
    onError: (error: unknown) => toast(messageOf(error, t)),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.knowledge(property) }),
  };
  const decide = useMutation({
    mutationFn: ({ id, approve }: { id: string; approve: boolean }) =>
      sourceApi.decide(property, [id], approve),
    ...settle,
  });
  const all = useMutation({
    mutationFn: (approve: boolean) => sourceApi.decideAll(property, source.id, approve),
    ...settle,
  });
  const passages = found.data?.pages.flatMap((page) => page.passages) ?? [];
  return (
    <Dialog
      wide
      title={source.name}
      onClose={onClose}
      footer={
        editable && state === 'draft' && passages.length > 0 ? (
          <>
            <Button disabled={all.isPending} onClick={() => all.mutate(false)}>
              {t('passage.refuseAll')}
            </Button>
            <Button variant="primary" disabled={all.isPending} onClick={() => all.mutate(true)}>
              {t('passage.approveAll')}
            </Button>
          </>
        ) : undefined
      }
    >
      <Choice
        hideLabel
        label={t('passage.show')}
        value={state}
        onChange={setState}
        options={STATES.map((value) => ({ value, label: t(`passageState.${value}`) }))}
      />
      {found.error && !found.data && (
        <ErrorCard error={found.error} onRetry={() => found.refetch()} />
      )}
      {!found.data && !found.error && (
        <div aria-busy className="py-4">
          <SkeletonLines widths={[60, 80, 70]} />
        </div>
      )}
      {found.data && passages.length === 0 && <Empty title={t('passage.none')} />}
      <ul className="mt-2 divide-y divide-line">
        {passages.map((passage) => (
          <Piece
            key={passage.id}
            passage={passage}
            busy={decide.isPending || all.isPending}
            onDecide={
              editable ? (approve) => decide.mutate({ id: passage.id, approve }) : undefined
            }
            onCorrect={() => onCorrect(passage.id)}
          />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button size="sm" disabled={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {t('history.more')}
        </Button>
      )}
    </Dialog>
  );
}

interface PieceProps {
  passage: Passage;
  busy: boolean;
  onDecide?: (approve: boolean) => void;
  onCorrect: () => void;
}

function Piece({ passage, busy, onDecide, onCorrect }: PieceProps) {
  const { t } = useTranslation();
  return (
    <li className="flex items-start gap-3 py-3">
      <div className="min-w-0 flex-1 text-ui">
        <p dir="auto" className="break-words font-medium">
          {passage.title}
        </p>
        {passage.was && (
          <p dir="auto" className="whitespace-pre-wrap break-words text-ink3 line-through">
            {passage.was.text}
          </p>
        )}
        <p dir="auto" className="whitespace-pre-wrap break-words text-ink2">
          {passage.text}
        </p>
        <p dir="auto" className="mt-1 break-all text-ink3 text-label">
          {passage.page}
        </p>
      </div>
      {onDecide && (
        <div className="flex shrink-0">
          {passage.state !== 'refused' && (
            <IconButton
              label={t('passage.correct', { title: passage.title || passage.page })}
              disabled={busy}
              onClick={onCorrect}
            >
              <Pencil size={15} strokeWidth={1.5} />
            </IconButton>
          )}
          {passage.state !== 'refused' && (
            <IconButton
              label={t('passage.refuse', { title: passage.title || passage.page })}
              disabled={busy}
              onClick={() => onDecide(false)}
            >
              <X size={16} strokeWidth={1.5} />
            </IconButton>
          )}
          {passage.state !== 'approved' && (
            <IconButton
              label={t('passage.approve', { title: passage.title || passage.page })}
              disabled={busy}
              onClick={() => onDecide(true)}
            >
              <Check size={16} strokeWidth={1.5} className="text-live" />
            </IconButton>
          )}
        </div>
      )}
    </li>
  );
}
