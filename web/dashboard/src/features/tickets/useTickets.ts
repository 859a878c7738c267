import { useQuery } from '@tanstack/react-query';
import { type TicketQuery, ticketApi, ticketKeys } from '@/api/tickets';

/** How many tickets each view has, over all of one's properties. */
export const countsQuery = {
  queryKey: ticketKeys.counts,
  queryFn: async () => (await ticketApi.list({ view: 'new', limit: 1 })).counts,
  staleTime: 60_000,
};

export function useTicket(number: number) {
  return useQuery({
    queryKey: ticketKeys.one(number),
    queryFn: () => ticketApi.one(number),
    // Whether the guest is there is in no publication: it is looked at again while it is on screen.
    refetchInterval: 20_000,
    staleTime: 5000,
  });
}

/** A page of a list, as far as it was read. */
export const listQuery = (query: TicketQuery) => ({
  queryKey: ticketKeys.list(query),
  queryFn: ({ pageParam }: { pageParam: string | undefined }) =>
    ticketApi.list({ ...query, cursor: pageParam, limit: 50 }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { cursor?: string }) => page.cursor || undefined,
  staleTime: 10_000,
});
