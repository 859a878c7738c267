/** The made-up bell: rings, devices, colleagues, shifts. */
import * as desk from './desk.mjs';

const at = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();

let next = 1;

/** A ring as GET /bell/rings gives it, by default one that has just begun. */
export function makeRing(change = {}) {
  const remaining = change.remaining_ms ?? 96_000;
  return {
    id: `ring-${next++}`,
    conversation_id: 'c5',
    property_id: 'p1',
    channel: 'web',
    kind: 'person',
    state: 'ringing',
    language: 'es',
    guest: { id: 'g-5a7f5', name: 'Sofía Álvarez' },
    question: 'Necesito hablar con una persona, por favor. Perdimos las llaves de la habitación.',
    missing: '',
    opened_at: at((remaining - 120_000) / 1000),
    ends_at: at(remaining / 1000),
    total_ms: 120_000,
    remaining_ms: remaining,
    for_me: true,
    declined: false,
    unheard: false,
    step: 0,
    guest_left: false,
    ...change,
  };
}

export const person = () => makeRing();
export const mill = () =>
  makeRing({
    conversation_id: 'c2',
    property_id: 'p2',
    channel: 'whatsapp',
    language: 'en',
    guest: { id: 'g-2a7f2', name: 'John Whitfield' },
    question: 'We are outside and the door is locked.',
    remaining_ms: 41_000,
  });
export const unanswered = () =>
  makeRing({
    conversation_id: 'c1',
    language: 'en',
    guest: { id: 'g-1a7f1' },
    question: 'Do you do helicopter tours?',
    missing: 'Do you do helicopter tours?',
    remaining_ms: 71_000,
  });
export const promised = (by = { id: 'u2', name: 'Ben Okafor' }) =>
  makeRing({
    conversation_id: 'c4',
    channel: 'instagram',
    language: 'pt',
    guest: { id: 'g-4a7f4' },
    question: 'Posso fazer o check-in às 23h?',
    state: 'promised',
    promised_by: by,
    promised_until: at(134),
    remaining_ms: 134_000,
    total_ms: 180_000,
  });
export const emergency = () =>
  makeRing({
    kind: 'emergency',
    conversation_id: 'c0',
    language: 'de',
    guest: { id: 'g-0a7f0', name: 'Maria Keller' },
    question: 'Hilfe, in unserem Zimmer brennt es, überall ist Rauch!',
    remaining_ms: 0,
    total_ms: 0,
    opened_at: at(-37),
    ends_at: undefined,
  });
export const transfer = () =>
  makeRing({
    kind: 'transfer',
    conversation_id: 'c7',
    language: 'en',
    guest: { id: 'g-7a7f7', name: '' },
    question: 'Is there a gym?',
    from: { id: 'u2', name: 'Ben Okafor' },
    target: 'u1',
    note: 'Wants to move to a room near the gym, I go off at ten.',
    remaining_ms: 48_000,
    total_ms: 60_000,
  });
export const missed = () =>
  makeRing({
    state: 'ended',
    end: 'expired',
    conversation_id: 'c3',
    channel: 'messenger',
    language: 'ar',
    guest: { id: 'g-3a7f3', name: 'ليلى حسن' },
    question: 'هل يوجد موقف للسيارات؟ لم أجد أحداً في الاستقبال.',
    remaining_ms: 0,
    ended_at: at(-12),
  });

/** Everything at once, as on a bad evening. */
export const evening = () => ({
  rings: [
    mill(),
    person(),
    { ...unanswered(), unheard: true },
    promised(),
    { ...makeRing({ remaining_ms: 108_000, guest: { id: 'g-9b2c4' } }), guest_left: true },
    transfer(),
  ],
  missed: [missed()],
});

