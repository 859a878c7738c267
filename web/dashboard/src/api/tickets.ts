import { http } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Ticket = Schemas['Ticket'];
export type TicketDetail = Schemas['TicketDetail'];
export type TicketLine = Schemas['TicketLine'];
export type TicketList = Schemas['TicketList'];
export type TicketCounts = Schemas['TicketCounts'];
export type TicketStatus = Ticket['status'];
export type TicketPriority = Ticket['priority'];
export type TicketChange = Schemas['TicketChange'];
export type MailSettings = Schemas['MailSettings'];
export type MailTrial = Schemas['MailTrial'];

/** The lists of tickets; the first four are statuses. */
export const VIEWS = ['new', 'open', 'waiting', 'done', 'mine', 'all'] as const;
export type TicketView = (typeof VIEWS)[number];

/** What narrows a list of tickets. */
export interface TicketQuery {
  view: TicketView;
  property?: string;
  q?: string;
}

/** A mail server as it is set: a password that is left out stays. */
export interface ServerWish {
  host: string;
  port?: number;
  security?: 'starttls' | 'tls' | 'none';
  user?: string;
  password?: string;
}

export interface MailWish extends ServerWish {
  from?: string;
  tagged?: boolean;
  inbox?: ServerWish & { folder?: string };
}

const ticket = (number: number) => `/tickets/${number}`;

/** The calls about tickets, and about the installation's e-mail. */
export const ticketApi = {
  list: (query: TicketQuery & { cursor?: string; limit?: number }) =>
    http.get<TicketList>('/tickets', { ...query }),
  one: (number: number) => http.get<TicketDetail>(ticket(number)),
  change: (number: number, change: TicketChange) =>
    http.patch<TicketDetail>(ticket(number), change),
  reply: (
    number: number,
    body: { client_id: string; text: string; how: 'live' | 'channel' | 'email' },
  ) => http.post<Schemas['TicketReply']>(`${ticket(number)}/replies`, body),
  note: (number: number, body: { client_id: string; text: string }) =>
    http.post<TicketDetail>(`${ticket(number)}/notes`, body),
  sendAgain: (number: number, line: string) =>
    http.post<void>(`${ticket(number)}/lines/${line}/send-again`),

  mail: () => http.get<MailSettings>('/installation/mail'),
  saveMail: (wish: MailWish) => http.put<MailSettings>('/installation/mail', wish),
  testMail: (to?: string) => http.post<MailTrial>('/installation/mail/test', to ? { to } : {}),
  openHook: () => http.post<Schemas['HookSecret']>('/installation/mail/hook'),
  closeHook: () => http.delete<void>('/installation/mail/hook'),
  sendMailAgain: (id: string) =>
    http.post<void>(`/installation/mail/mails/${encodeURIComponent(id)}/send-again`),
};

/** The keys of what is kept of tickets and mail. Everything under `tickets` is read again when one moved. */
export const ticketKeys = {
  all: ['tickets'] as const,
  list: (query: TicketQuery) => ['tickets', 'list', query] as const,
  one: (number: number) => ['tickets', 'one', number] as const,
  counts: ['tickets', 'counts'] as const,
  mail: ['mail'] as const,
};
