import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { CardDetail, Entry } from '@/api/types';
import { useMe } from '@/app/session';
import { GuestPanel } from '@/features/guest/GuestPanel';
import { isOffered, OpenTransfer } from '@/features/transfer/OpenTransfer';
import { abilities } from '@/lib/abilities';
import { useStore } from '@/lib/store';
import { connection, rpc } from '@/realtime/connection';
import { mergeCard } from '@/realtime/patch';
import { stamp, threadQuery } from '@/realtime/snapshots';
import { viewing } from '@/realtime/viewing';
import { ErrorCard, SkeletonLines } from '@/ui/Bits';
import { Composer } from './Composer';
import { ConversationHead } from './ConversationHead';
import { Log } from './Log';
import { SoFar } from './SoFar';
import { useDock } from './useDock';
import { WatchFoot } from './WatchFoot';

interface Props {
  id: string;
  onClose?: () => void;
  /** An entry to scroll to, from a search. */
  highlight?: number;
  /** Room for the guest's panel beside the thread. */
  roomy?: boolean;
}

/** One conversation: its thread, live; and what the person who looks at it may do. */
export function Conversation({ id, onClose, highlight, roomy }: Props) {
  const me = useMe();
  const queries = useQueryClient();
  const [panel, setPanel] = useState(false);
  const card = useQuery({
    queryKey: keys.conversation(id),
    queryFn: async (): Promise<CardDetail> => {
      const fresh = stamp(await api.conversation(id)) as CardDetail;
      const held = queries.getQueryData<CardDetail>(keys.conversation(id));
      const newer = held && held.last_seq > fresh.last_seq;
      return newer ? { ...mergeCard(fresh, held), contact: fresh.contact } : fresh;
    },
    staleTime: 30_000,
  });
  const thread = useQuery(threadQuery(queries, id));
  const dock = useDock();
  useViewing(id);
  if (card.error && !card.data) {
    return <ErrorCard error={card.error} onRetry={() => card.refetch()} />;
  }
  if (!card.data) return <ThreadSkeleton />;
  const can = abilities(card.data, me);
  return (
    <div className="flex min-h-0 min-w-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <ConversationHead
          card={card.data}
          can={can}
          onClose={onClose}
          panel={panel}
          onPanel={() => setPanel((shown) => !shown)}
          roomy={roomy}
        />
        {can.transfer && isOffered(card.data) && <OpenTransfer card={card.data} />}
        {thread.error && !thread.data ? (
          <ErrorCard error={thread.error} onRetry={() => thread.refetch()} />
        ) : thread.data ? (
          <Log card={card.data} thread={thread.data} highlight={highlight} />
        ) : (
          <ThreadSkeleton />
        )}
        <div ref={dock} className="shrink-0">
          {can.reply && !spoke(thread.data?.entries, me.id) && <SoFar card={card.data} />}
          {can.reply ? <Composer card={card.data} /> : <WatchFoot card={card.data} can={can} />}
        </div>
      </div>
      <GuestPanel
        card={card.data}
        open={panel}
        roomy={Boolean(roomy)}
        onClose={() => setPanel(false)}
      />
    </div>
  );
}

/** True once somebody has written to the guest: then they know what it is about. */
function spoke(entries: Entry[] | undefined, id: string): boolean {
  return (entries ?? []).some(
    ({ kind, author }) => kind === 'message' && author.kind === 'agent' && author.id === id,
  );
}

/** Tells the others that somebody is looking, as long as this thread stands open. */
function useViewing(id: string): void {
  const connected = useStore(connection, (state) => state.connected);
  useEffect(() => {
    viewing.set(id, true);
    const say = async (on: boolean) => {
      if (!(await rpc('view', { conversation_id: id, on }))) {
        await api.view(id, on).catch(() => undefined); // a mark for colleagues, not worth an error
      }
    };
    if (connected) void say(true);
    return () => {
      if (viewing.id === id) viewing.set(undefined, false);
      if (connected) void say(false);
    };
  }, [id, connected]);
}

function ThreadSkeleton() {
  return (
    <div aria-busy className="flex flex-1 flex-col gap-8 p-6">
      <SkeletonLines widths={[40, 62]} />
      <SkeletonLines widths={[72, 54]} />
      <SkeletonLines widths={[35]} />
    </div>
  );
}
