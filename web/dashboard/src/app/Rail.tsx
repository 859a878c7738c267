import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { requestCount } from '@/features/bell/order';
import { board } from '@/features/bell/rings';
import { countsQuery } from '@/features/tickets/useTickets';
import { mayUse } from '@/lib/abilities';
import { useNow } from '@/lib/clock';
import { useStore } from '@/lib/store';
import { mineQuery } from '@/realtime/snapshots';
import { Avatar } from '@/ui/Bits';
import { DutyDot } from './DutyDot';
import { AT_THE_FOOT, PLACES, RAIL_ITEM } from './places';
import { RobotLink } from './RobotLink';
import { useMe } from './session';

// Menus are the heaviest part of the first page, and nobody opens one before the page stands.
const RailFoot = lazy(() => import('./RailFoot'));
const MoreMenu = lazy(() => import('./MoreMenu'));

/** The global rail: a column of 56 px, with words on a wide screen, a bar at the foot of a phone. */
export function Rail() {
  const me = useMe();
  const { t } = useTranslation();
  return (
    <nav
      aria-label={t('nav.label')}
      className="flex shrink-0 gap-1 border-line bg-canvas p-2 max-sm:h-14 max-sm:items-center max-sm:justify-around max-sm:border-t max-sm:py-1 sm:w-14 sm:flex-col sm:border-e xl:w-52"
    >
      {mayUse(me, 'live') && <RobotLink />}
      {PLACES.filter(({ place }) => mayUse(me, place)).map(({ place, to, label, icon: Icon }) => (
        <Link
          key={place}
          to={to}
          title={t(label)}
          className={clsx(RAIL_ITEM, !AT_THE_FOOT.includes(place) && 'max-sm:hidden')}
          activeProps={{ 'aria-current': 'page' }}
        >
          <Icon size={18} strokeWidth={1.5} aria-hidden />
          <span className="one-line max-xl:sr-only">{t(label)}</span>
          {place === 'chats' && <UnreadBadge />}
          {place === 'requests' && <RequestBadge />}
          {place === 'tickets' && <TicketBadge />}
        </Link>
      ))}
      <div className="flex flex-col gap-1 max-sm:hidden sm:mt-auto">
        <Suspense fallback={<FootToCome />}>
          <RailFoot />
        </Suspense>
      </div>
      <div className="sm:hidden">
        <Suspense fallback={<span className={RAIL_ITEM} />}>
          <MoreMenu />
        </Suspense>
      </div>
    </nav>
  );
}

/** What stands in the foot's place for the moment until it is there: nothing that looks ready to be pressed. */
function FootToCome() {
  const me = useMe();
  const row = 'flex h-10 items-center gap-3 text-ink3 max-xl:justify-center xl:px-3';
  return (
    <>
      {mayUse(me, 'live') && (
        <span aria-hidden className={row}>
          <DutyDot duty={me.duty} />
        </span>
      )}
      <span aria-hidden className={row}>
        <Avatar name={me.name} size={26} />
      </span>
    </>
  );
}

const BADGE =
  'nums flex h-[18px] min-w-[18px] items-center justify-center rounded-full px-1 font-semibold text-meta max-xl:absolute max-xl:end-0 max-xl:top-0 xl:ms-auto';

/** How many wait for a person, whether they ring for me or not. */
function RequestBadge() {
  useNow(5000);
  const count = useStore(board, (held) => requestCount(held, Date.now()));
  if (count === 0) return null;
  return <span className={clsx(BADGE, 'bg-brass text-bg')}>{count}</span>;
}

/** How many tickets nobody has touched yet. */
function TicketBadge() {
  const { data } = useQuery(countsQuery);
  if (!data?.new) return null;
  return <span className={clsx(BADGE, 'bg-brass text-bg')}>{data.new}</span>;
}

function UnreadBadge() {
  const { data } = useQuery(mineQuery(useQueryClient()));
  const unread = (data?.conversations ?? []).reduce((sum, { unread = 0 }) => sum + unread, 0);
  if (unread === 0) return null;
  return <span className={clsx(BADGE, 'bg-fill text-white')}>{unread}</span>;
}
