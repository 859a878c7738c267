import type { QueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import type { Publication } from '@/api/publication';
import type { CardList, Me } from '@/api/types';
import { serverNow } from '@/lib/clock';
import { isLive } from '@/lib/live';
import { createStore } from '@/lib/store';
import { isBeingRead } from '@/realtime/viewing';
import { mayLead } from './leader';
import { play } from './player';
import { SoundPolicy } from './policy';

/** Rises with every conversation that begins: the robot icon pulses anew. */
export const began = createStore(0);

const policy = new SoundPolicy();
let lastMine = '';

function volumeOf(me: Me): number {
  return me.duty === 'dnd' ? 0 : me.preferences.volume;
}

/** Hears every publication before it is applied, and sounds where the agent wants it. */
export function listen(queries: QueryClient): (publication: Publication) => void {
  return (event) => {
    const me = queries.getQueryData<Me>(keys.me);
    if (!me) return;
    if (event.t === 'entry') {
      if (begins(queries, event)) soundBegan(me, event.conversation_id);
      const { entry, card } = event;
      const mine = card?.controller.kind === 'agent' && card.controller.agent_id === me.id;
      if (mine && entry.author.kind === 'guest') soundMine(me, event.conversation_id, entry.seq);
    } else if (event.t === 'mine') {
      soundMine(me, event.conversation_id, event.seq);
    } else if (event.t === 'reminder' && !event.quiet) {
      if (mayLead(`reminder:${event.conversation_id}`)) play('mine', volumeOf(me));
    }
  };
}

/** True where a guest's word makes a conversation live that was not. */
function begins(queries: QueryClient, event: Extract<Publication, { t: 'entry' }>): boolean {
  const { card, entry } = event;
  if (entry.author.kind !== 'guest' || card?.controller.kind !== 'assistant') return false;
  const cards = queries.getQueryData<CardList>(keys.live)?.conversations;
  const known = cards?.find(({ id }) => id === event.conversation_id);
  if (!known?.guest_at) return true;
  return known.controller.kind === 'assistant' && !isLive(known, serverNow());
}

function soundBegan(me: Me, id: string): void {
  began.set((count) => count + 1);
  const sounds = policy.began(me.preferences.sound_live, performance.now());
  if (sounds && mayLead(`live:${id}`)) play('live', volumeOf(me));
}

function soundMine(me: Me, id: string, seq: number): void {
  // The same message arrives twice: as an entry of the property and as a word to me.
  const key = `${id}:${seq}`;
  if (key === lastMine) return;
  lastMine = key;
  // Softer for a thread that is being looked at: there the eye has it already.
  const volume = volumeOf(me) * (isBeingRead(id) ? 0.5 : 1);
  if (policy.mine(performance.now()) && mayLead(`mine:${key}`)) play('mine', volume);
}