export const newBell = () => ({
  rings: [],
  missed: [],
  confirmations: [],
  accept: 'won',
  duty: {},
  check: {
    secure: true,
    duty: 'online',
    eligible: true,
    why_not: [],
    devices: [
      {
        id: 'this',
        this: true,
        kind: 'screen',
        name: 'Chrome, Linux',
        seen_at: at(-4),
        sound: true,
        visible: true,
        permission: 'granted',
        volume: 0.5,
        push: false,
        confirmed_at: at(-5400),
        heard: { heard: true, at: at(-9000) },
        problems: [],
      },
      {
        id: 'phone',
        kind: 'phone',
        name: 'Safari, iPhone',
        seen_at: at(-86_000),
        sound: false,
        visible: false,
        permission: 'granted',
        volume: 1,
        push: true,
        confirmed_at: at(-86_000),
        problems: [],
      },
      {
        id: 'back',
        kind: 'screen',
        name: 'Firefox, Windows',
        seen_at: at(-30),
        sound: false,
        visible: false,
        permission: 'default',
        volume: 0.5,
        push: false,
        heard: { heard: false, at: at(-200_000) },
        problems: ['autoplay', 'permission'],
      },
    ],
  },
  who: {
    people: [
      hearer('u1', 'Ana Sousa', 'operator', { until: at(9000), reach: 'screen', held: 1 }),
      hearer('u2', 'Ben Okafor', 'agent', {
        duty: 'online',
        reach: 'none',
        held: 2,
        limit: 5,
        would_ring: false,
        why_not: ['device'],
      }),
      hearer('u4', 'Dorota Wiśniewska', 'agent', {
        reach: 'phone',
        idle: true,
        held: 0,
        limit: 5,
      }),
      hearer('u3', 'Carla Dias', 'knowledge_manager', {
        duty: 'dnd',
        reach: 'none',
        would_ring: false,
        why_not: ['dnd', 'role'],
      }),
    ],
    drills: [],
  },
  drill: {
    at: at(-600),
    property_id: 'p1',
    interval_at: at(1800),
    done: true,
    tested: 3,
    silent: [
      {
        id: 'u2',
        name: 'Ben Okafor',
        rings: false,
        problems: ['device'],
        devices: [],
      },
      {
        id: 'u4',
        name: 'Dorota Wiśniewska',
        rings: true,
        problems: ['autoplay', 'permission'],
        devices: [
          { name: 'Firefox, Windows', kind: 'screen', problems: ['autoplay', 'permission'] },
        ],
      },
    ],
  },
  colleagues: [
    {
      id: 'u2',
      name: 'Ben Okafor',
      duty: 'online',
      reach: 'screen',
      held: 2,
      limit: 5,
      eligible: true,
    },
    {
      id: 'u4',
      name: 'Dorota Wiśniewska',
      duty: 'online',
      reach: 'phone',
      held: 0,
      limit: 5,
      eligible: true,
    },
    {
      id: 'u5',
      name: 'Emil Hansen',
      duty: 'away',
      reach: 'screen',
      held: 0,
      limit: 5,
      eligible: false,
    },
    {
      id: 'u6',
      name: 'Farida Rahimi',
      duty: 'online',
      reach: 'none',
      held: 0,
      limit: 0,
      eligible: false,
    },
  ],
  sheet: undefined,
});

function hearer(id, name, role, change) {
  return {
    id,
    name,
    role,
    duty: 'online',
    idle: false,
    reach: 'screen',
    held: 0,
    limit: 0,
    would_ring: true,
    why_not: [],
    checked_at: at(-3600),
    ...change,
  };
}

