import { http } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

/** A registered program of a channel's owner; its secrets are stored and never shown again. */
export type ChannelApp = Schemas['ChannelApp'];
/** The channels outside the website. */
export type OutsideChannel = ChannelApp['channel'];
/** One of the five things that must be so before guests are answered; a dark one names its cure. */
export type Lamp = Schemas['ChannelLamp'];
export type LampName = Lamp['name'];
/** One connected Page, professional account, number or API source, with how it does. */
export type ChannelAccount = Schemas['ChannelAccount'];
export type Channels = Schemas['Channels'];
export type NewApp = Schemas['NewChannelApp'];
export type AppChange = Schemas['ChannelAppChange'];
export type NewAccount = Schemas['NewChannelAccount'];
export type AccountChange = Schemas['ChannelAccountChange'];

/** A body that a channel brought and that was not taken in whole. */
export type FailedArrival = Schemas['FailedArrival'];
export type Arrivals = Schemas['Arrivals'];

/** A prepared message that the channel approved. */
export type Template = Schemas['Template'];
export type TemplatePart = Schemas['TemplatePart'];
export type FilledTemplate = Schemas['FilledTemplate'];

/** Which files an account's guests can be sent, by kind. */
export type Takes = Schemas['AccountTakes']['media'];

const account = (id: string) => `/channels/accounts/${encodeURIComponent(id)}`;
const conversation = (id: string) => `/conversations/${encodeURIComponent(id)}`;

/** Every call about channels; nothing else builds their paths. */
export const channelApi = {
  list: () => http.get<Channels>('/channels'),
  createApp: (app: NewApp) => http.post<ChannelApp>('/channels/apps', app),
  updateApp: (id: string, change: AppChange) =>
    http.patch<ChannelApp>(`/channels/apps/${encodeURIComponent(id)}`, change),
  connect: (body: NewAccount) => http.post<ChannelAccount>('/channels/accounts', body),
  update: (id: string, change: AccountChange) => http.patch<ChannelAccount>(account(id), change),
  remove: (id: string) => http.delete<void>(account(id)),
  /** Asks the channel now how the account stands. */
  test: (id: string) => http.post<ChannelAccount>(`${account(id)}/test`),
  subscribe: (id: string) => http.post<ChannelAccount>(`${account(id)}/subscribe`),
  takes: (id: string) => http.get<{ media: Takes }>(`${account(id)}/takes`),
  templates: (id: string) => http.get<{ templates: Template[] }>(`${account(id)}/templates`),
  sendTemplate: (
    id: string,
    body: { client_id: string; template: FilledTemplate; epoch?: number },
  ) => http.post<{ seq: number; id: string; at: string }>(`${conversation(id)}/templates`, body),
  /** Sends again what failed or may not have arrived. */
  retry: (id: string, entry: string) =>
    http.post<void>(`${conversation(id)}/entries/${encodeURIComponent(entry)}/retry`),
  /** What channels brought and was not taken in; for operators. */
  arrivals: () => http.get<Arrivals>('/channels/arrivals'),
  replay: (id: string) => http.post<void>(`/channels/arrivals/${encodeURIComponent(id)}/replay`),
  /** Takes all of it in again, but for what is set aside. */
  replayFailed: () => http.post<void>('/channels/arrivals/replay'),
  /** Asks the channel for a thread that another app has. */
  takeThread: (id: string) => http.post<void>(`${conversation(id)}/take-thread`),
};

export const channelKeys = {
  list: ['channels'] as const,
  arrivals: ['channels', 'arrivals'] as const,
  templates: (id: string) => ['channels', 'templates', id] as const,
  takes: (id: string) => ['channels', 'takes', id] as const,
};
