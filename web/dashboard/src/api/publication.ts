import type { Ring, RingEnd, Who } from './bell';
import type { Delivery } from './carried';
import type { Author, Card, Duty, Entry, Viewer } from './types';

/** What arrives over the realtime connection, by channel `property:ID` and `user:ID`. */
export type Publication =
  | { t: 'entry'; conversation_id: string; entry: Entry; card?: Card }
  | { t: 'card'; card: Card }
  | { t: 'delivery'; conversation_id: string; entry_id: string; delivery?: Delivery }
  | { t: 'typing'; conversation_id: string; author: Author; on: boolean }
  | { t: 'viewers'; conversation_id: string; viewers: Viewer[] }
  | { t: 'draft'; conversation_id: string; turn_id: string; text: string }
  | { t: 'draft_end'; conversation_id: string; turn_id: string }
  | { t: 'read'; conversation_id: string; seq: number }
  | { t: 'duty'; user_id: string; duty: Duty; reach: string }
  | { t: 'settings' }
  | { t: 'taken'; conversation_id: string; by: { id: string; name: string } }
  | { t: 'mine'; conversation_id: string; seq: number }
  | { t: 'reminder'; conversation_id: string; quiet?: boolean }
  | { t: 'me' }
  | { t: 'signed_out' }
  | { t: 'ring'; ring: Ring }
  | { t: 'ring_end'; ring_id: string; conversation_id: string; how: RingEnd; by?: Who | null }
  | { t: 'rings'; rings?: Ring[] }
  | { t: 'bell'; what: BellNews; property_id: string; ring_id?: string }
  | { t: 'ticket'; number: number; property_id: string; what?: 'answered' }
  | { t: 'duty_over' };

/** What admins are told about the bell itself. */
export type BellNews =
  | 'unheard'
  | 'cleared'
  | 'nobody_reachable'
  | 'somebody_reachable'
  | 'drill'
  | 'channel';
