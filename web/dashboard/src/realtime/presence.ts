import { api } from '@/api/endpoints';
import { session } from '@/lib/storage';
import { connection, rpc } from './connection';
import { claimDevice } from './device';
import { viewing } from './viewing';

const EVERY = 15_000;

/**
 * Proves every 15 s that this screen is there: the server rings only devices it heard from. Over the
 * connection where there is one, else by HTTP; leaving the page ends the lease at once.
 */
export function keepPresence(soundUnlocked: () => boolean): () => void {
  const claimed = claimDevice(session, navigator.locks);
  let device: string | undefined;
  const beat = async () => {
    device = await claimed;
    const state = {
      sound: soundUnlocked(),
      visible: document.visibilityState === 'visible',
      viewing: viewing.id,
    };
    if (await rpc('presence', { device, ...state })) return;
    await api.heartbeat(device, state).catch(() => {
      // The next beat tries again; the banner already tells that the connection is gone.
    });
  };
  const leave = () => {
    if (!device) return;
    const body = new Blob(['{}'], { type: 'application/json' });
    navigator.sendBeacon(`/api/v1/me/devices/${device}/gone`, body);
  };
  const timer = setInterval(beat, EVERY);
  const unwatch = connection.subscribe(() => {
    if (connection.get().connected) void beat();
  });
  document.addEventListener('visibilitychange', beat);
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', beat);
  presenceNow = beat;
  return () => {
    clearInterval(timer);
    unwatch();
    document.removeEventListener('visibilitychange', beat);
    window.removeEventListener('pagehide', leave);
    window.removeEventListener('pageshow', beat);
  };
}

/** Tells the server at once where waiting for the next beat would be late (sound was unlocked). */
export let presenceNow: () => unknown = () => undefined;
