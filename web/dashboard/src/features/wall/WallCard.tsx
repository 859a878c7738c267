import clsx from 'clsx';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card } from '@/api/types';
import { useMe } from '@/app/session';
import { abilities } from '@/lib/abilities';
import { needsAnswer } from '@/lib/live';
import { useLost } from '@/realtime/ephemeral';
import { Button } from '@/ui/Button';
import { CardFoot } from './CardFoot';
import { CardHead } from './CardHead';
import { CardLines } from './CardLines';
import { LostLine } from './LostLine';
import { QuickAnswer } from './QuickAnswer';
import { useGuestLabel } from './useGuestLabel';
import { useTake } from './useTake';

interface Props {
  card: Card;
  compact: boolean;
  paused: boolean;
  selected: boolean;
  onOpen: (id: string) => void;
}

/** One conversation on the wall. Pressing it anywhere opens its transcript; its buttons stand above that. */
export const WallCard = memo(function WallCard(props: Props) {
  const { card, compact, paused, selected, onOpen } = props;
  const { t } = useTranslation();
  const me = useMe();
  const label = useGuestLabel(card);
  const lost = useLost(card.id);
  const take = useTake(card.id);
  const [answering, setAnswering] = useState(false);
  const can = abilities(card, me);
  const waiting = card.controller.kind === 'waiting';
  const canAnswer = needsAnswer(card) && can.answerAndHandBack;
  return (
    <article
      aria-label={label}
      data-conversation={card.id}
      className={clsx(
        'relative flex min-h-full min-w-0 flex-col rounded-card border bg-surface transition-[border-color] duration-[80ms]',
        selected
          ? 'border-accent'
          : waiting
            ? 'border-brass/60'
            : 'border-line hover:border-strong',
        answering ? 'z-10 shadow-float' : 'h-full overflow-hidden',
        paused && 'border-dashed bg-transparent! grayscale',
      )}
    >
      <button
        type="button"
        aria-label={t('wall.open', { name: label })}
        onClick={() => onOpen(card.id)}
        data-item
        className="absolute inset-0 rounded-[inherit]"
      />
      <CardHead card={card} label={label} compact={compact} />
      <CardLines card={card} compact={compact} />
      {answering ? (
        <QuickAnswer card={card} onClose={() => setAnswering(false)} />
      ) : (
        <CardFoot card={card} compact={compact} tight={canAnswer}>
          {canAnswer && !lost && (
            <Button size="sm" variant="ghost" onClick={() => setAnswering(true)}>
              {t('action.answerAndHandBack')}
            </Button>
          )}
          {can.takeControl && !lost && (
            <Button
              size="sm"
              data-action="take"
              variant={waiting ? 'primary' : 'secondary'}
              onClick={() => !take.isPending && take.mutate()}
            >
              {t(take.isPending ? 'action.taking' : 'action.takeControl')}
            </Button>
          )}
          {lost && <LostLine lost={lost} />}
        </CardFoot>
      )}
    </article>
  );
});
