import { Bot, Moon } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card } from '@/api/types';
import { usePaused } from '@/app/ConnectionBanner';
import { useMe } from '@/app/session';
import { serverNow, useNow } from '@/lib/clock';
import { groupOf } from '@/lib/live';
import { useLostIds } from '@/realtime/ephemeral';
import { Empty } from '@/ui/Bits';
import { wallOrder } from './order';
import { useHeld, useHeldOrder } from './useHeldOrder';
import { WallGrid } from './WallGrid';

interface Props {
  cards: Card[];
  filter: string[];
  compact: boolean;
  open: string | undefined;
  onOpen: (id: string) => void;
}

/** The two regions of the wall in one scroll: with the assistant or waiting, and with an agent. */
export function Wall({ cards, filter, compact, open, onOpen }: Props) {
  const { t } = useTranslation();
  // A state and not a ref: the grids below measure it, and children are ready before their parent is.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const { held, handlers } = useHeld();
  const paused = usePaused();
  const lost = useLostIds();
  const minute = useNow(5000);

  const { free, taken } = useMemo(() => {
    const now = Math.max(serverNow(), minute);
    const shown = cards.filter(
      ({ property_id }) => filter.length === 0 || filter.includes(property_id),
    );
    const groups = new Map(shown.map((card) => [card.id, groupOf(card, now)]));
    const isFree = ({ id }: Card) => {
      const group = groups.get(id);
      // A card I was too late for stays for its 4 s, to say who was faster.
      return group === 'live' || group === 'waiting' || (id in lost && group === 'with_agent');
    };
    return {
      free: wallOrder(shown.filter(isFree)),
      taken: wallOrder(shown.filter((card) => groups.get(card.id) === 'with_agent')),
    };
  }, [cards, filter, lost, minute]);

  const byId = useMemo(() => new Map(cards.map((card) => [card.id, card])), [cards]);
  const freeOrder = useHeldOrder(
    useMemo(() => free.map(({ id }) => id), [free]),
    held,
  );
  const freeIds = useMemo(() => new Set(free.map(({ id }) => id)), [free]);
  // What left for an agent is shown there at once; above, its place stays empty while the wall is held.
  const takenIds = useMemo(
    () => taken.map(({ id }) => id).filter((id) => !freeIds.has(id)),
    [taken, freeIds],
  );
  const grid = scroller && { byId, compact, open, onOpen, scroller, paused };
  return (
    <div
      ref={setScroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll region must be reachable by keyboard
      tabIndex={0}
      className="scroll-y relative min-h-0 flex-1 bg-canvas outline-offset-[-2px]"
      {...handlers}
    >
      <section aria-label={t('wall.live')} className="p-5 pb-2 max-sm:p-3">
        <GroupHead title={t('wall.live')} count={free.length} />
        {freeOrder.length > 0 ? (
          grid && <WallGrid ids={freeOrder} present={freeIds} {...grid} />
        ) : (
          <QuietWall filtered={filter.length > 0} />
        )}
      </section>
      <section aria-label={t('wall.withAgent')} className="p-5 pt-3 max-sm:p-3">
        <GroupHead title={t('wall.withAgent')} count={takenIds.length} />
        {takenIds.length > 0 ? (
          grid && <WallGrid ids={takenIds} {...grid} />
        ) : (
          <p className="text-ink3 text-ui">{t('wall.nobodyTaken')}</p>
        )}
      </section>
    </div>
  );
}

function GroupHead({ title, count }: { title: string; count: number }) {
  return (
    <h2 className="mb-2.5 flex items-baseline gap-2 font-semibold text-ink2 text-ui">
      {title}
      <span className="nums font-normal text-ink3">{count}</span>
    </h2>
  );
}

function QuietWall({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation();
  const { demo } = useMe();
  return (
    <Empty
      icon={filtered ? <Moon size={22} strokeWidth={1.5} /> : <Bot size={24} strokeWidth={1.5} />}
      title={t('wall.quietTitle')}
      action={
        demo && (
          <a
            className="font-medium text-accent text-ui underline"
            href="/demo/"
            target="_blank"
            rel="noopener"
          >
            {t('wall.tryDemo')}
          </a>
        )
      }
    >
      {t(filtered ? 'wall.quietFiltered' : 'wall.quietBody')}
    </Empty>
  );
}
