/** The keys of the query cache, in one place: the realtime patches and the screens must agree on them. */
export const keys = {
  me: ['me'] as const,
  live: ['live'] as const,
  mine: ['mine'] as const,
  conversation: (id: string) => ['conversation', id] as const,
  entries: (id: string) => ['entries', id] as const,
  history: (query: object) => ['history', query] as const,
  search: (query: object) => ['search', query] as const,
  shortcuts: ['shortcuts'] as const,
  knowledge: (property: string) => ['knowledge', property] as const,
  settings: (property: string) => ['settings', property] as const,
  team: ['team'] as const,
  sessions: ['sessions'] as const,
  reports: (query: object) => ['reports', query] as const,
};
