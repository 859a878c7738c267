/**
 * The shapes of the staff API. Statuses are the same words in Go, SQL, JSON and here. A field that is
 * optional here is one the server may leave out.
 */

export type Role = 'agent' | 'knowledge_manager' | 'admin' | 'operator';
export type Duty = 'online' | 'away' | 'dnd';
export type ControllerKind = 'assistant' | 'waiting' | 'agent' | 'outside';
export type AuthorKind = 'guest' | 'assistant' | 'agent' | 'system';
export type EntryKind = 'message' | 'note' | 'system' | 'edit' | 'control';

export interface Author {
  kind: AuthorKind;
  id?: string;
  name?: string;
}

export interface Controller {
  kind: ControllerKind;
  agent_id?: string;
  name?: string;
}

export interface StoredFile {
  id: string;
  name: string;
  type: string;
  size: number;
  width?: number;
  height?: number;
  url: string;
}

export interface Source {
  id: string;
  title: string;
  kind: 'fact' | 'entry';
  score?: number;
}

export interface Entry {
  seq: number;
  prev: number;
  id: string;
  kind: EntryKind;
  author: Author;
  text?: string;
  at: string;
  client_id?: string;
  files?: StoredFile[] | null;
  code?: string;
  params?: Record<string, unknown> | null;
  suggestions?: { id: string; text: string }[] | null;
  decision?: 'answer' | 'suggest' | 'cannot_help' | 'greeting' | 'small_talk';
  offer_human?: boolean;
  sources?: Source[] | null;
  confidence?: number;
}

export interface Property {
  id: string;
  name: string;
  code: string;
  hue: number;
  timezone: string;
  languages: string[];
  role?: Role;
}

export interface Preferences {
  sound_live: 'every' | 'first_after_quiet' | 'off';
  volume: number;
  theme: 'system' | 'light' | 'dark';
  density: 'comfortable' | 'compact';
  send_key: 'enter' | 'mod_enter';
  shortcuts: boolean;
  locale: string;
}

export interface Me {
  id: string;
  email: string;
  name: string;
  public_name: string;
  role: Role;
  properties: Property[];
  duty: Duty;
  preferences: Preferences;
  held: number;
  limit: number;
  permissions: string[];
  realtime: { url: string };
  demo: boolean;
  version: string;
}

export interface Viewer {
  id: string;
  name: string;
  typing?: boolean;
}

export interface LastLine {
  seq: number;
  author: Author;
  text: string;
  at: string;
  kind: EntryKind;
}

export interface RequestState {
  id: string;
  kind: 'person' | 'transfer' | 'emergency';
  state: 'ringing' | 'promised' | 'ended';
  opened_at: string;
  remaining_ms: number;
  total_ms: number;
  promised_by?: string;
  ended?: string;
  /** Set on arrival: `remaining_ms` against this browser's clock. */
  deadline?: number;
}

/** One conversation as the wall and the lists show it. */
export interface Card {
  id: string;
  property_id: string;
  channel: string;
  status: 'open' | 'resolved';
  controller: Controller;
  epoch: number;
  last_seq: number;
  guest: {
    id: string;
    name?: string;
    verified?: boolean;
    language?: string;
    local_time_zone?: string;
  };
  language?: string;
  page?: { url: string; title?: string } | null;
  started_at: string;
  guest_at?: string | null;
  last_at: string;
  unanswered?: boolean;
  unanswered_since?: string | null;
  unanswered_kind?: 'none' | 'no_answer' | 'wish' | '';
  live?: boolean;
  last?: LastLine[] | null;
  viewers?: Viewer[] | null;
  request?: RequestState | null;
  offer?: { state: string } | null;
  agent_gone?: 'reconnecting' | 'lost' | 'past_reminder' | '' | null;
  can?: string[] | null;
  unread?: number;
  test?: boolean;
}

export interface Counts {
  live: number;
  mine: number;
  mine_unread: number;
  requests: number;
}

export interface CardList {
  conversations: Card[];
  cursor?: string;
  counts?: Counts;
}

export interface Contact {
  id: string;
  name?: string;
  email?: string;
  phone?: string;
  language?: string;
  verified?: boolean;
  first_seen?: string;
  conversations?:
    | { id: string; started_at: string; status: 'open' | 'resolved'; preview?: string }[]
    | null;
  attributes?: Record<string, unknown> | null;
  page_trail?: { url: string; title?: string; at: string }[] | null;
  device?: string;
  blocked?: boolean;
  local_time?: string;
  notes?: string;
}

export interface CardDetail extends Card {
  contact?: Contact;
}

export interface EntryPage {
  entries: Entry[];
  controller: Controller;
  epoch: number;
  last_seq: number;
  status: 'open' | 'resolved';
  more: boolean;
}

export interface SearchHit {
  kind: 'message' | 'guest';
  conversation_id: string;
  property_id: string;
  seq?: number;
  guest_name?: string;
  snippet: string;
  at: string;
}

export interface Shortcut {
  id: string;
  property_id?: string;
  scope: 'personal' | 'shared';
  name: string;
  text: string;
  language?: string;
}

export type FactState = 'yes' | 'no' | 'unknown';

export interface Fact {
  key: string;
  label: string;
  group: string;
  question?: string;
  state: FactState;
  details: string;
  updated_at?: string;
  updated_by?: string;
}

export interface KnowledgeEntry {
  id: string;
  questions: string[];
  answer: string;
  booked_only: boolean;
  language: string;
  updated_at?: string;
}

export interface Knowledge {
  facts: Fact[];
  entries: KnowledgeEntry[];
}

export interface TryResult {
  decision: string;
  answer?: string;
  confidence: number;
  suggestions?: (string | { id: string; text: string })[] | null;
  sources?: Source[] | null;
}

export type Texts = Record<string, string>;

export interface PropertySettings {
  id?: string;
  name: string;
  code: string;
  hue: number;
  timezone: string;
  currency: string;
  languages: string[];
  default_language: string;
  phone: string;
  email: string;
  key: string;
  sites: string[];
  look: {
    colour: string;
    logo_file?: string;
    logo_url?: string;
    position: 'right' | 'left';
    theme: 'auto' | 'light' | 'dark';
    launcher_text: Texts;
    greeting: Texts;
    quick_replies: Record<string, string[]>;
    teaser: boolean;
  };
  privacy_url: string;
  pre_chat: { enabled: boolean; fields: string[]; why?: string; policy_url?: string };
  assistant: { name?: string; pause_ms: number };
  live_chat: { enabled: boolean };
  snippet: string;
  seen: { site: string; at: string }[] | null;
}

export interface Person {
  id: string;
  email: string;
  name: string;
  role: Role;
  properties: string[];
  active: boolean;
  last_seen?: string | null;
  duty: Duty;
  reach: 'screen' | 'none';
}

export interface Invitation {
  id: string;
  email: string;
  role: Role;
  properties: string[];
  expires_at: string;
}

export interface Team {
  people: Person[];
  invitations: Invitation[];
}

export interface Session {
  id: string;
  created_at?: string;
  last_seen?: string;
  device?: string;
  address?: string;
  current?: boolean;
}

export interface Drafts {
  reply: string;
  note: string;
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
  | { t: 'reminder'; conversation_id: string }
  | { t: 'me' }
  | { t: 'signed_out' };
