import { useNavigate, useSearch } from '@tanstack/react-router';
import { BellOff, ConciergeBell } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import type { Seen } from '@/features/bell/board';
import { byUrgency, passing, requestOrder } from '@/features/bell/order';
import { RingRow } from '@/features/bell/RingRow';
import { readRings, useBoard } from '@/features/bell/rings';
import { LostLine } from '@/features/wall/LostLine';
import { useTake } from '@/features/wall/useTake';
import { useNow } from '@/lib/clock';
import { shortSpan } from '@/lib/format';
import { useLost } from '@/realtime/ephemeral';
import { Empty, ErrorCard, PageHead, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';

const Conversation = lazy(() =>
  import('@/features/conversation/Conversation').then((m) => ({ default: m.Conversation })),
);

/** Everybody who waits for a person, most urgent first, with the answers beside each. */
export default function Requests() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { c: open, ring: wanted } = useSearch({ from: '/inside/requests' });
  const held = useBoard();
  const list = useRef<HTMLUListElement>(null);
  const now = useNow(5000);
  const rows = [...requestOrder(held, now), ...passing(held, Date.now())]
    .filter(({ id }, at, all) => all.findIndex((other) => other.id === id) === at)
    .sort(byUrgency);
  const show = (c: string | undefined) => void navigate({ to: '/requests', search: { c } });
  const first = rows.find(({ id, state }) => state === 'ringing' && !held.fates[id])?.id;
  const there = rows.some(({ id }) => id === wanted);
  useEffect(() => {
    if (!there || !wanted) return;
    list.current?.querySelector<HTMLElement>(`[data-ring="${CSS.escape(wanted)}"]`)?.focus();
  }, [wanted, there]);
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <PageHead title={t('nav.requests')} />
        {me.duty === 'dnd' && <Quiet />}
        <div className="scroll-y min-h-0 flex-1 bg-canvas">
          {held.read === 'failed' && (
            <ErrorCard error={undefined} onRetry={() => void readRings()} />
          )}
          {held.read === 'never' && rows.length === 0 && (
            <div aria-busy className="mx-auto max-w-[860px] p-5 max-sm:p-3">
              <div className="rounded-card border border-line bg-surface p-5">
                <SkeletonLines widths={[40, 86, 60]} />
              </div>
            </div>
          )}
          {held.read === 'once' && wanted && !there && (
            <p role="status" className="mx-auto max-w-[860px] px-5 pt-4 text-ink2 text-ui">
              {t('requests.gone')}
            </p>
          )}
          {held.read === 'once' && rows.length === 0 && (
            <Empty
              icon={<ConciergeBell size={24} strokeWidth={1.5} />}
              title={t('requests.emptyTitle')}
            >
              {t('requests.emptyBody')}
            </Empty>
          )}
          <ul
            ref={list}
            className="mx-auto flex max-w-[860px] flex-col gap-3 p-5 empty:hidden max-sm:p-3"
          >
            {rows.map((ring) => (
              <li key={ring.id}>
                <Row ring={ring} keyed={ring.id === first} open={open} onOpen={show} />
              </li>
            ))}
          </ul>
        </div>
      </div>
      {open && (
        <aside
          aria-label={t('wall.transcript')}
          className="flex w-[440px] shrink-0 flex-col border-line border-s bg-bg max-lg:fixed max-lg:inset-0 max-lg:z-30 max-lg:w-auto max-lg:border-0"
        >
          <Suspense>
            <Conversation key={open} id={open} onClose={() => show(undefined)} />
          </Suspense>
        </aside>
      )}
    </div>
  );
}

interface RowProps {
  ring: Seen;
  keyed: boolean;
  open: string | undefined;
  onOpen: (conversation: string) => void;
}

function Row({ ring, keyed, open, onOpen }: RowProps) {
  const held = useBoard();
  const id = ring.conversation_id;
  const missed = ring.state === 'ended' && held.missed.some((other) => other.id === ring.id);
  const urgent = ring.kind === 'emergency' || ring.kind === 'alarm';
  return (
    <RingRow
      ring={ring}
      fate={missed ? undefined : held.fates[ring.id]}
      keyed={keyed}
      selected={open === id}
      onOpen={() => onOpen(id)}
      mixed
      className={`rounded-card border bg-surface p-4 ${urgent ? 'border-danger' : ring.state === 'ringing' && !ring.declined ? 'border-brass/60' : 'border-line'}`}
    >
      {missed ? <Missed ring={ring} /> : undefined}
    </RingRow>
  );
}

/** Nobody came in time, but the guest is still there: one press makes it good. */
function Missed({ ring }: { ring: Seen }) {
  const { t } = useTranslation();
  const take = useTake(ring.conversation_id);
  const lost = useLost(ring.conversation_id);
  useNow();
  if (lost) return <LostLine lost={lost} />;
  const ago = shortSpan(Date.now() - Date.parse(ring.ended_at ?? ''));
  return (
    <>
      <Button variant="primary" data-action="take" onClick={() => !take.isPending && take.mutate()}>
        {t(take.isPending ? 'action.taking' : 'action.takeControl')}
      </Button>
      <span className="nums ms-1 font-medium text-danger text-ui">
        {t('requests.missed', { span: ago })}
      </span>
    </>
  );
}

function Quiet() {
  const { t } = useTranslation();
  return (
    <p className="flex shrink-0 items-center gap-2 border-line border-b bg-sunken px-5 py-2 text-ink2 text-ui max-sm:px-4">
      <BellOff size={14} strokeWidth={1.5} aria-hidden className="shrink-0" />
      {t('requests.quiet')}
    </p>
  );
}
