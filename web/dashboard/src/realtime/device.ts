import { uuidv7 } from '@shared/uuid';
import { session } from '@/lib/storage';

/** Where a tab keeps its device id. */
export interface TabStorage {
  get(key: string): string | null;
  set(key: string, value: string | null): void;
}

/**
 * This page's device id. A tab keeps its own over a reload. A duplicated tab is born with a copy of the
 * other's, and both would share one lease: when one closes, the server would think that nobody is there.
 * So an id is held by a lock while its page lives, and who does not get it takes a new one. Without locks
 * (plain http) every page load is a device of its own.
 */
export async function claimDevice(
  storage: TabStorage,
  locks: Pick<LockManager, 'request'> | undefined,
): Promise<string> {
  const known = storage.get('device');
  if (known && locks && (await hold(known, locks))) return known;
  const fresh = uuidv7();
  storage.set('device', fresh);
  if (locks) await hold(fresh, locks);
  return fresh;
}

/** Takes the lock of an id for as long as the page lives; false where another page has it. */
function hold(id: string, locks: Pick<LockManager, 'request'>): Promise<boolean> {
  return new Promise((resolve) => {
    locks
      .request(`deskbell-device-${id}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock ? new Promise<never>(() => {}) : undefined;
      })
      .catch(() => resolve(false)); // refused, as in a frame without storage
  });
}

let claimed: Promise<string> | undefined;

/** The id of this page as a device: the same for presence, confirmations and tests. */
export function thisDevice(): Promise<string> {
  claimed ??= claimDevice(session, navigator.locks);
  return claimed;
}
