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
export type Why = Schemas['Why'];
export type Hints = Schemas['Hints'];
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
type Ending =
  | 'agent_gone'
  | 'attention'
  | 'feeling'
  | 'guest_at'
  | 'offer'
  | 'page'
  | 'thread'
  | 'unanswered_kind'
  | 'unanswered_since';
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
export type TopicReport = Schemas['TopicReport'];
export type TopicCount = Schemas['TopicCount'];
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
