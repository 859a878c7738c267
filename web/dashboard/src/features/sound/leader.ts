import { local } from '@/lib/storage';

let leading = false;
let asked = false;

/**
 * One tab sounds for all. The lock is asked for only once this tab can sound, so that a silent tab in
 * the background never leads; the browser passes it on when the leader closes.
 */
export function seekLead(): void {
  if (asked || !navigator.locks) return;
  asked = true;
  void navigator.locks.request('deskbell-sound', () => {
    leading = true;
    return new Promise<never>(() => {});
  });
}

/**
 * Whether this tab shall sound for the event with this key. Plain http has no locks: there the first tab
 * that writes the key into the shared storage sounds.
 */
export function mayLead(key: string): boolean {
  if (navigator.locks) return leading;
  if (local.get('sounded') === key) return false;
  local.set('sounded', key);
  return true;
}