/** Answers the routes of the bell; undefined where the route is none of them. */
export function answerBell({ state, publish, problem }, method, path, body) {
  const { bell } = state;
  const route = `${method} ${path}`;
  if (route === 'GET /bell/rings') {
    return state.bellDown
      ? problem(503, 'unavailable', 'Later.')
      : [200, { rings: bell.rings, missed: bell.missed }];
  }
  if (route === 'GET /bell/check') return [200, { ...bell.check, duty: desk.me.duty }];
  if (route === 'GET /bell/who') return [200, bell.who];
  if (route === 'POST /bell/confirmations') {
    bell.confirmations.push(body);
    return [204];
  }
  if (route === 'POST /bell/tests') {
    const ring = makeRing({
      kind: 'test',
      conversation_id: undefined,
      property_id: undefined,
      guest: {},
      question: '',
      device: body.device,
    });
    bell.rings.push(ring);
    publish('user:u1', { t: 'ring', ring });
    return [201, { id: ring.id }];
  }
  if (/^POST \/bell\/tests\/[^/]+\/heard$/.test(route)) {
    bell.rings = bell.rings.filter(({ kind }) => kind !== 'test');
    bell.check.devices[0].heard = { heard: body.heard, at: at(0) };
    return [204];
  }
  if (route === 'POST /bell/drills') return [204];
  if (bell.nobodyAt && route === `GET /properties/${bell.nobodyAt}/live-chat`) {
    const web = { offer: 'leave_message', button: false, why: 'nobody_on_duty', sentence: '' };
    return [200, { ...state.liveChat, now: { web } }];
  }
  if (route === 'GET /me/shift') return [200, shift(bell)];
  if (route === 'POST /me/shift/end') {
    desk.me.duty = 'away';
    return [200, sheet()];
  }
  return undefined;
}

/** The answers to a ring that stand among the routes of a conversation. */
export function answerRing({ state, publish, problem }, method, id, action, body, card) {
  const { bell } = state;
  const ring = bell.rings.find((other) => other.conversation_id === id);
  const end = (how, by) => {
    bell.rings = bell.rings.filter((other) => other !== ring);
    if (ring) {
      publish('user:u1', { t: 'ring_end', ring_id: ring.id, conversation_id: id, how, by });
    }
  };
  if (action === 'accept') {
    if (bell.accept === 'lost') {
      const by = { id: 'u2', name: 'Ben Okafor' };
      Object.assign(card, {
        controller: { kind: 'agent', agent_id: by.id, name: by.name },
        epoch: card.epoch + 1,
      });
      end('accepted', by);
      return problem(409, 'taken', 'Ben Okafor took this.', { by, ms: 200 });
    }
    Object.assign(card, {
      controller: { kind: 'agent', agent_id: 'u1', name: 'Ana Sousa' },
      epoch: card.epoch + 1,
      request: null,
    });
    end('accepted', { id: 'u1', name: 'Ana Sousa' });
    return [200, card];
  }
  if (action === 'promise') {
    const ms = (body.minutes ?? 3) * 60_000;
    Object.assign(ring, {
      state: 'promised',
      promised_by: { id: 'u1', name: 'Ana Sousa' },
      remaining_ms: ms,
      total_ms: ms,
      ends_at: at(ms / 1000),
    });
    publish('user:u1', { t: 'ring', ring });
    return [200, card];
  }
  if (action === 'cannot-now') {
    ring.declined = true;
    publish('user:u1', { t: 'ring', ring });
    return [200, card];
  }
  if (action === 'colleagues') return [200, { colleagues: bell.colleagues }];
  if (action === 'transfer') {
    const request =
      method === 'DELETE'
        ? null
        : {
            id: 'r-t',
            kind: 'transfer',
            state: 'ringing',
            opened_at: at(0),
            remaining_ms: 60_000,
            total_ms: 60_000,
          };
    return [200, Object.assign(card, { request })];
  }
  return undefined;
}

function shift(bell) {
  const held = [...desk.cards.values()].filter(({ controller }) => controller.agent_id === 'u1');
  return {
    held,
    promised: [],
    missed: bell.missed,
    waiting: bell.rings.filter(({ state }) => state === 'ringing'),
    sheets: bell.sheet ? [bell.sheet] : [],
  };
}

export function sheet() {
  return {
    id: 's1',
    at: at(-1500),
    person: { id: 'u2', name: 'Ben Okafor' },
    note: 'Room 214 gets towels at eight. The lift company comes at nine; please let them in.',
    held: [
      {
        conversation_id: 'c8',
        property_id: 'p1',
        guest: 'Maria Keller',
        question: 'Danke, das ist sehr freundlich!',
      },
    ],
    promised: [],
    missed: [
      {
        conversation_id: 'c3',
        property_id: 'p1',
        guest: 'ليلى حسن',
        question: 'هل يوجد موقف للسيارات؟',
      },
    ],
    waiting: [],
  };
}
