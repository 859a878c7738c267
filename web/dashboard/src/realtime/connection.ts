import type { QueryClient } from '@tanstack/react-query';
import { Centrifuge } from 'centrifuge';
import { keys } from '@/api/keys';
import type { Publication } from '@/api/publication';
import { createStore } from '@/lib/store';
import { applyBatch } from './apply';
import { stamp } from './snapshots';

export interface ConnectionState {
  connected: boolean;
  /** Since when, by this browser's clock. */
  since: number;
}

/** Whether the live view is live; the banner and the dimmed cards follow it. */
export const connection = createStore<ConnectionState>({ connected: false, since: Date.now() });

let client: Centrifuge | undefined;

/** Sends a small hint over the connection; false where there is none, and HTTP must carry it. */
export async function rpc(method: string, data: unknown): Promise<boolean> {
  if (!client || !connection.get().connected) return false;
  try {
    await client.rpc(method, data);
    return true;
  } catch {
    return false;
  }
}

const listeners = new Set<() => void>();

/** Calls back with everything that arrives from the server, its pings too. Returns what ends that. */
export function whenHeard(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The connection's socket; the library tells of publications, but not of the pings between them. */
class HeardSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    this.addEventListener('message', () => {
      for (const listener of listeners) listener();
    });
  }
}

/** The shortest time between two applications while publications keep coming. */
const BREATH = 50;

/**
 * Publications are collected and applied with the next frame; while they keep coming, at most twenty
 * times a second, so that fifty messages a second leave the page smooth. A hidden page has no frames,
 * there a timer does it.
 */
function batched(apply: (batch: Publication[]) => void): (publication: Publication) => void {
  let queue: Publication[] = [];
  let scheduled = false;
  let last = Number.NEGATIVE_INFINITY;
  const flush = () => {
    scheduled = false;
    last = performance.now();
    const batch = queue;
    queue = [];
    apply(batch);
  };
  return (publication) => {
    queue.push(publication);
    if (scheduled) return;
    scheduled = true;
    const wait = last + BREATH - performance.now();
    if (document.hidden) setTimeout(flush, BREATH);
    else if (wait > 0) setTimeout(() => requestAnimationFrame(flush), wait);
    else requestAnimationFrame(flush);
  };
}

function socketAddress(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** Whatever was read before may have changed meanwhile: threads catch up from their last seq. */
function readAgain(queries: QueryClient): void {
  queries.invalidateQueries({ queryKey: keys.live });
  queries.invalidateQueries({ queryKey: keys.mine });
  queries.invalidateQueries({ queryKey: ['entries'] });
  queries.invalidateQueries({ queryKey: ['conversation'] });
}

/**
 * Opens the one realtime connection of this tab and keeps it open; `heard` gets every publication
 * before it is applied (for sounds). Reconnecting backs off with jitter, which is the library's work.
 * Returns what closes it.
 */
export function connect(
  queries: QueryClient,
  path: string,
  heard: (publication: Publication) => void,
): () => void {
  const centrifuge = new Centrifuge(socketAddress(path), {
    name: 'dashboard',
    minReconnectDelay: 300,
    maxReconnectDelay: 8000,
    websocket: HeardSocket,
  });
  const push = batched((batch) => applyBatch(queries, batch));
  client = centrifuge;
  centrifuge.on('publication', ({ data }) => {
    const publication = stamped(data as Publication);
    heard(publication);
    push(publication);
  });
  centrifuge.on('connected', () => {
    connection.set({ connected: true, since: Date.now() });
    readAgain(queries);
  });
  const down = () => {
    if (connection.get().connected) connection.set({ connected: false, since: Date.now() });
  };
  centrifuge.on('connecting', down);
  centrifuge.on('disconnected', () => {
    down();
    // The server ended it for good, most likely with the session: ask who we are.
    queries.invalidateQueries({ queryKey: keys.me });
  });
  connection.set({ connected: false, since: Date.now() });
  centrifuge.connect();
  return () => {
    centrifuge.removeAllListeners();
    centrifuge.disconnect();
    if (client === centrifuge) client = undefined;
  };
}

function stamped(publication: Publication): Publication {
  if ('card' in publication && publication.card) {
    return { ...publication, card: stamp(publication.card) } as Publication;
  }
  return publication;
}
