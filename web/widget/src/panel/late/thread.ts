import type { ApiError } from '../../../../shared/problem';
import type { GuestConfig } from '../../protocol';
import { call } from '../api';
import { Keep } from '../storage';

/** What came of a link: the place in which its thread is kept, or why it does not open. */
export interface Opened {
  keep?: Keep;
  refusal?: ApiError;
}

/**
 * Opens the thread to which the link of an e-mail leads (#thread=TOKEN, on the hosted page only). It
 * is kept apart from a chat that this browser has of its own, and the token leaves the address at
 * once; #thread alone is what a reload finds.
 */
export async function enter(key: string, locale?: string): Promise<Opened> {
  const keep = new Keep(`deskbell:${key}:thread:`);
  const token = location.hash.slice('#thread='.length);
  if (token) {
    history.replaceState(null, '', `${location.pathname}${location.search}#thread`);
    for (let wait = 1000; ; wait = Math.min(wait * 2, 30_000)) {
      try {
        const made = await call<{ token: string; contact_id: string; property: GuestConfig }>(
          'POST',
          '/threads',
          { body: { key, token, locale } },
        );
        if (keep.get('contact') !== made.contact_id) keep.clear();
        keep.set('contact', made.contact_id);
        keep.set('token', made.token);
        break;
      } catch (error) {
        const refusal = error as ApiError;
        if (!refusal.temporary || refusal.status === 429) {
          if (keep.get('token')) break; // opened before: the session outlives the link
          history.replaceState(null, '', location.pathname + location.search);
          return { refusal };
        }
        await new Promise((again) => setTimeout(again, wait));
      }
    }
  }
  if (keep.get('token')) return { keep };
  history.replaceState(null, '', location.pathname + location.search);
  return {};
}
