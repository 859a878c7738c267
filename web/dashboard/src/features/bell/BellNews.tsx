import { useQueries, useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { EarOff, ShieldAlert, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bellApi, type Drill } from '@/api/bell';
import { channelApi, channelKeys } from '@/api/channels';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import { useMe } from '@/app/session';
import { TopBar, type TopBarName } from '@/app/TopBar';
import { needsAdmin } from '@/features/channels/state';
import { roleAt } from '@/lib/abilities';
import { useNow } from '@/lib/clock';
import { local } from '@/lib/storage';
import { IconButton } from '@/ui/Button';
import { useBoard } from './rings';

/** A drill's finding is of use until the interval is well under way. */
const DRILL_FOR = 12 * 3_600_000;

/** Properties that are looked after at once; whoever has more looks at Team. */
const AT_MOST = 8;

/**
 * What admins must know, on every page: a ring that nobody hears, nobody there, servers that hear each other late, devices
 * that are silent.
 */
export default function BellNews() {
  const managed = useManaged();
  if (managed.length === 0) return <Late />;
  return (
    <>
      <Unheard managed={managed} />
      <Deserted managed={managed} />
      <Late />
      <Channels managed={managed} />
      <Silent managed={managed} />
    </>
  );
}

/** Redis is lost, or back: the server says it to those alone who can do something about it. */
function Late() {
  const { t } = useTranslation();
  const { late } = useMe();
  return late ? (
    <News name="late" tone="brass">
      {t('news.late')}
    </News>
  ) : null;
}

function useManaged(): { id: string; name: string }[] {
  const me = useMe();
  return me.properties.filter(({ id }) => ['admin', 'operator'].includes(roleAt(me, id)));
}

type Managed = { managed: { id: string; name: string }[] };

/** A guest calls, and no device has said that it showed or sounded it. */
function Unheard({ managed }: Managed) {
  const { t } = useTranslation();
  const { rings } = useBoard();
  const listed = useLocation({ select: ({ pathname }) => pathname === '/requests' });
  const names = managed.filter(({ id }) =>
    rings.some((ring) => ring.unheard && ring.property_id === id),
  );
  // The list itself says it, beside each request.
  if (names.length === 0 || listed) return null;
  return (
    <News name="unheard" tone="danger">
      {t('news.unheard', { place: names.map(({ name }) => name).join(', ') })}{' '}
      <Link to="/requests" search={{}} className="underline">
        {t('nav.requests')}
      </Link>
    </News>
  );
}

/** Within the hours of live chat, and nobody whom a ring would reach. */
function Deserted({ managed }: Managed) {
  const { t } = useTranslation();
  const looked = useQueries({
    queries: managed.slice(0, AT_MOST).map(({ id, name }) => ({
      queryKey: [...keys.reachable, id],
      queryFn: async () => ({ name, why: (await api.liveChat(id)).now.web?.why }),
      refetchInterval: 60_000,
    })),
  });
  const names = looked.flatMap(({ data }) =>
    data?.why === 'nobody_on_duty' || data?.why === 'chain_only' ? [data.name] : [],
  );
  if (names.length === 0) return null;
  return (
    <News name="deserted" tone="danger">
      {t('news.deserted', { place: names.join(', ') })}{' '}
      <Link to="/team" className="underline">
        {t('news.whoHears')}
      </Link>
    </News>
  );
}

/** Accounts of outside channels by which messages are lost, or soon will be. */
function Channels({ managed }: Managed) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: channelKeys.list,
    queryFn: channelApi.list,
    refetchInterval: 10 * 60_000,
  });
  const now = useNow(60_000);
  const listed = useLocation({ select: ({ pathname }) => pathname.startsWith('/channels') });
  const found = (data?.accounts ?? []).filter(
    (account) => managed.some(({ id }) => id === account.property_id) && needsAdmin(account, now),
  );
  const first = found[0];
  // The page itself says more.
  if (!first || listed) return null;
  const lost = found.some(({ paused }) => paused);
  const link =
    found.length === 1 ? (
      <Link to="/channels/$id" params={{ id: first.id }} className="underline">
        {t('news.channelsHelp')}
      </Link>
    ) : (
      <Link to="/channels" search={{}} className="underline">
        {t('news.channelsHelp')}
      </Link>
    );
  return (
    <News name={lost ? 'lost' : 'channels'} tone={lost ? 'danger' : 'brass'}>
      {t('news.channels', { names: found.map(({ name }) => name).join(', ') })} {link}
    </News>
  );
}

function Silent({ managed }: Managed) {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: keys.drills, queryFn: () => bellApi.who() });
  const now = useNow(60_000);
  const [closed, setClosed] = useState(local.get('drill') ?? '');
  const drills = latest(data?.drills ?? []).filter(
    (drill) =>
      drill.done &&
      managed.some(({ id }) => id === drill.property_id) &&
      drill.silent.length > 0 &&
      now - Date.parse(drill.at) < DRILL_FOR,
  );
  const key = drills.map(({ property_id, at }) => `${property_id}@${at}`).join(' ');
  if (drills.length === 0 || closed === key) return null;
  const count = drills.reduce((sum, drill) => sum + silentDevices(drill), 0);
  return (
    <News
      name="drill"
      tone="brass"
      onClose={() => {
        local.set('drill', key);
        setClosed(key);
      }}
    >
      {t('news.silent', { count })}{' '}
      <Link to="/team" className="underline">
        {t('news.details')}
      </Link>
    </News>
  );
}

/** How many devices a drill found silent; somebody on duty without any counts as one. */
function silentDevices({ silent }: Drill): number {
  return silent.reduce((sum, { devices }) => sum + Math.max(1, devices.length), 0);
}

/** The newest drill of each property. */
export function latest(drills: Drill[]): Drill[] {
  const newest = new Map<string, Drill>();
  for (const drill of drills) {
    const known = newest.get(drill.property_id);
    if (!known || known.at < drill.at) newest.set(drill.property_id, drill);
  }
  return [...newest.values()];
}

function News({
  name,
  tone,
  onClose,
  children,
}: {
  name: TopBarName;
  tone: 'danger' | 'brass';
  onClose?: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const Icon = tone === 'danger' ? EarOff : ShieldAlert;
  return (
    <TopBar name={name} tone={tone} role={tone === 'danger' ? 'alert' : 'status'}>
      <Icon size={16} strokeWidth={1.5} aria-hidden className="shrink-0" />
      <p className="min-w-0 flex-1 py-2">{children}</p>
      {onClose && (
        <IconButton label={t('common.close')} onClick={onClose} className="text-inherit!">
          <X size={14} strokeWidth={1.5} />
        </IconButton>
      )}
    </TopBar>
  );
}
