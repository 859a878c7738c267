import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { Bell } from '@/features/bell/Bell';
import { hearNews } from '@/features/bell/news';
import { hearRings } from '@/features/bell/rings';
import { outbox } from '@/features/conversation/sending';
import { dutyLayer } from '@/features/duty/layer';
import { useKeyboard } from '@/features/keyboard/useKeyboard';
import { usePushKept } from '@/features/push/usePushKept';
import { seekLead, yieldLead } from '@/features/sound/leader';
import { listen } from '@/features/sound/listen';
import { soundState, unlockOnGesture } from '@/features/sound/player';
import { hearTickets } from '@/features/tickets/news';
import { withWords } from '@/i18n';
import { mayUse } from '@/lib/abilities';
import { useStore } from '@/lib/store';
import { watchActivity } from '@/realtime/activity';
import { connect } from '@/realtime/connection';
import { keepPresence, presenceNow } from '@/realtime/presence';
import { watchSleep } from '@/realtime/sleep';
import { Toasts } from '@/ui/toast';
import { Bars } from './Bars';
import { layers } from './layers';
import { Rail } from './Rail';
import { useMe } from './session';

const Palette = lazy(() => import('@/features/keyboard/Palette'));
const RingFloat = lazy(() => import('@/features/bell/RingFloat'));
const DutyLayers = lazy(withWords(['duty'], () => import('@/features/duty/DutyLayers')));
const ShortcutSheet = lazy(() => import('@/features/keyboard/ShortcutSheet'));

/** The frame of every page: the rail, the page, and what floats above both. */
export function Shell() {
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  // Where the person is going already, not what is still shown: a press while the first page loads must not be undone.
  const atRoot = useRouterState({ select: ({ location }) => location.pathname === '/' });
  const layer = useStore(layers, (open) => open);
  const duty = useStore(dutyLayer, Boolean);
  useKeyboard();
  usePushKept();

  useEffect(() => {
    if (atRoot) void navigate({ to: mayUse(me, 'live') ? '/live' : '/knowledge', replace: true });
  }, [atRoot, me, navigate]);
  const talks = mayUse(me, 'live');
  useEffect(() => {
    const sounds = listen(queries);
    return connect(queries, me.realtime?.url ?? '/realtime', (publication) => {
      hearRings(publication);
      hearNews(queries, publication);
      hearTickets(publication);
      if (publication.t === 'duty_over') dutyLayer.set('over');
      sounds(publication);
    });
  }, [queries, me.realtime?.url]);
  const volume = useRef(0);
  volume.current = me.preferences.volume;
  useEffect(
    () => keepPresence(() => ({ sound: soundState.get() === 'ready', volume: volume.current })),
    [],
  );
  useEffect(() => watchActivity(), []);
  useEffect(() => watchSleep(), []);
  useEffect(() => unlockOnGesture(), []);
  useEffect(() => {
    const ready = () => {
      if (soundState.get() === 'ready') seekLead();
      else yieldLead();
      presenceNow();
    };
    ready();
    return soundState.subscribe(ready);
  }, []);
  useEffect(() => outbox.resume(), []);

  return (
    <div className="flex h-full max-sm:flex-col-reverse">
      <Rail />
      <main className="flex min-h-0 min-w-0 flex-1 flex-col bg-bg">
        <Bars />
        <Outlet />
      </main>
      <Toasts />
      {talks && <Bell />}
      <Suspense>{talks && <RingFloat />}</Suspense>
      <Suspense>
        {duty && <DutyLayers />}
        {layer === 'palette' && <Palette />}
        {layer === 'sheet' && <ShortcutSheet />}
      </Suspense>
    </div>
  );
}
