import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/client';

/** The cache of everything read from the server. The realtime connection keeps it fresh. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Patches keep what did not change by themselves; comparing 200 cards per message would cost more.
      structuralSharing: false,
      staleTime: 60_000,
      gcTime: 15 * 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => error instanceof ApiError && error.passing && count < 4,
      retryDelay: (attempt) => Math.min(8000, 400 * 2 ** attempt) * (1 + Math.random() / 4),
    },
    mutations: { retry: false },
  },
});
