import { http } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

/** An entry in one language. */
export type EntryText = Schemas['EntryText'];
/** All that an entry says. */
export type EntryContent = Schemas['EntryContent'];
export type HubEntry = Schemas['KnowledgeEntry'];
export type EntryPage = Schemas['Entries'];
export type EntryCounts = Schemas['EntryCounts'];
/** A part of the entries; without one it is all. */
export type EntryState = Exclude<keyof EntryCounts, 'all'>;
export type Notice = Schemas['Notice'];
export type Change = Schemas['KnowledgeChange'];
export type Proposal = Schemas['Proposal'];
export type Disagreement = Schemas['Disagreement'];
export type Gap = Schemas['Gap'];
export type TestQuestion = Schemas['KnowledgeTest'];
export type TestRun = Schemas['KnowledgeTestRun'];
export type TestList = Schemas['KnowledgeTests'];
export type ImportFile = Schemas['KnowledgeImport'];

/** An entry as it is sent; `rev` is the one that was looked at. */
export type EntryWish = EntryContent & { draft: boolean; rev?: number };
export type NoticeWish = Pick<Notice, 'text' | 'topic' | 'language' | 'until'> & { rev?: number };
export type TestWish = Pick<TestQuestion, 'question' | 'language' | 'booked' | 'expect'>;

const property = (id: string) => `/properties/${encodeURIComponent(id)}`;
const entry = (id: string, entryId: string) =>
  `${property(id)}/entries/${encodeURIComponent(entryId)}`;

/** The calls about what a property knows, but for its facts. */
export const hubApi = {
  entries: (
    id: string,
    query: { state?: EntryState; q?: string; before?: string; limit?: number },
  ) => http.get<EntryPage>(`${property(id)}/entries`, query),
  entry: (id: string, entryId: string) => http.get<HubEntry>(entry(id, entryId)),
  createEntry: (id: string, body: EntryWish) =>
    http.post<HubEntry>(`${property(id)}/entries`, body),
  changeEntry: (id: string, entryId: string, body: EntryWish) =>
    http.put<HubEntry>(entry(id, entryId), body),
  actOnEntry: (
    id: string,
    entryId: string,
    what: 'publish' | 'withdraw' | 'discard',
    rev: number,
  ) => http.post<HubEntry>(`${entry(id, entryId)}/${what}`, { rev }),
  deleteEntry: (id: string, entryId: string) => http.delete<void>(entry(id, entryId)),

  notices: (id: string) => http.get<{ notices: Notice[] }>(`${property(id)}/notices`),
  createNotice: (id: string, body: NoticeWish) =>
    http.post<Notice>(`${property(id)}/notices`, body),
  changeNotice: (id: string, notice: string, body: NoticeWish) =>
    http.put<Notice>(`${property(id)}/notices/${notice}`, body),
  endNotice: (id: string, notice: string) => http.delete<void>(`${property(id)}/notices/${notice}`),

  history: (id: string, query: { kind?: string; subject?: string; before?: string }) =>
    http.get<Schemas['KnowledgeHistory']>(`${property(id)}/knowledge-history`, query),
  undo: (id: string, n: string) => http.post<void>(`${property(id)}/knowledge-history/${n}/undo`),

  proposals: (id: string) => http.get<Schemas['Proposals']>(`${property(id)}/proposals`),
  decide: (id: string, proposal: string, what: 'take' | 'refuse') =>
    http.post<Proposal>(`${property(id)}/proposals/${encodeURIComponent(proposal)}/${what}`),
  /** Confirms or refuses many at once, all or none; tells how many nobody had decided on before. */
  decideAll: (id: string, proposals: string[], take: boolean) =>
    http.post<{ decided: number }>(`${property(id)}/proposals-decide`, { proposals, take }),
  copyFacts: (id: string, from: string) =>
    http.post<{ proposed: number }>(`${property(id)}/facts-copy`, { from }),
  inherit: (id: string, parent: string) =>
    http.put<void>(`${property(id)}/knowledge-settings`, { parent_id: parent }),

  gaps: (id: string) => http.get<{ gaps: Gap[] }>(`${property(id)}/gaps`),
  fillGap: (
    id: string,
    body: { asks: string[]; questions: string[]; answer: string; language: string; draft: boolean },
  ) => http.post<HubEntry>(`${property(id)}/gaps/fill`, body),
  dismissGap: (id: string, asks: string[]) =>
    http.post<void>(`${property(id)}/gaps/dismiss`, { asks }),

  tests: (id: string) => http.get<TestList>(`${property(id)}/knowledge-tests`),
  createTest: (id: string, body: TestWish) =>
    http.post<TestQuestion>(`${property(id)}/knowledge-tests`, body),
  changeTest: (id: string, test: string, body: TestWish) =>
    http.put<TestQuestion>(`${property(id)}/knowledge-tests/${test}`, body),
  deleteTest: (id: string, test: string) =>
    http.delete<void>(`${property(id)}/knowledge-tests/${test}`),
  runTests: (id: string) => http.post<TestRun>(`${property(id)}/knowledge-tests-run`),

  imports: (id: string) => http.get<{ imports: ImportFile[] }>(`${property(id)}/imports`),
  upload: (id: string, file: File) => {
    const form = new FormData();
    form.append('file', file, file.name);
    return http.post<ImportFile>(`${property(id)}/imports`, form);
  },
  startImport: (id: string, file: string, body: { rest: boolean; publish: boolean }) =>
    http.post<ImportFile>(`${property(id)}/imports/${file}/start`, body),
  stopImport: (id: string, file: string) =>
    http.post<ImportFile>(`${property(id)}/imports/${file}/stop`),
  undoImport: (id: string, file: string) =>
    http.post<ImportFile>(`${property(id)}/imports/${file}/undo`),
  exportFile: (id: string, format: 'csv' | 'json') =>
    http.file(`${property(id)}/knowledge-export`, { format }),
};
