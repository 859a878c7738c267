import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import { useMe } from '@/app/session';
import { roleAt } from '@/lib/abilities';
import { serverNow } from '@/lib/clock';
import { ErrorCard, PageHead, SkeletonLines } from '@/ui/Bits';
import { PropertyPicker } from '@/ui/PropertyPicker';
import { LiveChatForm } from './LiveChatForm';
import { PARTS, type PartName } from './shape';

/** What is offered changes with who is there, which nobody announces here: it is asked again this often. */
const AGAIN = 15_000;

export default function LiveChat() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/live-chat' });
  const mine = me.properties.filter(({ id }) => roleAt(me, id) !== 'agent');
  const property = mine.find(({ id }) => id === search.property) ?? mine[0];
  const part = PARTS.find((name) => name === search.tab) ?? 'offer';
  const set = (change: { property?: string; tab?: PartName; channel?: string }) =>
    void navigate({ to: '/live-chat', search: (old) => ({ ...old, ...change }), replace: true });
  const { data, error, refetch } = useQuery({
    queryKey: keys.liveChat(property?.id ?? ''),
    queryFn: () => api.liveChat(property?.id ?? ''),
    enabled: Boolean(property),
    refetchInterval: AGAIN,
  });
  // The hours change it to the second.
  useEffect(() => {
    const changes = Object.values(data?.now ?? {}).flatMap(({ changes_at }) =>
      changes_at ? Date.parse(changes_at) - serverNow() : [],
    );
    const next = Math.min(...changes);
    if (!Number.isFinite(next) || next > AGAIN) return;
    const timer = setTimeout(() => void refetch(), Math.max(500, next + 500));
    return () => clearTimeout(timer);
  }, [data, refetch]);
  return (
    <>
      <PageHead title={t('nav.liveChat')}>
        {property && (
          <PropertyPicker value={property.id} onChange={(id) => set({ property: id })} />
        )}
      </PageHead>
      {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <div aria-busy className="p-6">
          <SkeletonLines widths={[40, 60, 55, 62, 50]} />
        </div>
      )}
      {data && property && (
        <LiveChatForm
          key={property.id}
          property={property}
          saved={data}
          part={part}
          scope={search.channel ?? ''}
          onShow={set}
        />
      )}
    </>
  );
}
