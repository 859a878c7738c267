import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerBell, answerRing, newBell } from './bell.mjs';
import { answerChannels, fileAt, someChannels } from './channels.mjs';
import * as desk from './desk.mjs';
import { liveChat, tried } from './livechat.mjs';
import { requestReport } from './reports.mjs';
import { accept } from './socket.mjs';
import { answerTickets, someMail, someTickets } from './tickets.mjs';

const DIST =
  process.env.DASHBOARD_DIST ?? fileURLToPath(new URL('../../../dist/dashboard/', import.meta.url));
const TYPES = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.html': 'text/html',
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; font-src 'self'; media-src 'self' blob: data:; frame-src 'self'";

/**
 * A stand-in for the staff API, to look at the dashboard without a server. It decides nothing: it
 * answers with made-up state, and whoever holds it changes that state and publishes.
 */
export async function startFake(options = {}) {
  const { signedIn = true, setup = false, empty = false, bell, bellDown, slow } = options;
  if (!empty) desk.fill();
  desk.me.duty = 'online';
  desk.me.role = 'operator';
  const state = { signedIn, setup, down: false, taken: false, bell: newBell(), bellDown };
  state.liveChat = liveChat();
  state.tickets = someTickets();
  state.mail = someMail();
  state.channels = someChannels();
  desk.cards.delete('c12');
  options.channels?.(state.channels, desk);
  state.refuseLiveChat = options.refuseLiveChat;
  state.otherSaver = options.otherSaver;
  options.liveChat?.(state.liveChat, desk.me);
  bell?.(state.bell, desk);
  const sockets = new Set();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    const file = fileAt(url.pathname);
    if (file) {
      response.writeHead(200, { 'Content-Type': file.type });
      return response.end(file.bytes);
    }
    if (!url.pathname.startsWith('/api/')) return asset(url.pathname, response);
    const chunks = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return; // the page is gone
    }
    const text = Buffer.concat(chunks).toString();
    let body = {};
    try {
      body = JSON.parse(text || '{}');
    } catch {
      // a file: its bytes do not matter here
    }
    if (slow && url.pathname !== '/api/v1/me') return; // an answer that does not come
    const [status, data] = answer(state, publish, request.method, url, body);
    response.writeHead(status, {
      'Content-Type': 'application/json',
      Date: new Date().toUTCString(),
    });
    response.end(data === undefined ? '' : JSON.stringify(data));
  });
  server.on('upgrade', (request, socket) => {
    if (state.down) return socket.destroy();
    const send = accept(request, socket, (lines) => {
      for (const line of lines.split('\n').filter(Boolean)) reply(state, send, JSON.parse(line));
    });
    const entry = { send, socket };
    sockets.add(entry);
    socket.on('error', () => sockets.delete(entry));
    socket.on('close', () => sockets.delete(entry));
  });
  function publish(channel, data) {
    for (const { send } of sockets) send(JSON.stringify({ push: { channel, pub: { data } } }));
  }
  /** A line written by somebody, stored and published as the server would. */
  function say(id, author, text, change = {}, extra = {}) {
    const list = desk.entries.get(id) ?? [];
    const seq = (list.at(-1)?.seq ?? 0) + 1;
    const at = new Date().toISOString();
    const entry = {
      seq,
      prev: seq - 1,
      id: `${id}-${seq}`,
      kind: 'message',
      author,
      text,
      at,
      ...extra,
    };
    desk.entries.set(id, [...list, entry]);
    const { last, viewers, unread, can, ...card } = Object.assign(
      desk.cards.get(id),
      { last_seq: seq, last_at: at },
      author.kind === 'guest' ? { guest_at: at } : {},
      change,
    );
    publish(`property:${card.property_id}`, { t: 'entry', conversation_id: id, entry, card });
    return entry;
  }
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}`,
    state,
    publish,
    say,
    desk,
    /** Resolves once a page listens. */
    async connected() {
      while (sockets.size === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      await new Promise((resolve) => setTimeout(resolve, 200));
    },
    /** What the server sends to every page now and then. */
    ping() {
      for (const { send } of sockets) send('{}');
    },
    cut() {
      state.down = true;
      for (const { socket } of sockets) socket.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        for (const { socket } of sockets) socket.destroy();
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

function asset(path, response) {
  const file = join(DIST, path);
  const found =
    /^\/(assets|icons)\/|^\/sw\.js$/.test(path) && existsSync(file)
      ? file
      : join(DIST, 'index.html');
  response.writeHead(200, {
    'Content-Type': TYPES[extname(found)] ?? 'text/html',
    'Content-Security-Policy': POLICY,
  });
  createReadStream(found).pipe(response);
}

function reply(state, send, command) {
  if (command.connect) {
    const subs = { 'user:u1': {}, 'property:p1': {}, 'property:p2': {} };
    send(
      JSON.stringify({
        id: command.id,
        connect: { client: 'x', version: '', subs, ping: 25, pong: true },
      }),
    );
  } else if (command.rpc) {
    if (command.rpc.method === 'confirm') state.bell.confirmations.push(command.rpc.data);
    if (command.rpc.method === 'presence') state.presence = command.rpc.data;
    send(JSON.stringify({ id: command.id, rpc: { data: {} } }));
  }
}

const problem = (status, code, detail, extra = {}) => [
  status,
  { type: 'about:blank', title: code, status, code, detail, ...extra },
];

function answer(state, publish, method, url, body) {
  const path = url.pathname.replace('/api/v1', '');
  const route = `${method} ${path}`;
  const conversation = /^\/conversations\/([^/]+)(?:\/(.+))?$/.exec(path);
  if (route === 'POST /login') {
    if (body.password !== 'deskbell-demo') return problem(401, 'unauthorized', 'Wrong.');
    state.signedIn = true;
    return [200, desk.me];
  }
  if (route === 'GET /setup') return [200, { needed: state.setup }];
  if (route === 'POST /setup') return [201, { ...desk.me, hosted_url: '/chat/demo' }];
  if (path.startsWith('/invitations/')) {
    return method === 'GET'
      ? [200, { email: 'new@demo.example', property_names: ['Harbour View Hotel', 'Old Mill Inn'] }]
      : [200, desk.me];
  }
  if (path.startsWith('/resets/')) return problem(404, 'not_found', 'Gone.');
  if (!state.signedIn) return problem(401, 'unauthorized', 'Sign in.');
  if (route === 'GET /me') return [200, desk.me];
  const rung = answerBell({ state, publish, problem }, method, path, body);
  if (rung) return rung;
  if (route === 'PATCH /me') {
    Object.assign(desk.me.preferences, body.preferences);
    return [200, desk.me];
  }
  if (route === 'PUT /me/duty') {
    desk.me.duty = body.duty;
    state.bell.check.until = body.until;
    return [200, body];
  }
  if (route === 'POST /logout') {
    state.signedIn = false;
    return [204];
  }
  if (route === 'GET /me/sessions')
    return [
      200,
      {
        sessions: [
          {
            id: '1',
            device: 'Chromium on Linux',
            address: '127.0.0.1',
            last_seen: new Date().toISOString(),
            current: true,
          },
          {
            id: '2',
            device: 'Safari on iPhone',
            address: '10.0.0.7',
            last_seen: '2026-11-20T09:00:00.000Z',
          },
        ],
      },
    ];
  if (route === 'GET /conversations') return list(url.searchParams.get('view'));
  if (route === 'GET /search')
    return [
      200,
      {
        hits: [
          {
            kind: 'message',
            conversation_id: 'c0',
            property_id: 'p1',
            seq: 1,
            guest_name: 'Maria Keller',
            snippet: 'Habt ihr einen \u0001Pool\u0002?',
            at: new Date().toISOString(),
          },
        ],
      },
    ];
  const kept = answerTickets({ state, problem }, method, path, url, body);
  if (kept) return kept;
  const channel = answerChannels({ state, problem }, method, path, body);
  if (channel) return channel;
  if (route === 'GET /push/key') return [200, { key: 'A'.repeat(87) }];
  if (route === 'POST /push/subscriptions') return [201, { id: 's1' }];
  if (route === 'GET /shortcuts') return [200, { shortcuts: desk.shortcuts }];
  if (route === 'GET /team') return [200, desk.team];
  if (route === 'GET /reports/requests') {
    return state.failReports
      ? problem(503, 'unavailable', 'The database does not answer.')
      : [200, requestReport(url.searchParams, { empty: state.noReports })];
  }
  if (path.startsWith('/team')) return [200, { url: `/invitations/abc`, id: 'i2' }];
  if (path.endsWith('/knowledge')) return [200, desk.knowledge];
  if (path.endsWith('/chain/test')) return [200, tried()];
  if (path.endsWith('/live-chat')) {
    if (method === 'GET') return [200, state.liveChat];
    if (state.otherSaver)
      return [
        409,
        {
          code: 'conflict',
          reason: 'settings_changed',
          detail: 'Somebody has changed these settings since you opened them.',
          by: { id: 'u2', name: 'Bruno Costa' },
          ms: 140_000,
        },
      ];
    if (state.refuseLiveChat)
      return [
        422,
        {
          code: 'invalid',
          detail: 'A wait is 10 seconds to 15 minutes.',
          errors: [
            {
              location: 'all.first_wait_seconds',
              message: 'A wait is 10 seconds to 15 minutes.',
            },
          ],
        },
      ];
    Object.assign(state.liveChat, body);
    return [200, state.liveChat];
  }
  if (path.endsWith('/settings')) return [200, desk.settings];
  if (path.endsWith('/try'))
    return [
      200,
      {
        decision: 'answer',
        answer: 'Dogs up to 10 kg are welcome for 25 EUR a stay.',
        confidence: 0.91,
        suggestions: [],
        sources: [{ id: 'pets', title: 'Pets', kind: 'fact', score: 4.2 }],
      },
    ];
  if (conversation)
    return talk(state, publish, method, conversation[1], conversation[2], body, url);
  return [204];
}

function list(view) {
  const all = [...desk.cards.values()];
  if (view === 'mine')
    return [
      200,
      { conversations: all.filter((c) => c.status === 'open' && c.controller.agent_id === 'u1') },
    ];
  if (view === 'history') return [200, { conversations: all }];
  return [200, { conversations: all.filter((c) => c.status === 'open'), counts: {} }];
}

function talk(state, publish, method, id, action, body, url) {
  const card = desk.cards.get(id);
  if (!card) return problem(404, 'not_found', 'No such conversation.');
  if (!action) return [200, { ...card, contact: desk.contact(card.guest.id) }];
  const rung = answerRing({ state, publish, problem }, method, id, action, body, card);
  if (rung) return rung;
  const entries = desk.entries.get(id);
  if (action === 'entries') {
    const after = Number(url.searchParams.get('after') ?? 0);
    return [
      200,
      {
        entries: entries.filter(({ seq }) => seq > after),
        controller: card.controller,
        epoch: card.epoch,
        last_seq: card.last_seq,
        status: card.status,
        more: false,
      },
    ];
  }
  if (action === 'take-control' || action === 'take-over') {
    if (state.taken) {
      Object.assign(card, {
        controller: { kind: 'agent', agent_id: 'u2', name: 'Ben Okafor' },
        epoch: card.epoch + 1,
      });
      return problem(409, 'taken', 'Ben Okafor took this.', {
        by: { id: 'u2', name: 'Ben Okafor' },
        ms: 120,
      });
    }
    return [
      200,
      Object.assign(card, {
        controller: { kind: 'agent', agent_id: 'u1', name: 'Ana Sousa' },
        epoch: card.epoch + 1,
      }),
    ];
  }
  if (action === 'hand-back')
    return [200, Object.assign(card, { controller: { kind: 'assistant' }, epoch: card.epoch + 1 })];
  if (action === 'resolve') {
    if (card.unanswered && !body.confirm) return problem(409, 'confirm_needed', 'Unanswered.');
    return [
      200,
      Object.assign(card, {
        status: 'resolved',
        controller: { kind: 'assistant' },
        epoch: card.epoch + 1,
      }),
    ];
  }
  if (action === 'take-thread')
    return problem(409, 'routing_off', 'The Page’s settings do not let this chat be taken.');
  if (/^entries\/.+\/retry$/.test(action)) {
    const entry = entries.find(({ id: one }) => one === action.split('/')[1]);
    entry.delivery = { state: 'waiting', at: new Date().toISOString() };
    publish(`property:${card.property_id}`, {
      t: 'delivery',
      conversation_id: id,
      entry_id: entry.id,
      delivery: entry.delivery,
    });
    return [204];
  }
  if (action === 'messages' || action === 'notes' || action === 'templates') {
    if (state.failSend) return problem(503, 'unavailable', 'Later.');
    const seq = (entries.at(-1)?.seq ?? 0) + 1;
    const entry = {
      seq,
      prev: seq - 1,
      id: `${id}-${seq}`,
      kind: action === 'notes' ? 'note' : 'message',
      author: { kind: 'agent', id: 'u1', name: 'Ana' },
      text: body.text ?? 'Hello Jana, room 12 is ready for you.',
      ...(body.template ? { template: body.template } : {}),
      at: new Date().toISOString(),
      client_id: body.client_id,
    };
    entries.push(entry);
    card.last_seq = seq;
    publish(`property:${card.property_id}`, {
      t: 'entry',
      conversation_id: id,
      entry,
      card: { ...card, last: undefined, viewers: undefined },
    });
    return [201, { seq, id: entry.id, at: entry.at, epoch: card.epoch }];
  }
  if (action === 'draft' && method === 'GET') return [200, { reply: '', note: '' }];
  return [204];
}
