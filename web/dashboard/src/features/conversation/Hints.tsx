import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Card } from '@/api/types';
import { drafts, useDraft } from './drafts';

/** What could be replied, from the property's knowledge: a press puts it into the empty message box, and a person sends it. */
export function Hints({ card }: { card: Card }) {
  const { t } = useTranslation();
  const empty = useDraft(card.id).reply === '';
  const found = useQuery({
    queryKey: keys.hints(card.id, card.guest_at ?? ''),
    queryFn: () => api.hints(card.id),
    enabled: empty && card.unanswered,
    staleTime: 60_000,
    retry: false, // it helps, or it is not there
  });
  const replies = found.data?.replies ?? [];
  if (!empty || !card.unanswered || replies.length === 0) return null;
  return (
    <ul aria-label={t('hints.title')} className="flex gap-1.5 overflow-x-auto px-3 pt-1 pb-1.5">
      {replies.map((reply) => (
        <li key={`${reply.kind} ${reply.source}`} className="shrink-0">
          <button
            type="button"
            title={reply.text}
            onClick={() => drafts.set(card.id, 'reply', reply.text)}
            className="one-line max-w-64 rounded-full border border-line px-2.5 py-1 text-ink2 text-label hover:bg-sunken hover:text-ink max-sm:min-h-10"
          >
            <bdi>{reply.title}</bdi>
          </button>
        </li>
      ))}
    </ul>
  );
}
