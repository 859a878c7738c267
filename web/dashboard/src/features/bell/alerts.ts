import type { Permission } from '@/api/bell';
import { unlockSound } from '@/features/sound/player';
import { createStore } from '@/lib/store';
import { permission } from '@/lib/thisBrowser';
import { presenceNow } from '@/realtime/presence';

/** What this browser says of our notifications, kept true when it is changed in the browser's own settings. */
export const alerts = createStore<Permission>(permission());

const look = () => alerts.set(permission());

/** Follows changes made outside of the page. */
export function watchAlerts(): () => void {
  document.addEventListener('visibilitychange', look);
  let status: PermissionStatus | undefined;
  void navigator.permissions
    ?.query({ name: 'notifications' })
    .then((found) => {
      status = found;
      status.addEventListener('change', look);
    })
    .catch(() => undefined); // a browser that does not tell: it is looked at whenever the tab comes to front
  return () => {
    document.removeEventListener('visibilitychange', look);
    status?.removeEventListener('change', look);
  };
}

/** Asks the browser. Only ever inside a press on "Turn on alerts", never on load. */
export async function turnOnAlerts(): Promise<Permission> {
  void unlockSound();
  try {
    await Notification.requestPermission();
  } catch {
    // Plain http, or a browser without them: the check says so.
  }
  look();
  presenceNow();
  return alerts.get();
}
