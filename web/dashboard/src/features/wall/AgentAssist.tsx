import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Rows3, Rows4 } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { withWords } from '@/i18n';
import { liveQuery } from '@/realtime/snapshots';
import { ErrorCard, PageHead } from '@/ui/Bits';
import { IconButton } from '@/ui/Button';
import { useDensity } from './useDensity';
import { usePropertyFilter } from './usePropertyFilter';
import { Wall } from './Wall';
import { WallSkeleton } from './WallSkeleton';

// The wall stands before the thread's own code is there; it loads behind it.
const loadConversation = withWords(
  ['conversation', 'failure'],
  () => import('@/features/conversation/Conversation'),
);
const PropertyFilter = lazy(() => import('./PropertyFilter'));
const Conversation = lazy(() => loadConversation().then((m) => ({ default: m.Conversation })));

/** Every conversation the assistant is in, live, and one press to take it over. */
export default function AgentAssist() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { c: open } = useSearch({ from: '/inside/live' });
  const { data, error, refetch } = useQuery(liveQuery(useQueryClient()));
  const [filter] = usePropertyFilter();
  const [density, setDensity] = useDensity();
  // The same function at every render: the cards are compared by what they are given.
  const show = useCallback(
    (c: string | undefined) => void navigate({ to: '/live', search: { c } }),
    [navigate],
  );
  useEffect(() => void loadConversation(), []);
  const close = () => {
    show(undefined);
    document
      .querySelector<HTMLElement>(`[data-conversation="${CSS.escape(open ?? '')}"] [data-item]`)
      ?.focus();
  };
  const compact = density === 'compact';
  const DensityIcon = compact ? Rows3 : Rows4;
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <PageHead title={t('nav.agentAssist')}>
          {me.properties.length > 1 && (
            <Suspense fallback={<span className="h-8 w-32" />}>
              <PropertyFilter />
            </Suspense>
          )}
          <IconButton
            className="max-sm:hidden"
            label={t(compact ? 'wall.comfortable' : 'wall.compact')}
            onClick={() => setDensity(compact ? 'comfortable' : 'compact')}
          >
            <DensityIcon size={16} strokeWidth={1.5} />
          </IconButton>
        </PageHead>
        {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
        {!data && !error && <WallSkeleton />}
        {data && (
          <Wall
            cards={data.conversations}
            filter={filter}
            compact={compact}
            open={open}
            onOpen={show}
          />
        )}
      </div>
      {open && (
        <aside
          aria-label={t('wall.transcript')}
          className="flex w-[440px] shrink-0 flex-col border-line border-s bg-bg max-lg:fixed max-lg:inset-0 max-lg:z-30 max-lg:w-auto max-lg:border-0"
        >
          <Suspense>
            <Conversation key={open} id={open} onClose={close} />
          </Suspense>
        </aside>
      )}
    </div>
  );
}
