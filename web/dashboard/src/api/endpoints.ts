import { http } from './client';
import type {
  Card,
  CardDetail,
  CardList,
  ChainTest,
  Contact,
  Drafts,
  Duty,
  EntryPage,
  Fact,
  FactState,
  Hints,
  Knowledge,
  LiveChatSettings,
  Me,
  Person,
  Preferences,
  Property,
  PropertySettings,
  ReportQuery,
  RequestReport,
  Role,
  SearchHit,
  Session,
  Shortcut,
  StoredFile,
  Team,
  TopicReport,
  TryResult,
  Why,
} from './types';

const conversation = (id: string) => `/conversations/${encodeURIComponent(id)}`;
const property = (id: string) => `/properties/${encodeURIComponent(id)}`;

/** Every call the dashboard makes, one function each; nothing else builds a path. */
export const api = {
  login: (email: string, password: string) => http.post<Me>('/login', { email, password }),
  logout: () => http.post<void>('/logout'),
  me: () => http.get<Me>('/me'),
  updateMe: (change: { name?: string; public_name?: string; preferences?: Partial<Preferences> }) =>
    http.patch<Me>('/me', change),
  setDuty: (duty: Duty, until?: string) =>
    http.put<{ duty: Duty; until?: string }>('/me/duty', { duty, until }),
  changePassword: (current: string, next: string) =>
    http.post<void>('/me/password', { current, new: next }),
  sessions: () => http.get<{ sessions: Session[] }>('/me/sessions'),
  endSession: (id: string) => http.delete<void>(`/me/sessions/${id}`),
  heartbeat: (device: string, body: object) =>
    http.post<void>(`/me/devices/${device}/heartbeat`, { kind: 'screen', ...body }),

  conversations: (query: {
    view: 'live' | 'mine' | 'history';
    property?: string;
    q?: string;
    status?: string;
    cursor?: string;
    limit?: number;
  }) => http.get<CardList>('/conversations', query),
  conversation: (id: string) => http.get<CardDetail>(conversation(id)),
  entries: (id: string, query: { after?: number; before?: number; limit?: number }) =>
    http.get<EntryPage>(`${conversation(id)}/entries`, query),
  why: (id: string, entry: string) =>
    http.get<Why>(`${conversation(id)}/entries/${encodeURIComponent(entry)}/why`),
  hints: (id: string) => http.get<Hints>(`${conversation(id)}/hints`),
  takeControl: (id: string) => http.post<Card>(`${conversation(id)}/take-control`),
  takeOver: (id: string) => http.post<Card>(`${conversation(id)}/take-over`, { confirm: true }),
  handBack: (id: string) => http.post<Card>(`${conversation(id)}/hand-back`),
  resolve: (id: string, confirm: boolean) =>
    http.post<Card>(`${conversation(id)}/resolve`, confirm ? { confirm } : {}),
  reopen: (id: string) => http.post<Card>(`${conversation(id)}/reopen`),
  send: (id: string, body: { client_id: string; text: string; files?: string[]; epoch?: number }) =>
    http.post<{ seq: number; id: string; at: string; epoch: number }>(
      `${conversation(id)}/messages`,
      body,
    ),
  answerAndHandBack: (id: string, body: { client_id: string; text: string; epoch?: number }) =>
    http.post<{ seq: number; id: string; at: string }>(
      `${conversation(id)}/answer-and-hand-back`,
      body,
    ),
  note: (id: string, body: { client_id: string; text: string }) =>
    http.post<{ seq: number; id: string; at: string }>(`${conversation(id)}/notes`, body),
  read: (id: string, seq: number) => http.post<void>(`${conversation(id)}/read`, { seq }),
  typing: (id: string, on: boolean) => http.post<void>(`${conversation(id)}/typing`, { on }),
  view: (id: string, on: boolean) => http.post<void>(`${conversation(id)}/view`, { on }),
  upload: (id: string, file: File) => {
    const form = new FormData();
    form.append('file', file, file.name || 'photo.png');
    return http.post<StoredFile>('/files', form, { conversation: id });
  },
  draft: (id: string) => http.get<Drafts>(`${conversation(id)}/draft`),
  saveDraft: (id: string, draft: Drafts) => http.put<void>(`${conversation(id)}/draft`, draft),
  dropDraft: (id: string) => http.delete<void>(`${conversation(id)}/draft`),
  updateContact: (
    id: string,
    change: {
      name?: string;
      email?: string;
      phone?: string;
      notes?: string;
      blocked?: boolean;
      verified?: boolean;
    },
  ) => http.patch<Contact>(`/contacts/${encodeURIComponent(id)}`, change),
  search: (q: string, propertyIds?: string) =>
    http.get<{ hits: SearchHit[] }>('/search', { q, property: propertyIds }),

  shortcuts: () => http.get<{ shortcuts: Shortcut[] }>('/shortcuts'),
  createShortcut: (shortcut: Omit<Shortcut, 'id'>) => http.post<Shortcut>('/shortcuts', shortcut),
  updateShortcut: ({ id, ...shortcut }: Shortcut) =>
    http.put<Shortcut>(`/shortcuts/${id}`, shortcut),
  deleteShortcut: (id: string) => http.delete<void>(`/shortcuts/${id}`),

  knowledge: (id: string) => http.get<Knowledge>(`${property(id)}/knowledge`),
  saveFact: (
    id: string,
    key: string,
    value: {
      state: FactState;
      details: string;
      value?: Fact['value'];
      source?: string;
      rev?: number;
    },
  ) => http.put<Fact>(`${property(id)}/facts/${encodeURIComponent(key)}`, value),
  tryQuestion: (id: string, question: string, language?: string) =>
    http.post<TryResult>(`${property(id)}/try`, { question, language }),

  createProperty: (body: {
    name: string;
    timezone: string;
    languages: string[];
    live_chat?: boolean;
  }) => http.post<Property>('/properties', body),
  liveChat: (id: string) => http.get<LiveChatSettings>(`${property(id)}/live-chat`),
  saveLiveChat: (id: string, change: Partial<LiveChatSettings>) =>
    http.put<LiveChatSettings>(`${property(id)}/live-chat`, change),
  testChain: (id: string, step: number) =>
    http.post<ChainTest>(`${property(id)}/chain/test`, { step }),
  settings: (id: string) => http.get<PropertySettings>(`${property(id)}/settings`),
  saveSettings: (id: string, change: Partial<PropertySettings>) =>
    http.patch<PropertySettings>(`${property(id)}/settings`, change),
  saveLogo: (id: string, picture: File) => {
    const form = new FormData();
    form.append('file', picture, picture.name || 'logo.png');
    return http.post<PropertySettings>(`${property(id)}/logo`, form);
  },
  dropLogo: (id: string) => http.delete<PropertySettings>(`${property(id)}/logo`),

  team: () => http.get<Team>('/team'),
  invite: (body: { email: string; role: Role; properties: string[] }) =>
    http.post<{ id: string; url: string }>('/team/invitations', body),
  withdrawInvitation: (id: string) => http.delete<void>(`/team/invitations/${id}`),
  updatePerson: (
    id: string,
    change: { role?: Role; properties?: string[]; active?: boolean; name?: string },
  ) => http.patch<Person>(`/team/${id}`, change),
  resetLink: (id: string) => http.post<{ url: string }>(`/team/${id}/reset`),

  requestReport: (query: ReportQuery) => http.get<RequestReport>('/reports/requests', { ...query }),
  topicReport: (query: ReportQuery) => http.get<TopicReport>('/reports/topics', { ...query }),
  requestReportFile: (query: ReportQuery) => http.file('/reports/requests.csv', { ...query }),

  invitation: (token: string) =>
    http.get<{ email: string; property_names: string[] }>(
      `/invitations/${encodeURIComponent(token)}`,
    ),
  acceptInvitation: (token: string, body: { name: string; password: string }) =>
    http.post<Me>(`/invitations/${encodeURIComponent(token)}`, body),
  reset: (token: string) => http.get<{ email?: string }>(`/resets/${encodeURIComponent(token)}`),
  setPassword: (token: string, password: string) =>
    http.post<Me | undefined>(`/resets/${encodeURIComponent(token)}`, { password }),
  setupNeeded: () => http.get<{ needed: boolean }>('/setup'),
  setup: (body: {
    token: string;
    email: string;
    name: string;
    password: string;
    property: { name: string; timezone: string; language: string };
  }) => http.post<Me & { hosted_url: string }>('/setup', body),
};
