import { useEffect, useState } from 'react';

/** What the simulator's server tells: the shapes of package simulator's State. */
export type Channel = 'whatsapp' | 'messenger' | 'instagram';

export const channels: readonly Channel[] = ['whatsapp', 'messenger', 'instagram'];

export const channelNames: Record<Channel, string> = {
  whatsapp: 'WhatsApp',
  messenger: 'Messenger',
  instagram: 'Instagram',
};

export interface Media {
  id: string;
  kind: 'image' | 'audio' | 'video' | 'document' | 'sticker';
  type: string;
  name?: string;
  voice?: boolean;
}

export interface Choice {
  title: string;
  payload: string;
  description?: string;
}

export interface Message {
  id: string;
  by: 'guest' | 'us' | 'owner' | 'system';
  at: string;
  text?: string;
  choices?: Choice[];
  list?: string;
  media?: Media[];
  place?: { latitude: number; longitude: number; name?: string };
  note?: string;
  reply_to?: string;
  heart?: string;
  answer?: string;
  edits?: number;
  unsent?: boolean;
  state?: 'sent' | 'delivered' | 'read' | 'played' | 'failed';
  late?: boolean;
}

export type PhoneState = 'open' | 'pocket' | 'off';

export interface Guest {
  id: string;
  channel: Channel;
  account: string;
  key: string;
  user?: string;
  name: string;
  username?: string;
  phone: PhoneState;
  owner?: string;
  typing?: string;
  seen_up_to?: string;
  messages: Message[] | null;
}

export interface Account {
  channel: Channel;
  key: string;
  parent?: string;
  name: string;
  number?: string;
  token: string;
  route?: string;
  human_agent: boolean;
  subscribed: boolean;
  fields?: string[];
  revoked: boolean;
}

export interface Hook {
  callback: string;
  verify_token: string;
  verified: boolean;
  problem?: string;
}

export interface Weather {
  double: boolean;
  disorder: boolean;
  delay: number;
  hold: boolean;
}

export interface Posted {
  at: string;
  channel: Channel;
  event: string;
  status: number;
  took_ms: number;
  try: number;
  problem?: string;
}

export interface World {
  now: string;
  website?: string;
  app: {
    id: string;
    secret: string;
    instagram_secret: string;
    hooks: Partial<Record<Channel, Hook>>;
  };
  accounts: Account[];
  guests: Guest[];
  weather: Weather;
  posted: Posted[] | null;
  waiting: number;
  faults: Partial<Record<Channel, { name: string; words: string; left: number }>>;
  out_until?: string;
  echo_first: boolean;
  sent: number;
}

export interface Fault {
  name: string;
  words: string;
  on?: Channel[];
}

/** The world as it is now, and whether the server can be heard; it follows every change. */
export function useWorld(): { world: World | undefined; heard: boolean; refused: boolean } {
  const [world, setWorld] = useState<World>();
  const [heard, setHeard] = useState(true);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    const stream = new EventSource('api/stream');
    stream.addEventListener('state', (event) => {
      setWorld(JSON.parse((event as MessageEvent<string>).data) as World);
      setHeard(true);
      setRefused(false);
    });
    stream.onerror = () => {
      setHeard(false);
      // A stream that is refused is not opened again by itself, and does not say why.
      if (stream.readyState === EventSource.CLOSED) setRefused(true);
    };
    return () => stream.close();
  }, []);
  return { world, heard, refused };
}

/** Asks the simulator to do something; what it refuses is an Error in words. */
export async function ask<T = object>(path: string, body: object): Promise<T> {
  const answer = await fetch(`api/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Deskbell-Simulator': '1' },
    body: JSON.stringify(body),
  });
  return read<T>(answer);
}

async function read<T>(answer: Response): Promise<T> {
  const said = (await answer.json().catch(() => ({}))) as T & {
    problem?: string;
    detail?: string;
  };
  if (!answer.ok)
    throw new Error(said.problem ?? said.detail ?? `The simulator answered ${answer.status}.`);
  return said;
}

/** Puts a file of one's own onto the simulator's shelf; its id can be sent. */
export async function keep(file: File): Promise<string> {
  const answer = await fetch(`api/files?name=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    headers: {
      'Content-Type': file.type || 'application/octet-stream',
      'X-Deskbell-Simulator': '1',
    },
    body: file,
  });
  return (await read<{ id: string }>(answer)).id;
}
