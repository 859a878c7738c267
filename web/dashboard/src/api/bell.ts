import { http } from './client';
import type { components } from './schema';
import type { Card, Duty } from './types';

type Schemas = components['schemas'];

/** A person as others on the desk see them. */
export type Who = Schemas['Who'];

/** A request that somebody is called for, as one person sees it: `for_me` and `declined` are theirs. */
export type Ring = Schemas['Ring'];
export type RingKind = Ring['kind'];
/** The ways in which a request, an alarm, a test or a drill ends. */
export type RingEnd = NonNullable<Ring['end']>;
export type RingList = Schemas['Rings'];

export type ConfirmKind = 'shown' | 'sounded' | 'reacted';

/** What the server knows about whether my devices would ring. */
export type BellCheck = Schemas['BellCheck'];
export type BellDevice = Schemas['CheckDevice'];
/** What a device says about notifications; `unknown` where the page cannot know. */
export type Permission = BellDevice['permission'];

/** Who would hear a ring now, and what the last drills found. */
export type BellWho = Schemas['BellWho'];
export type Hearer = Schemas['BellPerson'];
export type Drill = Schemas['BellDrill'];
export type SilentPerson = Schemas['SilentPerson'];

export type Colleague = Schemas['Colleague'];

/** What somebody leaves behind at the end of a shift, and what was left to them. */
export type Sheet = Schemas['Sheet'];
export type Shift = Omit<Schemas['Shift'], 'held' | 'promised'> & {
  held: Card[];
  promised: Card[];
};
/** What I say about being at work, and until when. */
export type DutyState = Omit<Schemas['DutyState'], 'duty'> & { duty: Duty };

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
