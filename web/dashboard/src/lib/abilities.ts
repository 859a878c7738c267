import type { Card, Me, Role } from '@/api/types';

const CONVERSES: Role[] = ['agent', 'admin', 'operator'];
const MANAGES: Role[] = ['admin', 'operator'];

/** What somebody may do with a conversation now; the server decides again, this decides what is shown. */
export interface Abilities {
  mine: boolean;
  takeControl: boolean;
  takeOver: boolean;
  reply: boolean;
  handBack: boolean;
  transfer: boolean;
  resolve: boolean;
  answerAndHandBack: boolean;
  note: boolean;
  reopen: boolean;
  /** Send again what did not arrive. */
  retry: boolean;
}

/** The role somebody has at one property. */
export function roleAt(me: Me, propertyId: string): Role {
  if (me.role === 'operator') return 'operator';
  return me.properties.find(({ id }) => id === propertyId)?.role ?? me.role;
}

/** Follows from who controls: publications are one for all, so each screen works this out for itself. */
export function abilities(card: Card, me: Me): Abilities {
  const role = roleAt(me, card.property_id);
  const converses = CONVERSES.includes(role);
  const open = card.status === 'open';
  const { kind, agent_id } = card.controller;
  const mine = open && kind === 'agent' && agent_id === me.id;
  const others = open && kind === 'agent' && agent_id !== me.id;
  const free = open && kind !== 'agent';
  // What is only watched, or is another app's at the moment, can be read and resolved, not answered.
  const answers = converses && card.can_answer !== false && !card.thread;
  return {
    mine,
    takeControl: answers && free,
    takeOver: answers && others && (MANAGES.includes(role) || Boolean(card.agent_gone)),
    reply: answers && mine,
    handBack: converses && mine,
    transfer: converses && mine,
    resolve: converses && open && (!others || MANAGES.includes(role)),
    answerAndHandBack: answers && free,
    note: converses,
    reopen: converses && !open,
    retry: answers && open && !others,
  };
}

/** The places of the dashboard, and who may use them. */
export type Place =
  | 'live'
  | 'requests'
  | 'chats'
  | 'tickets'
  | 'history'
  | 'bookings'
  | 'knowledge'
  | 'team'
  | 'reports'
  | 'liveChat'
  | 'channels'
  | 'settings';

const PLACES: Record<Place, Role[]> = {
  live: CONVERSES,
  requests: CONVERSES,
  chats: CONVERSES,
  tickets: CONVERSES,
  history: CONVERSES,
  bookings: CONVERSES,
  knowledge: ['agent', 'knowledge_manager', 'admin', 'operator'],
  team: MANAGES,
  reports: ['knowledge_manager', 'admin', 'operator'],
  liveChat: ['knowledge_manager', 'admin', 'operator'],
  channels: MANAGES,
  settings: MANAGES,
};

export function mayUse(me: Me, place: Place): boolean {
  const roles = [me.role, ...me.properties.map(({ role }) => role)];
  return roles.some((role) => role && PLACES[place].includes(role));
}

/** True where somebody sets how a property works. */
export function managesAt(me: Me, propertyId: string): boolean {
  return MANAGES.includes(roleAt(me, propertyId));
}

/** True where somebody may change the knowledge of a property, and not only read it. */
export function mayEditKnowledge(me: Me, propertyId: string): boolean {
  return roleAt(me, propertyId) !== 'agent';
}
