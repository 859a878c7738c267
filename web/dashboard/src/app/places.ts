import {
  BedDouble,
  BookOpen,
  Cable,
  ChartColumn,
  ConciergeBell,
  Headset,
  History,
  type LucideIcon,
  MessagesSquare,
  MonitorDot,
  Settings,
  Ticket,
  Users,
} from 'lucide-react';
import type { Place } from '@/lib/abilities';

/** The places, in the order of the rail. */
export const PLACES: { place: Place; to: string; label: string; icon: LucideIcon }[] = [
  { place: 'live', to: '/live', label: 'nav.agentAssist', icon: MonitorDot },
  { place: 'requests', to: '/requests', label: 'nav.requests', icon: ConciergeBell },
  { place: 'chats', to: '/chats', label: 'nav.myChats', icon: MessagesSquare },
  { place: 'tickets', to: '/tickets', label: 'nav.tickets', icon: Ticket },
  { place: 'history', to: '/history', label: 'nav.history', icon: History },
  { place: 'bookings', to: '/bookings', label: 'nav.bookings', icon: BedDouble },
  { place: 'knowledge', to: '/knowledge', label: 'nav.knowledge', icon: BookOpen },
  { place: 'team', to: '/team', label: 'nav.team', icon: Users },
  { place: 'reports', to: '/reports', label: 'nav.reports', icon: ChartColumn },
  { place: 'liveChat', to: '/live-chat', label: 'nav.liveChat', icon: Headset },
  { place: 'channels', to: '/channels', label: 'nav.channels', icon: Cable },
  { place: 'settings', to: '/settings', label: 'nav.settings', icon: Settings },
];

/** How a link or button of the rail looks. */
export const RAIL_ITEM =
  'group relative flex h-10 shrink-0 items-center gap-3 rounded-control text-ui font-medium text-ink2 transition-colors duration-[80ms] hover:bg-sunken hover:text-ink aria-[current=page]:bg-wash aria-[current=page]:text-accent max-xl:w-10 max-xl:justify-center xl:px-2.5 max-sm:h-12 max-sm:w-14';

/** What stands at the foot of a phone; the rest is under More. */
export const AT_THE_FOOT: Place[] = ['requests', 'chats'];
