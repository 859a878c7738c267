import { http } from './client';

/** The channels outside the website. */
export type OutsideChannel = 'messenger' | 'instagram' | 'whatsapp' | 'api';

/** A registered program of the channel's owner; its secrets are stored and never shown again. */
export interface ChannelApp {
  id: string;
  channel: OutsideChannel;
  name: string;
  /** The app's id at Meta; empty for the API channel. */
  key: string;
  /** The whole address of the webhook, to paste at Meta. */
  webhook_url: string;
  /** What Meta shows when it asks whether the address is ours; made here, to paste there. */
  verify_token?: string;
  /** The fields of the webhook to tick. */
  fields?: string[];
  /** How many secrets are stored: Instagram may have two. */
  secrets: number;
  verified_at?: string;
  tested_at?: string;
  bad_signatures: number;
  bad_signature_at?: string;
  /** The API channel's token; told only when it was made. */
  token?: string;
}

/** The five things that must be so before guests are answered on a channel. */
export type LampName = 'webhook' | 'subscribed' | 'token' | 'hello' | 'answered';

/** One of them, and where it is dark what puts it right: a stable name that the screen has words for. */
export interface Lamp {
  name: LampName;
  on: boolean;
  at?: string;
  cure?: string;
  /** What the channel itself said, beside the cure. */
  detail?: string;
}

export interface AccountHealth {
  /** The phone number as WhatsApp shows it. */
  number?: string;
  last_reason?: string;
  check_failed?: string;
  refreshed_at?: string;
  failed: number;
  last_in?: string;
  last_out?: string;
  last_failure?: string;
  checked_at?: string;
  token_until?: string;
  token_valid: boolean;
  subscribed: boolean;
  resubscribed_at?: string;
  missing?: string[];
  problems?: string[];
  /** Since when it has been silent for unusually long. */
  silent_since?: string;
  /** Messages that failed within 24 hours, by reason. */
  failures?: { reason: string; count: number }[];
  waiting: number;
  uncertain: number;
  bad_signatures: number;
  bad_signature_at?: string;
}

/** What WhatsApp bills in this month, as far as is known here. */
export interface AccountMonth {
  /** As 2026-11. */
  month: string;
  lines: number;
  /** By the channel's own categories. */
  categories?: Record<string, number>;
  /** What the lines beyond the free ones cost, in thousandths of the currency. */
  estimate: number;
}

/** What an admin decides for one account. Amounts are thousandths of the currency. */
export interface AccountSettings {
  /** How a WhatsApp number came. */
  mode?: 'new' | 'moved' | 'both';
  line_cap?: number;
  line_free?: number;
  line_price?: number;
  currency?: string;
  /** For how many hours nothing may arrive before that is unusual; 0 is as the account usually is. */
  silent_after?: number;
}

export interface Capabilities {
  answers: boolean;
  text_max?: number;
  text_unit?: 'characters' | 'bytes';
  media?: Record<string, { types: string[]; max: number }>;
  caption_max?: number;
  window_hours?: number;
  human_window_hours?: number;
  templates: boolean;
  billed: boolean;
  typing: boolean;
  delivered: boolean;
  read: boolean;
}

/** One connected Page, professional account, number or API source. */
export interface ChannelAccount {
  id: string;
  property_id: string;
  app_id: string;
  channel: OutsideChannel;
  key: string;
  parent?: string;
  name: string;
  route?: 'page' | 'login';
  callback?: string;
  human_agent: boolean;
  /** Why nothing goes out; empty while it runs. */
  paused: string;
  created_at: string;
  lamps: Lamp[];
  health: AccountHealth;
  capabilities: Capabilities;
  month?: AccountMonth;
  settings: AccountSettings;
}

export interface Channels {
  apps: ChannelApp[];
  accounts: ChannelAccount[];
}

export interface NewApp {
  channel: OutsideChannel;
  name: string;
  key?: string;
  secrets?: string[];
}

export interface NewAccount {
  property_id: string;
  app_id: string;
  key?: string;
  parent?: string;
  name: string;
  route?: 'page' | 'login';
  callback?: string;
  token?: string;
  human_agent?: boolean;
  mode?: 'new' | 'moved' | 'both';
}

export interface AccountChange {
  name?: string;
  token?: string;
  human_agent?: boolean;
  paused?: boolean;
  callback?: string;
  settings?: AccountSettings;
}

/** A prepared message that the channel approved. */
export interface Template {
  name: string;
  language: string;
  category: string;
  status: string;
  parts: TemplatePart[];
}

export interface TemplatePart {
  kind: string;
  format?: string;
  text: string;
  blanks?: string[];
  index?: number;
}

export interface FilledTemplate {
  name: string;
  language: string;
  parts: { kind: string; index?: number; blanks?: string[]; values: string[] }[];
}

const account = (id: string) => `/channels/accounts/${encodeURIComponent(id)}`;
const conversation = (id: string) => `/conversations/${encodeURIComponent(id)}`;

/** Every call about channels; nothing else builds their paths. */
export const channelApi = {
  list: () => http.get<Channels>('/channels'),
  createApp: (app: NewApp) => http.post<ChannelApp>('/channels/apps', app),
  updateApp: (id: string, change: { name?: string; secrets?: string[] }) =>
    http.patch<ChannelApp>(`/channels/apps/${encodeURIComponent(id)}`, change),
  connect: (body: NewAccount) => http.post<ChannelAccount>('/channels/accounts', body),
  update: (id: string, change: AccountChange) => http.patch<ChannelAccount>(account(id), change),
  remove: (id: string) => http.delete<void>(account(id)),
  /** Asks the channel now how the account stands. */
  test: (id: string) => http.post<ChannelAccount>(`${account(id)}/test`),
  subscribe: (id: string) => http.post<ChannelAccount>(`${account(id)}/subscribe`),
  templates: (id: string) => http.get<{ templates: Template[] }>(`${account(id)}/templates`),
  sendTemplate: (
    id: string,
    body: { client_id: string; template: FilledTemplate; epoch?: number },
  ) => http.post<{ seq: number; id: string; at: string }>(`${conversation(id)}/templates`, body),
  /** Sends again what failed or may not have arrived. */
  retry: (id: string, entry: string) =>
    http.post<void>(`${conversation(id)}/entries/${encodeURIComponent(entry)}/retry`),
  /** Asks the channel for a thread that another app has. */
  takeThread: (id: string) => http.post<void>(`${conversation(id)}/take-thread`),
};

export const channelKeys = {
  list: ['channels'] as const,
  templates: (id: string) => ['channels', 'templates', id] as const,
};
