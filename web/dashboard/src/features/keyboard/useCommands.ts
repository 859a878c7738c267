import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Duty } from '@/api/types';
import { layers } from '@/app/layers';
import { PLACES } from '@/app/places';
import { signOut, useMe } from '@/app/session';
import { dutyLayer } from '@/features/duty/layer';
import { useChooseDuty } from '@/features/duty/useDuty';
import { mayUse } from '@/lib/abilities';
import { liveQuery, mineQuery } from '@/realtime/snapshots';

export interface Command {
  id: string;
  name: string;
  group: string;
  keys?: string[];
  run: () => void;
}

const ACTIONS: [action: string, name: string, key: string][] = [
  ['take', 'action.takeControl', 'T'],
  ['hand-back', 'action.handBack', 'B'],
  ['transfer', 'action.transfer', '⇧T'],
  ['resolve', 'action.resolve', 'E'],
  ['note', 'action.addNote', 'N'],
];

/** What the palette offers: first what can be done on screen, then conversations, then places. */
export function useCommands(): Command[] {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const setDuty = useChooseDuty();
  const queries = useQueryClient();
  const talks = mayUse(me, 'live');
  const { data: mine } = useQuery({ ...mineQuery(queries), enabled: talks });
  const { data: live } = useQuery({ ...liveQuery(queries), enabled: talks });

  const here = ACTIONS.flatMap(([action, name, key]) => {
    const button = document.querySelector<HTMLButtonElement>(
      `main header [data-action="${action}"], main footer [data-action="${action}"]`,
    );
    if (!button || button.closest('article')) return [];
    return [
      { id: action, name: t(name), group: t('keys.here'), keys: [key], run: () => button.click() },
    ];
  });
  const held = new Set(mine?.conversations.map(({ id }) => id));
  const chats = (mine?.conversations ?? []).map((card) => ({
    id: card.id,
    name: card.guest.name || card.last?.at(-1)?.text || card.id,
    group: t('nav.myChats'),
    run: () => void navigate({ to: '/chats/$id', params: { id: card.id } }),
  }));
  const wall = (live?.conversations ?? [])
    .filter(({ id }) => !held.has(id))
    .slice(0, 100)
    .map((card) => ({
      id: card.id,
      name: card.guest.name || card.last?.at(-1)?.text || card.id,
      group: t('nav.agentAssist'),
      run: () => void navigate({ to: '/live', search: { c: card.id } }),
    }));
  const places = PLACES.filter(({ place }) => mayUse(me, place)).map(({ to, label }) => ({
    id: to,
    name: t(label),
    group: t('keys.places'),
    run: () => void navigate({ to }),
  }));
  const duties = (['online', 'away', 'dnd'] as Duty[])
    .filter((duty) => talks && duty !== me.duty)
    .map((duty) => ({
      id: duty,
      name: t('duty.status', { duty: t(`duty.${duty}`) }),
      group: t('keys.me'),
      run: () => setDuty(duty),
    }));
  const own = [
    ...(talks
      ? [
          { id: 'bell', name: t('nav.bellCheck'), run: () => void navigate({ to: '/bell' }) },
          { id: 'end-shift', name: t('duty.endShift'), run: () => dutyLayer.set('end') },
        ]
      : []),
    { id: 'profile', name: t('account.profile'), run: () => void navigate({ to: '/profile' }) },
    {
      id: 'shortcuts',
      name: t('account.shortcuts'),
      run: () => void navigate({ to: '/shortcuts' }),
    },
    { id: 'sheet', name: t('account.keyboard'), keys: ['?'], run: () => layers.set('sheet') },
    { id: 'sign-out', name: t('account.signOut'), run: () => void signOut() },
  ].map((command) => ({ ...command, group: t('keys.me') }));
  return [...here, ...chats, ...places, ...wall, ...duties, ...own];
}
