import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Languages } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answeringApi, answeringKeys } from '@/api/answering';
import type { Card } from '@/api/types';
import { useProperty } from '@/app/session';
import { languageName } from '@/lib/format';
import { messageOf } from '@/ui/Bits';
import { Button, IconButton } from '@/ui/Button';
import { drafts } from './drafts';

interface Turned {
  id: string;
  mine: string;
  theirs: string;
  figures: boolean;
}

/**
 * One's reply said in the guest's language, put in its place in the box: it is read, changed and sent by a person. `button`
 * stands beside the box and `line` above it; both are nothing where no model helps, or the guest reads what one writes.
 */
export function useTranslateDraft(card: Card, text: string) {
  const { t, i18n } = useTranslation();
  const helps = useProperty(card.property_id)?.helps;
  const queries = useQueryClient();
  // As the guest wrote, where a message of theirs was translated; else as their browser speaks.
  const { data: heard } = useQuery({
    queryKey: answeringKeys.heard(card.id),
    queryFn: () => queries.getQueryData<string>(answeringKeys.heard(card.id)) ?? '',
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const to = heard || card.language || '';
  const [turned, setTurned] = useState<Turned>();
  const ask = useMutation({
    mutationFn: (mine: string) => answeringApi.translate(card.id, { text: mine }, to),
    onSuccess: (found, mine) => {
      // Whoever went on writing meanwhile keeps what they wrote.
      if (drafts.get(card.id).reply !== mine) return;
      drafts.set(card.id, 'reply', found.text);
      setTurned({ id: card.id, mine, theirs: found.text, figures: found.figures });
    },
  });
  const reset = ask.reset;
  // Once it was sent, or thrown away, there is nothing to go back to.
  useEffect(() => {
    if (text === '') {
      setTurned(undefined);
      reset();
    }
  }, [text, reset]);
  if (!helps || !to || to.slice(0, 2) === i18n.language.slice(0, 2)) return {};
  const back = turned?.id === card.id ? turned : undefined;
  const button = (
    <IconButton
      label={t('translate.reply', { language: languageName(to) })}
      disabled={text.trim() === '' || ask.isPending || text === back?.theirs}
      onClick={() => ask.mutate(text)}
    >
      <Languages size={16} strokeWidth={1.5} />
    </IconButton>
  );
  const line = (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-2 px-4 pb-1 text-label empty:hidden"
    >
      {ask.isPending && <span className="text-ink3">{t('translate.waiting')}</span>}
      {ask.isError && <span className="text-danger">{messageOf(ask.error, t)}</span>}
      {back && !ask.isPending && !ask.isError && (
        <>
          <span className={back.figures ? 'text-brass' : 'text-ink3'}>
            {t(back.figures ? 'translate.figures' : 'translate.readIt', {
              language: languageName(to),
            })}
          </span>
          <Button
            size="sm"
            variant="ghost"
            className="ms-auto"
            onClick={() => {
              drafts.set(card.id, 'reply', back.mine);
              setTurned(undefined);
            }}
          >
            {t('translate.mine')}
          </Button>
        </>
      )}
    </div>
  );
  return { button, line };
}
