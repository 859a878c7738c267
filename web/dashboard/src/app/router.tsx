import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { keys } from '@/api/keys';
import type { Me } from '@/api/types';
import { withWords } from '@/i18n';
import { mayUse } from '@/lib/abilities';
import { NotFound } from './NotFound';
import { queries } from './queries';
import { SignedIn } from './SignedIn';

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search): { token?: string } => ({ token: text(search.token) }),
  component: lazyRouteComponent(withWords(['settings'], () => import('@/features/auth/Setup'))),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitations/$token',
  component: lazyRouteComponent(() => import('@/features/auth/AcceptInvitation')),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: '/resets/$token',
  component: lazyRouteComponent(() => import('@/features/auth/ResetPassword')),
});

const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: SignedIn });

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    const me = queries.getQueryData<Me>(keys.me);
    if (me) throw redirect({ to: mayUse(me, 'live') ? '/live' : '/knowledge', replace: true });
  },
});
export const live = createRoute({
  getParentRoute: () => inside,
  path: '/live',
  validateSearch: (search): { c?: string } => ({ c: text(search.c) }),
  component: lazyRouteComponent(() => import('@/features/wall/AgentAssist')),
});
const requests = createRoute({
  getParentRoute: () => inside,
  path: '/requests',
  validateSearch: (search): { c?: string; ring?: string } => ({
    c: text(search.c),
    ring: text(search.ring),
  }),
  component: lazyRouteComponent(() => import('@/features/requests/Requests')),
});
const chats = createRoute({
  getParentRoute: () => inside,
  path: '/chats',
  component: lazyRouteComponent(
    withWords(['conversation', 'failure'], () => import('@/features/chats/MyChats')),
  ),
});
const chat = createRoute({ getParentRoute: () => chats, path: '/$id' });
const tickets = createRoute({
  getParentRoute: () => inside,
  path: '/tickets',
  validateSearch: (search): { view?: string; property?: string; q?: string; n?: number } => ({
    view: text(search.view),
    property: text(search.property),
    q: search.q === undefined ? undefined : String(search.q),
    n: typeof search.n === 'number' ? search.n : undefined,
  }),
  component: lazyRouteComponent(
    withWords(['tickets', 'conversation', 'failure'], () => import('@/features/tickets/Tickets')),
  ),
});
const history = createRoute({
  getParentRoute: () => inside,
  path: '/history',
  validateSearch: (
    search,
  ): { q?: string; c?: string; seq?: number; status?: string; property?: string } => ({
    q: text(search.q),
    c: text(search.c),
    seq: typeof search.seq === 'number' ? search.seq : undefined,
    status: text(search.status),
    property: text(search.property),
  }),
  component: lazyRouteComponent(
    withWords(['conversation', 'failure'], () => import('@/features/history/History')),
  ),
});
const bookings = createRoute({
  getParentRoute: () => inside,
  path: '/bookings',
  validateSearch: (search): { property?: string } => ({ property: text(search.property) }),
  component: lazyRouteComponent(
    withWords(['bookings'], () => import('@/features/bookings/Bookings')),
  ),
});
const knowledge = createRoute({
  getParentRoute: () => inside,
  path: '/knowledge',
  validateSearch: (search): { property?: string; tab?: string; entry?: string; ask?: string } => ({
    property: text(search.property),
    tab: text(search.tab),
    entry: text(search.entry), // one to open at once
    ask: search.ask === undefined ? undefined : String(search.ask), // a new one with this question
  }),
  component: lazyRouteComponent(
    withWords(['knowledge'], () => import('@/features/knowledge/KnowledgeHub')),
  ),
});
const team = createRoute({
  getParentRoute: () => inside,
  path: '/team',
  component: lazyRouteComponent(withWords(['team'], () => import('@/features/team/Team'))),
});
const reports = createRoute({
  getParentRoute: () => inside,
  path: '/reports',
  validateSearch: (
    search,
  ): { property?: string; channel?: string; period?: string; from?: string; to?: string } => ({
    property: text(search.property),
    channel: text(search.channel),
    period: search.period === undefined ? undefined : String(search.period),
    from: text(search.from),
    to: text(search.to),
  }),
  component: lazyRouteComponent(withWords(['reports'], () => import('@/features/reports/Reports'))),
});
const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  validateSearch: (search): { property?: string; tab?: string } => ({
    property: text(search.property),
    tab: text(search.tab),
  }),
  component: lazyRouteComponent(
    withWords(['settings', 'mail', 'answering'], () => import('@/features/settings/Settings')),
  ),
});
const answering = createRoute({
  getParentRoute: () => inside,
  path: '/settings/answering',
  validateSearch: (search): { property?: string } => ({ property: text(search.property) }),
  component: lazyRouteComponent(
    withWords(['answering', 'settings'], () => import('@/features/answering/WhoAnswers')),
  ),
});
const mail = createRoute({
  getParentRoute: () => inside,
  path: '/settings/mail',
  component: lazyRouteComponent(
    withWords(['mail', 'settings', 'tickets'], () => import('@/features/mail/MailPage')),
  ),
});
const bellCheck = createRoute({
  getParentRoute: () => inside,
  path: '/bell',
  component: lazyRouteComponent(
    withWords(['bellcheck'], () => import('@/features/bellcheck/BellCheck')),
  ),
});
const liveChat = createRoute({
  getParentRoute: () => inside,
  path: '/live-chat',
  validateSearch: (search): { property?: string; tab?: string; channel?: string } => ({
    property: text(search.property),
    tab: text(search.tab),
    channel: text(search.channel),
  }),
  component: lazyRouteComponent(
    withWords(['livechat', 'settings'], () => import('@/features/livechat/LiveChat')),
  ),
});
const channels = createRoute({
  getParentRoute: () => inside,
  path: '/channels',
  validateSearch: (search): { property?: string } => ({ property: text(search.property) }),
  component: lazyRouteComponent(
    withWords(['channels', 'failure'], () => import('@/features/channels/Channels')),
  ),
});
const connect = createRoute({
  getParentRoute: () => inside,
  path: '/channels/connect',
  validateSearch: (
    search,
  ): { property?: string; channel?: string; app?: string; account?: string } => ({
    property: text(search.property),
    channel: text(search.channel),
    app: text(search.app),
    account: text(search.account),
  }),
  component: lazyRouteComponent(
    withWords(['channels', 'failure'], () => import('@/features/channels/Connect')),
  ),
});
const channelAccount = createRoute({
  getParentRoute: () => inside,
  path: '/channels/$id',
  component: lazyRouteComponent(
    withWords(['channels', 'failure'], () => import('@/features/channels/Account')),
  ),
});
const profile = createRoute({
  getParentRoute: () => inside,
  path: '/profile',
  component: lazyRouteComponent(() => import('@/features/profile/Profile')),
});
const shortcuts = createRoute({
  getParentRoute: () => inside,
  path: '/shortcuts',
  component: lazyRouteComponent(() => import('@/features/shortcuts/Shortcuts')),
});

/** Every page is its own file, loaded when it is first opened; the sign-in and the frame come at once. */
export const router = createRouter({
  routeTree: root.addChildren([
    setup,
    invitation,
    reset,
    inside.addChildren([
      home,
      live,
      requests,
      chats.addChildren([chat]),
      tickets,
      history,
      bookings,
      knowledge,
      team,
      reports,
      settings,
      answering,
      mail,
      liveChat,
      channels,
      connect,
      channelAccount,
      bellCheck,
      profile,
      shortcuts,
    ]),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
