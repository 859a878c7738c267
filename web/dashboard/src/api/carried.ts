import type { AuthorKind, StoredFile } from './types';

/** How far a message came on its way to an outside channel. States only move forward. */
export type DeliveryState =
  | 'waiting'
  | 'sending'
  | 'uncertain'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'played'
  | 'failed'
  | 'withdrawn';

export interface Delivery {
  state: DeliveryState;
  /** A stable name of why it failed or was withdrawn. */
  reason?: string;
  /** The channel's own code of a failure, for its support. */
  code?: string;
  at?: string;
  can_retry?: boolean;
}

export interface Media {
  kind: 'image' | 'audio' | 'video' | 'file' | 'sticker';
  state: 'pending' | 'ready' | 'failed' | 'link';
  voice?: boolean;
  file?: StoredFile;
  name?: string;
  type?: string;
  url?: string;
  reason?: string;
}

export interface Place {
  latitude: number;
  longitude: number;
  name?: string;
  address?: string;
  url?: string;
}

export interface ContactCard {
  name: string;
  phones?: string[];
  mails?: string[];
}

/** Something of the channel's own that travels as a link and may end: a story, a post, a product. */
export interface Shared {
  kind: string;
  title?: string;
  url?: string;
  id?: string;
}

export interface Quote {
  entry_id?: string;
  author?: AuthorKind;
  text?: string;
}

export interface Referral {
  source?: string;
  ref?: string;
  ad_id?: string;
  title?: string;
  url?: string;
}

/** What a message has beside text and files where it came through, or goes out by, an outside channel. */
export interface Carried {
  delivery?: Delivery;
  media?: Media[];
  place?: Place;
  cards?: ContactCard[];
  shared?: Shared[];
  quote?: Quote;
  referral?: Referral;
  reactions?: { by: AuthorKind; emoji: string }[];
  edited?: boolean;
  unsent?: boolean;
  unsupported?: boolean;
  outside?: boolean;
  late?: boolean;
  /** When it was written by the channel's clock. */
  said_at?: string;
  template?: { name: string; language: string };
  correction?: Correction;
}

/** What an earlier message is now; it rides on an entry of kind edit, and the newest one counts. */
export interface Correction {
  of: string;
  cause?: 'edit' | 'unsend' | 'reaction' | 'media';
  text?: string;
  media?: Media[];
  reactions?: { by: AuthorKind; emoji: string }[];
  edited?: boolean;
  unsent?: boolean;
}

/** How long a guest may still be answered, where the channel bounds it. Absent: for ever. */
export interface Window {
  until?: string;
  /** Until when a person may still write, as the account allows. */
  human_until?: string;
  /** Prepared messages can be sent at any time. */
  templates?: boolean;
}

/** What a card has of the channel it came through. */
export interface CardOfChannel {
  account?: { id: string; name: string };
  window?: Window;
  /** Another app has the thread: it can be read and not answered. */
  thread?: { owner: string } | null;
  can_answer?: boolean;
}
