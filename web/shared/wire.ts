/**
 * The shapes both front ends receive from the server, in the wire's own names (snake_case).
 * Fields that only staff receive are optional here, because a guest's answer never carries them.
 */

/** Who said something. `id` is present for staff only. */
export interface Author {
  kind: 'guest' | 'assistant' | 'agent' | 'system';
  id?: string;
  name?: string;
}

/** Who may answer the guest now. */
export interface Controller {
  kind: 'assistant' | 'waiting' | 'agent' | 'outside';
  agent_id?: string;
  name?: string;
}

/** A stored photo or file; `url` is relative to the server and works without credentials. */
export interface StoredFile {
  id: string;
  name: string;
  type: string;
  size: number;
  width?: number;
  height?: number;
  url: string;
}

/** One "Did you mean": pressing it sends `text`. */
export interface Suggestion {
  id: string;
  text: string;
}

/** One numbered thing in a conversation. `prev` is the seq before it that this audience may see. */
export interface Entry {
  seq: number;
  prev: number;
  id: string;
  kind: 'message' | 'note' | 'system' | 'edit' | 'control';
  author: Author;
  text?: string;
  at: string;
  client_id?: string;
  files?: StoredFile[];
  code?: string;
  params?: Record<string, unknown>;
  suggestions?: Suggestion[];
  decision?: 'answer' | 'suggest' | 'cannot_help' | 'greeting' | 'small_talk' | 'opportunity';
  offer_human?: boolean;
  /** The guest may say of which booking they are. */
  offer_booking?: boolean;
  sources?: { id: string; title: string; kind: 'fact' | 'entry' }[];
  confidence?: number;
  /** What a built-in answer answers, to be read before it. */
  about?: string;
  /** Where the guest goes on by themselves. */
  link?: { url: string; text: string };
}

/** The page a guest is on. */
export interface Page {
  url: string;
  title: string;
}
