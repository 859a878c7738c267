import { useNavigate, useSearch } from '@tanstack/react-router';
import { BellOff, ConciergeBell } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { byUrgency, passing, requestOrder } from '@/features/bell/order';
import { readRings, useBoard } from '@/features/bell/rings';
import { withWords } from '@/i18n';
import { useNow } from '@/lib/clock';
import { Empty, ErrorCard, PageHead, SkeletonLines } from '@/ui/Bits';
import { RequestList } from './RequestList';

const loadConversation = withWords(
  ['conversation', 'failure'],
  () => import('@/features/conversation/Conversation'),
);
const Conversation = lazy(() => loadConversation().then((m) => ({ default: m.Conversation })));

/** Everybody who waits for a person, most urgent first, with the answers beside each. */
export default function Requests() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { c: open, ring: wanted } = useSearch({ from: '/inside/requests' });
  const held = useBoard();
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const now = useNow(5000);
  const rows = [...requestOrder(held, now), ...passing(held, Date.now(), me.id)]
    .filter(({ id }, at, all) => all.findIndex((other) => other.id === id) === at)
    .sort(byUrgency);
  const show = (c: string | undefined) => void navigate({ to: '/requests', search: { c } });
  const first = rows.find(({ id, state }) => state === 'ringing' && !held.fates[id])?.id;
  const there = rows.some(({ id }) => id === wanted);
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <PageHead title={t('nav.requests')} />
        {me.duty === 'dnd' && <Quiet />}
        <div ref={setScroller} className="scroll-y min-h-0 flex-1 bg-canvas">
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
          {scroller && rows.length > 0 && (
            <RequestList
              rows={rows}
              first={first}
              wanted={there ? wanted : undefined}
              open={open}
              onOpen={show}
              scroller={scroller}
            />
          )}
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

function Quiet() {
  const { t } = useTranslation();
  return (
    <p className="flex shrink-0 items-center gap-2 border-line border-b bg-sunken px-5 py-2 text-ink2 text-ui max-sm:px-4">
      <BellOff size={14} strokeWidth={1.5} aria-hidden className="shrink-0" />
      {t('requests.quiet')}
    </p>
  );
}
