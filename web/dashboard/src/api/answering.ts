import { http } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

/** Who answers a property's guests, what that may use, and how it does. */
export type Answering = Schemas['AnsweringSettings'];
export type AnswererName = Answering['by'];
export type AnswerHealth = Schemas['AnswerHealth'];
export type AnswerCheck = Schemas['AnswerCheck'];
export type AnsweringChange = Omit<Schemas['AnsweringChange'], 'bot'> & {
  bot?: { url?: string; hosts?: string[] };
};
/** A text in another language, for whoever asked for it. */
export type Translation = Schemas['Translation'];
export type ChatSummary = Schemas['ChatSummary'];

const answering = (id: string) => `/properties/${encodeURIComponent(id)}/answering`;
const conversation = (id: string) => `/conversations/${encodeURIComponent(id)}`;

/** The calls about who answers, and what a language model writes for agents. */
export const answeringApi = {
  get: (id: string) => http.get<Answering>(answering(id)),
  save: (id: string, change: AnsweringChange) => http.put<Answering>(answering(id), change),
  makeSecret: (id: string) => http.post<{ secret: string }>(`${answering(id)}/secret`),
  check: (id: string, by: 'model' | 'bot') =>
    http.post<AnswerCheck>(`${answering(id)}/check`, { by }),
  translate: (id: string, what: { entry: string } | { text: string }, to: string) =>
    http.post<Translation>(`${conversation(id)}/translation`, { ...what, to }),
  summarize: (id: string, language: string) =>
    http.post<ChatSummary>(`${conversation(id)}/summary`, { language }),
};

export const answeringKeys = {
  property: (id: string) => ['answering', id] as const,
  translation: (entry: string, to: string) => ['translation', entry, to] as const,
  /** The language of the last message that was translated for somebody. */
  heard: (id: string) => ['heard', id] as const,
  summary: (id: string, epoch: number, to: string) => ['summary', id, epoch, to] as const,
};
