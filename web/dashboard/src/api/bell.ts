import { http } from './client';
import type { Card, Duty } from './types';

/** A person as others on the desk see them. */
export interface Who {
  id: string;
  name: string;
}

export type RingKind = 'person' | 'transfer' | 'emergency' | 'alarm' | 'test' | 'drill';
export type RingState = 'ringing' | 'promised' | 'ended';
/** The ways in which a request ends. */
export type RingEnd = 'accepted' | 'cancelled' | 'closed' | 'expired' | 'confirmed' | 'done';

/** A request that somebody is called for, as one person sees it: `for_me` and `declined` are theirs. */
export interface Ring {
  id: string;
  conversation_id: string;
  property_id: string;
  channel: string;
  kind: RingKind;
  state: RingState;
  language?: string;
  guest: { id: string; name?: string };
  question?: string;
  missing?: string;
  note?: string;
  from?: Who | null;
  target?: string;
  opened_at: string;
  ends_at?: string;
  total_ms: number;
  remaining_ms: number;
  promised_by?: Who | null;
  promised_until?: string;
  for_me: boolean;
  declined?: boolean;
  unheard?: boolean;
  step?: number;
  guest_left?: boolean;
  end?: RingEnd;
  ended_at?: string;
  ended_by?: Who | null;
  device?: string;
}

export interface RingList {
  rings: Ring[];
  missed: Ring[];
}

export type ConfirmKind = 'shown' | 'sounded' | 'reacted';
/** What a device says about notifications; `unknown` where the page cannot know. */
export type Permission = 'granted' | 'denied' | 'default' | 'unknown';

export interface BellDevice {
  id: string;
  this?: boolean;
  kind: 'screen' | 'phone';
  name: string;
  seen_at: string;
  sound: boolean;
  visible: boolean;
  permission: Permission;
  volume: number;
  push: boolean;
  confirmed_at?: string;
  heard?: { heard: boolean; at: string };
  problems: string[];
}

/** What the server knows about whether my devices would ring. */
export interface BellCheck {
  secure: boolean;
  duty: Duty;
  until?: string;
  eligible: boolean;
  why_not: string[];
  devices: BellDevice[];
}

/** One person, and whether a ring would be heard now. */
export interface Hearer {
  id: string;
  name: string;
  role: string;
  duty: Duty;
  until?: string;
  idle: boolean;
  reach: 'screen' | 'phone' | 'none';
  held: number;
  limit: number;
  would_ring: boolean;
  why_not: string[];
  checked_at?: string;
}

/** Somebody with a device that would not have rung; `rings` where another of theirs does. */
export interface SilentPerson {
  id: string;
  name: string;
  rings: boolean;
  problems: string[];
  devices: { name: string; kind: 'screen' | 'phone'; problems: string[] }[];
}

/** The outcome of a quiet test before an interval. */
export interface Drill {
  at: string;
  property_id: string;
  interval_at: string;
  /** False while devices may still confirm. */
  done: boolean;
  /** How many were on duty then. */
  tested: number;
  silent: SilentPerson[];
}

export interface BellWho {
  people: Hearer[];
  drills: Drill[];
}

export interface Colleague {
  id: string;
  name: string;
  duty: Duty;
  reach: 'screen' | 'phone' | 'none';
  held: number;
  limit: number;
  eligible: boolean;
}

/** What somebody leaves behind at the end of a shift. */
export interface Sheet {
  id: string;
  at: string;
  person: Who;
  note?: string;
  held: SheetLine[];
  promised: SheetLine[];
  missed: SheetLine[];
  waiting: SheetLine[];
}

export interface SheetLine {
  conversation_id: string;
  property_id: string;
  guest: string;
  question?: string;
}

export interface Shift {
  held: Card[];
  promised: Card[];
  missed: Ring[];
  waiting: Ring[];
  sheets: Sheet[];
}

const conversation = (id: string) => `/conversations/${encodeURIComponent(id)}`;

/** The calls about rings, duty, and who would hear one. */
export const bellApi = {
  rings: () => http.get<RingList>('/bell/rings'),
  accept: (id: string) => http.post<Card>(`${conversation(id)}/accept`),
  promise: (id: string, request: string, minutes: number) =>
    http.post<Card>(`${conversation(id)}/promise`, { request_id: request, minutes }),
  cannotNow: (id: string, request: string) =>
    http.post<Card>(`${conversation(id)}/cannot-now`, { request_id: request }),
  confirm: (device: string, rings: string[], kind: ConfirmKind) =>
    http.post<void>('/bell/confirmations', { device, rings, kind }),

  test: (device: string) => http.post<{ id: string }>('/bell/tests', { device }),
  heard: (id: string, heard: boolean) => http.post<void>(`/bell/tests/${id}/heard`, { heard }),
  check: (device?: string) => http.get<BellCheck>('/bell/check', { device }),
  who: (property?: string) => http.get<BellWho>('/bell/who', { property }),
  drill: (property: string) => http.post<void>('/bell/drills', { property }),

  colleagues: (id: string) =>
    http.get<{ colleagues: Colleague[] }>(`${conversation(id)}/colleagues`),
  transfer: (id: string, body: { target?: string; note?: string }) =>
    http.post<Card>(`${conversation(id)}/transfer`, body),
  takeBack: (id: string) => http.delete<Card>(`${conversation(id)}/transfer`),

  shift: () => http.get<Shift>('/me/shift'),
  endShift: (note: string) => http.post<Sheet>('/me/shift/end', note ? { note } : {}),
};
