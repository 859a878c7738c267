import { http } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

/** A document or a website that is read, and how its reading stands. */
export type Source = Schemas['KnowledgeSource'];
/** A piece of what a source says; `was` is what is told until a draft is approved. */
export type Passage = Schemas['SourcePassage'];
export type PassageState = Passage['state'];
/** How a website is read. */
export interface WebsiteWish {
  name: string;
  address: string;
  language: string;
  max_pages: number;
  every_days: number;
}

const property = (id: string) => `/properties/${encodeURIComponent(id)}`;
const source = (id: string, sourceId: string) =>
  `${property(id)}/sources/${encodeURIComponent(sourceId)}`;

/** The calls about documents and websites, and about what was found in them. */
export const sourceApi = {
  list: (id: string) => http.get<{ sources: Source[] }>(`${property(id)}/sources`),
  addDocument: (id: string, file: File) => {
    const form = new FormData();
    form.append('file', file, file.name);
    return http.post<Source>(`${property(id)}/sources/document`, form);
  },
  addWebsite: (id: string, body: WebsiteWish) => http.post<Source>(`${property(id)}/sources`, body),
  changeWebsite: (id: string, sourceId: string, body: WebsiteWish) =>
    http.put<Source>(source(id, sourceId), body),
  act: (id: string, sourceId: string, what: 'stop' | 'repeat') =>
    http.post<Source>(`${source(id, sourceId)}/${what}`),
  delete: (id: string, sourceId: string) => http.delete<void>(source(id, sourceId)),
  passages: (
    id: string,
    query: { source?: string; state?: PassageState; after?: string; limit?: number },
  ) => http.get<{ passages: Passage[] }>(`${property(id)}/passages`, query),
  passage: (id: string, passage: string) =>
    http.get<Passage>(`${property(id)}/passages/${encodeURIComponent(passage)}`),
  correct: (id: string, passage: string, words: { title: string; text: string }) =>
    http.put<Passage>(`${property(id)}/passages/${encodeURIComponent(passage)}`, words),
  decide: (id: string, ids: string[], approve: boolean) =>
    http.post<void>(`${property(id)}/passages/decide`, { ids, approve }),
  decideAll: (id: string, sourceId: string, approve: boolean) =>
    http.post<void>(`${source(id, sourceId)}/decide`, { approve }),
};
