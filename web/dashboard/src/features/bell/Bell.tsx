import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { leadsBell } from '@/features/sound/leader';
import { silence, soundlessly, soundState, strike } from '@/features/sound/player';
import { useStore } from '@/lib/store';
import { mineQuery } from '@/realtime/snapshots';
import { markIcon, TabTitle } from './attention';
import { confirmations, useDevice } from './device';
import { attend, Notifier } from './notifier';
import { calling, isLook, isRehearsal, isUrgent, mustSound, ringingCount } from './order';
import { board, keepRings, useBoard } from './rings';
import { Sounder } from './sounder';
import { headline, notice } from './words';

/** An emergency is heard over a volume that was turned down. */
const EMERGENCY_VOLUME = 0.6;

/** The bell of this tab: it sounds, notifies, counts in the title, and confirms. It shows nothing itself. */
export function Bell() {
  useEffect(() => keepRings(), []);
  useSound();
  useDrills();
  useNotifications();
  useTitle();
  return null;
}

function useSound(): void {
  const me = useMe();
  const device = useDevice();
  const settings = useRef({ quiet: false, volume: 0, device });
  settings.current = {
    quiet: me.duty === 'dnd',
    volume: me.preferences.volume,
    device,
  };
  const sounder = useMemo(
    () =>
      new Sounder({
        strike: (name) => {
          const { volume } = settings.current;
          return strike(name, name === 'emergency' ? Math.max(volume, EMERGENCY_VOLUME) : volume);
        },
        silence,
        leads: ({ own }) => own || leadsBell(),
        sounded: (ids) => {
          for (const ring of board.get().rings) {
            if (ids.includes(ring.id)) confirmations.confirm(ring, 'sounded');
          }
        },
        now: () => performance.now(),
      }),
    [],
  );
  useEffect(() => {
    const follow = () => sounder.update(mustSound(board.get(), settings.current));
    // Sound was just allowed: whoever rings is heard now, and not with the next beat.
    const afresh = () => {
      if (soundState.get() === 'ready') sounder.update(undefined);
      follow();
    };
    const unwatch = [board.subscribe(follow), soundState.subscribe(afresh)];
    return () => {
      for (const end of unwatch) end();
      sounder.update(undefined);
    };
  }, [sounder]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what sounds depends on these
  useEffect(
    () => sounder.update(mustSound(board.get(), settings.current)),
    [sounder, me.duty, device],
  );
}

/** A drill asks every device quietly: the audio clock runs without a sound, and the line on screen is seen. */
function useDrills(): void {
  const me = useMe();
  const volume = me.preferences.volume;
  const drills = useBoard().rings.filter(({ kind }) => kind === 'drill');
  const key = drills.map(({ id }) => id).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every new drill
  useEffect(() => {
    if (!key || volume <= 0) return;
    void soundlessly().then((would) => {
      if (would) for (const drill of drills) confirmations.confirm(drill, 'sounded');
    });
  }, [key]);
}

function useNotifications(): void {
  const me = useMe();
  const navigate = useNavigate();
  const { t } = useTranslation();
  const now = useRef({ me, navigate, t });
  now.current = { me, navigate, t };
  useEffect(() => {
    const notifier = new Notifier({
      words: (ring) => {
        const property = now.current.me.properties.find(({ id }) => id === ring.property_id);
        return notice(ring, property, now.current.t);
      },
      shown: (ring) => confirmations.confirm(ring, 'shown'),
      pressed: (ring) => {
        // A look ends by a reaction: that is said with its own button, by somebody who has read it.
        if (!isLook(ring)) confirmations.confirm(ring, 'reacted');
        void now.current.navigate({ to: '/requests', search: { ring: ring.id } });
      },
    });
    const follow = () => {
      const quiet = now.current.me.duty === 'dnd';
      notifier.update(
        calling(board.get()).filter(
          (ring) => ring.state === 'ringing' && !isRehearsal(ring) && (!quiet || isUrgent(ring)),
        ),
      );
    };
    const look = () => attend(document.visibilityState === 'visible' && document.hasFocus());
    look();
    const timer = setInterval(() => document.hasFocus() && look(), 3000);
    window.addEventListener('focus', look);
    window.addEventListener('blur', look);
    const unwatch = board.subscribe(follow);
    return () => {
      unwatch();
      clearInterval(timer);
      window.removeEventListener('focus', look);
      window.removeEventListener('blur', look);
      notifier.update([]);
    };
  }, []);
}

/** The tab's title and the icon: who calls, else the number of unread messages. */
function useTitle(): void {
  const { t } = useTranslation();
  const { data } = useQuery({ ...mineQuery(useQueryClient()), enabled: false });
  const unread = (data?.conversations ?? []).reduce((sum, { unread = 0 }) => sum + unread, 0);
  const title = useMemo(() => new TabTitle(), []);
  const count = useStore(board, ringingCount);
  const kind = useStore(board, (held) => calling(held).find((r) => !isRehearsal(r))?.kind);
  useEffect(() => {
    const words = count > 0 && kind ? t('ring.title', { count, what: headline({ kind }, t) }) : '';
    title.update(words || undefined, unread);
  }, [title, count, kind, unread, t]);
  useEffect(() => markIcon(count), [count]);
  useEffect(
    () => () => {
      title.stop();
      markIcon(0);
    },
    [title],
  );
}
