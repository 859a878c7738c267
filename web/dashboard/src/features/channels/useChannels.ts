import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ChannelAccount, type Channels, channelApi, channelKeys } from '@/api/channels';

/** A lamp lights within this time of what lit it; a page that nobody looks at asks nothing. */
const LIVE = 2000;

/** All apps and accounts that one may see. `live` is for screens where somebody waits for a lamp. */
export function useChannels(live = false) {
  return useQuery({
    queryKey: channelKeys.list,
    queryFn: channelApi.list,
    staleTime: LIVE,
    refetchInterval: live ? LIVE : 15_000,
  });
}

/** Puts an account that the server answered with in its place, without waiting for the list. */
export function useKeepAccount(): (account: ChannelAccount) => void {
  const queries = useQueryClient();
  return (account) => {
    queries.setQueryData<Channels>(channelKeys.list, (held) => {
      if (!held) return held;
      const others = held.accounts.filter(({ id }) => id !== account.id);
      return { ...held, accounts: [...others, account] };
    });
    void queries.invalidateQueries({ queryKey: channelKeys.list });
  };
}
