import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useMatchRoute, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { outbox } from '@/features/conversation/sending';
import { useKeyboard } from '@/features/keyboard/useKeyboard';
import { seekLead } from '@/features/sound/leader';
import { listen } from '@/features/sound/listen';
import { soundState, unlockOnGesture } from '@/features/sound/player';
import { SoundBar } from '@/features/sound/SoundBar';
import { mayUse } from '@/lib/abilities';
import { useStore } from '@/lib/store';
import { connect } from '@/realtime/connection';
import { keepPresence, presenceNow } from '@/realtime/presence';
import { mineQuery } from '@/realtime/snapshots';
import { Toasts } from '@/ui/toast';
import { ConnectionBanner } from './ConnectionBanner';
import { layers } from './layers';
import { Rail } from './Rail';
import { useMe } from './session';

const Palette = lazy(() => import('@/features/keyboard/Palette'));
const ShortcutSheet = lazy(() => import('@/features/keyboard/ShortcutSheet'));

/** The frame of every page: the rail, the page, and what floats above both. */
export function Shell() {
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const atRoot = useMatchRoute()({ to: '/' });
  const layer = useStore(layers, (open) => open);
  useKeyboard();

  useEffect(() => {
    if (atRoot) void navigate({ to: mayUse(me, 'live') ? '/live' : '/knowledge', replace: true });
  }, [atRoot, me, navigate]);
  useEffect(
    () => connect(queries, me.realtime?.url ?? '/realtime', listen(queries)),
    [queries, me.realtime?.url],
  );
  useEffect(() => keepPresence(() => soundState.get() === 'ready'), []);
  useEffect(() => unlockOnGesture(), []);
  useEffect(() => {
    const ready = () => {
      if (soundState.get() !== 'ready') return;
      seekLead();
      presenceNow();
    };
    ready();
    return soundState.subscribe(ready);
  }, []);
  useEffect(() => outbox.resume(), []);
  useTitle();

  return (
    <div className="flex h-full max-sm:flex-col-reverse">
      <Rail />
      <main className="flex min-h-0 min-w-0 flex-1 flex-col bg-bg">
        <ConnectionBanner />
        <SoundBar />
        <Outlet />
      </main>
      <Toasts />
      <Suspense>
        {layer === 'palette' && <Palette />}
        {layer === 'sheet' && <ShortcutSheet />}
      </Suspense>
    </div>
  );
}

/** The number of unread messages in the tab's title, where a person with many tabs looks. */
function useTitle(): void {
  const { data } = useQuery({ ...mineQuery(useQueryClient()), enabled: false });
  const unread = (data?.conversations ?? []).reduce((sum, { unread = 0 }) => sum + unread, 0);
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Deskbell` : 'Deskbell';
  }, [unread]);
}
