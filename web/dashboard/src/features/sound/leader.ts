import { local } from '@/lib/storage';

const LOCK = 'deskbell-sound';
let leading = false;
let asking: AbortController | undefined;
let release: (() => void) | undefined;

/**
 * One tab sounds for all. The lock is asked for only once this tab can sound, so that a silent tab in
 * the background never leads; the browser passes it on when the leader closes.
 */
export function seekLead(): void {
  if (asking || !navigator.locks) return;
  asking = new AbortController();
  navigator.locks
    .request(LOCK, { signal: asking.signal }, () => {
      leading = true;
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    })
    .catch(() => undefined); // given up while it waited in the queue
}

/** Lets another tab lead, because this one can no longer sound. */
export function yieldLead(): void {
  leading = false;
  release?.();
  release = undefined;
  asking?.abort();
  asking = undefined;
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

/** Longer than the beat of the bell: who has not struck for so long does not lead any more. */
const LEASE = 7000;
const tab = Math.random().toString(36).slice(2);

/**
 * Whether this tab strikes the bell. Without locks a lease in the shared storage decides, renewed with
 * every stroke; a tab that closed is followed by the next one within two strokes.
 */
export function leadsBell(now = Date.now()): boolean {
  if (navigator.locks) return leading;
  const [holder, at] = (local.get('bell') ?? '').split(' ');
  const held = holder && holder !== tab && now - Number(at) < LEASE;
  if (held) return false;
  local.set('bell', `${tab} ${now}`);
  return true;
}
