import type { Ring, RingEnd, Who } from './bell';
import type { components } from './schema';

/**
 * The shapes of the staff API, by the names the dashboard uses. They are the server's own: schema.d.ts is
 * made from what it documents, so a shape that changes there no longer compiles here. Statuses are the
 * same words in Go, SQL, JSON and here.
 */
type Schemas = components['schemas'];

export type Author = Schemas['Author'];
export type AuthorKind = Author['kind'];
export type Controller = Schemas['Controller'];
export type StoredFile = Schemas['File'];
export type Source = Schemas['Source'];
export type Entry = Schemas['Entry'];
export type EntryPage = Schemas['EntryPage'];

export type Me = Schemas['Me'];
export type Role = Me['role'];
export type Duty = Me['duty'];
export type Property = Schemas['MyProperty'];
export type Preferences = Schemas['Preferences'];
export type Session = Schemas['Session'];
export type Drafts = Schemas['Drafts'];

export type Viewer = Schemas['Viewer'];
export type LastLine = Schemas['Line'];
export type Counts = Schemas['Counts'];
export type Contact = Schemas['Contact'];

/** A request with, set on arrival, `remaining_ms` against this browser's clock. */
export type RequestState = Schemas['Request'] & { deadline?: number };
/** What a publication says of a card by null: it has ended. An answer leaves it out. */
type Ending = 'agent_gone' | 'guest_at' | 'offer' | 'page' | 'unanswered_kind' | 'unanswered_since';
/** One conversation as the wall and the lists show it. */
export type Card = Omit<Schemas['Card'], Ending | 'request'> & {
  [Part in Ending]?: Schemas['Card'][Part] | null;
} & { request?: RequestState | null };
export type CardDetail = Card & Pick<Schemas['CardDetail'], 'contact'>;
export type CardList = Omit<Schemas['CardList'], 'conversations'> & { conversations: Card[] };

export type SearchHit = Schemas['Hit'];
export type Shortcut = Schemas['Shortcut'];

export type Knowledge = Schemas['Knowledge'];
export type Fact = Schemas['Fact'];
export type FactState = Fact['state'];
export type KnowledgeEntry = Schemas['KnowledgeEntry'];
export type TryResult = Schemas['TryResult'];

export type LiveChatSettings = Schemas['LiveChatSettings'];
/** How guests of one channel reach a person. */
export type Service = Schemas['Service'];
export type OfferedNow = Schemas['OfferedNow'];
export type ChainStep = Schemas['ChainStep'];
export type ChainTest = Schemas['ChainTest'];

export type PropertySettings = Schemas['Settings'];
export type Texts = Schemas['Look']['greeting'];

export type Team = Schemas['Team'];
export type Person = Schemas['Person'];
export type Invitation = Schemas['Invitation'];

export type RequestReport = Schemas['RequestReport'];
export type RequestTally = Schemas['RequestTally'];
export type ChannelTally = Schemas['ChannelTally'];
export type MissedRequest = Schemas['MissedRequest'];
/** What a report is about; days as 2026-11-22, both included. */
export interface ReportQuery {
  property?: string;
  channel?: string;
  from: string;
  to: string;
}

/** What arrives over the realtime connection, by channel `property:ID` and `user:ID`. */
export type Publication =
  | { t: 'entry'; conversation_id: string; entry: Entry; card?: Card }
  | { t: 'card'; card: Card }
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
export type BellNews = 'unheard' | 'cleared' | 'nobody_reachable' | 'somebody_reachable' | 'drill';
