import { api } from '@/api/endpoints';
import { deviceName, hasPush, permission } from '@/lib/thisBrowser';
import { idle } from './activity';
import { connection, rpc, whenHeard } from './connection';
import { thisDevice } from './device';
import { viewing } from './viewing';

const EVERY = 15_000;
/** What the server sends renews a lease that is older than this. */
const STALE = 10_000;

/** What only the sound knows of this device. */
export interface Loudness {
  sound: boolean;
  volume: number;
}

/**
 * Proves every 15 s that this screen is there, and says what would keep it from ringing: the server rings
 * only devices it heard from. Over the connection where there is one, else by HTTP; leaving the page ends
 * the lease at once.
 */
export function keepPresence(loudness: () => Loudness): () => void {
  let device: string | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const beat = async () => {
    last = performance.now();
    device = await thisDevice();
    const state = {
      ...loudness(),
      visible: document.visibilityState === 'visible',
      viewing: viewing.id,
      name: deviceName(),
      permission: permission(),
      push: await hasPush(),
      secure: isSecureContext,
      idle: idle.get(),
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
  // Browsers wake a hidden page's timers only once a minute, too late for the lease. What the server sends
  // wakes it always, and it sends at least a ping every 20 s.
  const unheard = whenHeard(() => {
    if (performance.now() - last >= STALE) void beat();
  });
  const unwatch = connection.subscribe(() => {
    if (connection.get().connected) void beat();
  });
  const unidle = idle.subscribe(beat);
  document.addEventListener('visibilitychange', beat);
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', beat);
  presenceNow = beat;
  return () => {
    clearInterval(timer);
    unheard();
    unwatch();
    unidle();
    document.removeEventListener('visibilitychange', beat);
    window.removeEventListener('pagehide', leave);
    window.removeEventListener('pageshow', beat);
  };
}

/** Tells the server at once where waiting for the next beat would be late (sound was unlocked). */
export let presenceNow: () => unknown = () => undefined;
