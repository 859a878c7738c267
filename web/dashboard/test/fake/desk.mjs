/** The state of a made-up desk: two properties, some people, some conversations. */

const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();

export const properties = [
  {
    id: 'p1',
    name: 'Harbour View Hotel',
    code: 'HV',
    hue: 0,
    timezone: 'Europe/Lisbon',
    languages: ['en', 'de', 'pt', 'ar'],
    role: 'operator',
  },
  {
    id: 'p2',
    name: 'Old Mill Inn',
    code: 'OM',
    hue: 3,
    timezone: 'Europe/London',
    languages: ['en'],
    role: 'operator',
  },
];

export const me = {
  id: 'u1',
  email: 'operator@demo.example',
  name: 'Ana Sousa',
  public_name: 'Ana',
  role: 'operator',
  properties,
  duty: 'online',
  held: 1,
  limit: 0,
  permissions: [],
  realtime: { url: '/realtime' },
  demo: true,
  version: 'test',
  preferences: {
    sound_live: 'every',
    volume: 0.5,
    theme: 'system',
    density: 'comfortable',
    send_key: 'enter',
    shortcuts: true,
    locale: '',
  },
};

const names = [
  'Maria Keller',
  '',
  'John Whitfield',
  'ليلى حسن',
  '',
  'Sofía Álvarez',
  'Tomáš Novák',
  '',
];
const languages = ['de', 'en', 'en', 'ar', 'pt', 'es', 'cs', 'en'];
const talks = [
  [
    ['guest', 'Habt ihr einen Pool?'],
    ['assistant', 'Ja, der Außenpool ist von Mai bis Oktober von 08:00 bis 20:00 Uhr geöffnet.'],
    ['guest', 'Und ist er beheizt? Wir kommen mit zwei kleinen Kindern.'],
  ],
  [
    ['guest', 'Do you do helicopter tours?'],
    ['assistant', "I don't have that information. Our team can help you."],
  ],
  [
    ['guest', 'What time is breakfast?'],
    ['assistant', 'Breakfast is from 06:30 to 10:30, on weekends until 11:00.'],
    ['guest', 'Great, thanks!'],
  ],
  [
    ['guest', 'هل يوجد موقف للسيارات؟'],
    ['assistant', 'نعم، يكلف 18 يورو لليلة الواحدة.'],
  ],
  [
    ['guest', 'Posso fazer o check-in às 23h?'],
    ['assistant', 'Sim, a receção está aberta 24 horas.'],
  ],
  [
    ['guest', 'Necesito hablar con una persona, por favor'],
    ['assistant', 'Please wait while we connect you to an agent'],
  ],
  [
    ['guest', 'Can I bring my dog? He weighs 8 kilos and is very quiet.'],
    ['assistant', 'Dogs up to 10 kg are welcome for 25 EUR a stay.'],
  ],
  [['guest', 'Is there a gym?']],
];

export const entries = new Map();
export const cards = new Map();

export function makeCard(index, change = {}) {
  const id = `c${index}`;
  const talk = talks[index % talks.length];
  const list = talk.map(([kind, text], at) => ({
    seq: at + 1,
    prev: at,
    id: `${id}-${at}`,
    kind: 'message',
    author: { kind, ...(kind === 'assistant' ? { id: 'a', name: 'Digital assistant' } : {}) },
    text,
    at: ago((talk.length - at) * 21 + index * 3),
    ...(kind === 'assistant'
      ? {
          decision: index === 1 ? 'cannot_help' : 'answer',
          confidence: 0.87,
          sources: index === 1 ? [] : [{ id: 'pool', title: 'Outdoor pool', kind: 'fact' }],
        }
      : {}),
  }));
  entries.set(id, list);
  const last = list.at(-1);
  const card = {
    id,
    property_id: index % 3 === 2 ? 'p2' : 'p1',
    channel: ['web', 'web', 'whatsapp', 'messenger', 'instagram'][index % 5],
    status: 'open',
    controller: { kind: 'assistant' },
    epoch: 1,
    last_seq: list.length,
    guest: {
      id: `g-${index}a7f${index}`,
      name: names[index % names.length],
      verified: false,
      language: languages[index % 8],
      local_time_zone: 'Europe/Berlin',
    },
    language: languages[index % 8],
    page: { url: 'https://harbourview.example/rooms/sea-view', title: 'Sea view rooms' },
    started_at: ago(300),
    guest_at: list.filter((e) => e.author.kind === 'guest').at(-1).at,
    last_at: last.at,
    unanswered: false,
    live: true,
    viewers: [],
    last: list
      .slice(-3)
      .map(({ seq, author, text, at, kind }) => ({ seq, author, text, at, kind })),
    unread: 0,
    ...change,
  };
  cards.set(id, card);
  return card;
}

export function fill() {
  makeCard(0, { viewers: [{ id: 'u2', name: 'Ben Okafor' }] });
  makeCard(1, { unanswered: true, unanswered_kind: 'no_answer', unanswered_since: ago(25) });
  for (const index of [2, 3, 4, 6]) makeCard(index);
  makeCard(5, {
    controller: { kind: 'waiting' },
    unanswered: true,
    unanswered_kind: 'wish',
    request: {
      id: 'r1',
      kind: 'person',
      state: 'ringing',
      opened_at: ago(41),
      remaining_ms: 79_000,
      total_ms: 120_000,
    },
  });
  makeCard(7, {
    controller: { kind: 'agent', agent_id: 'u2', name: 'Ben Okafor' },
    epoch: 2,
    agent_gone: 'reconnecting',
    unanswered: true,
    unanswered_since: ago(240),
  });
  makeCard(8, {
    controller: { kind: 'agent', agent_id: 'u1', name: 'Ana Sousa' },
    epoch: 2,
    unread: 2,
    unanswered: true,
    unanswered_since: ago(75),
    guest: {
      id: 'g-x8',
      name: 'Maria Keller',
      language: 'de',
      local_time_zone: 'America/New_York',
    },
  });
  entries.get('c8').push(
    {
      seq: 4,
      prev: 3,
      id: 'c8-j',
      kind: 'control',
      code: 'joined',
      params: { agent: 'Ana' },
      author: { kind: 'system' },
      text: 'Ana joined',
      at: ago(60),
    },
    {
      seq: 5,
      prev: 4,
      id: 'c8-n',
      kind: 'note',
      author: { kind: 'agent', id: 'u2', name: 'Ben Okafor' },
      text: 'Regular guest, room 214 last summer.',
      at: ago(50),
    },
    {
      seq: 6,
      prev: 5,
      id: 'c8-a',
      kind: 'message',
      author: { kind: 'agent', id: 'u1', name: 'Ana' },
      text: 'Guten Abend, ich schaue gleich nach: https://harbourview.example/pool',
      at: ago(40),
    },
    {
      seq: 7,
      prev: 6,
      id: 'c8-g',
      kind: 'message',
      author: { kind: 'guest' },
      text: 'Danke, das ist sehr freundlich!',
      at: ago(20),
    },
  );
  cards.get('c8').last_seq = 7;
}

export const contact = (id) => ({
  id,
  name: cards.get('c8')?.guest.id === id ? 'Maria Keller' : '',
  email: 'maria@mail.example',
  phone: '',
  language: 'de',
  verified: false,
  first_seen: ago(86_400 * 40),
  attributes: {},
  device: 'Firefox on Android',
  blocked: false,
  notes: '',
  page_trail: [
    { url: 'https://harbourview.example/', title: 'Harbour View Hotel', at: ago(400) },
    { url: 'https://harbourview.example/rooms/sea-view', title: 'Sea view rooms', at: ago(120) },
  ],
  conversations: [
    {
      id: 'c2',
      started_at: ago(86_400 * 30),
      status: 'resolved',
      preview: 'What time is breakfast?',
    },
  ],
});

const fact = (group, key, label, state, details, question) => ({
  group,
  key,
  label,
  state,
  details,
  question,
});
export const knowledge = {
  facts: [
    fact('arrival', 'check_in', 'Check-in', 'yes', 'From 15:00.', 'From what time is check-in?'),
    fact(
      'arrival',
      'check_out',
      'Check-out',
      'yes',
      'Until 11:00; late check-out until 14:00 for 30 EUR.',
      'Until when is check-out?',
    ),
    fact(
      'arrival',
      'luggage',
      'Luggage storage',
      'unknown',
      '',
      'Can guests leave luggage before and after?',
    ),
    fact(
      'leisure',
      'pool',
      'Pool',
      'yes',
      'Outdoor pool, 08:00 to 20:00 from May to October.',
      'Is there a pool?',
    ),
    fact('leisure', 'casino', 'Casino', 'no', '', 'Is there a casino?'),
    fact('leisure', 'gym', 'Gym', 'unknown', '', 'Is there a gym, and when is it open?'),
  ],
  entries: [
    {
      id: 'e1',
      questions: ['Where is the night bell?', 'How do I get in at night?'],
      answer:
        'The night bell is left of the door. Please tell us after 22:00 so that the room is held.',
      booked_only: false,
      language: 'en',
    },
    {
      id: 'e2',
      questions: ['What is the Wi-Fi password?'],
      answer: 'It is on the card in your room.',
      booked_only: true,
      language: 'en',
    },
  ],
};

export const settings = {
  id: 'p1',
  name: 'Harbour View Hotel',
  code: 'HV',
  hue: 0,
  timezone: 'Europe/Lisbon',
  currency: 'EUR',
  languages: ['en', 'de', 'pt', 'ar'],
  default_language: 'en',
  phone: '+351 210 000 000',
  email: 'desk@harbourview.example',
  key: 'demo',
  sites: ['https://harbourview.example', 'http://127.0.0.1:8080'],
  look: {
    colour: '#0B7285',
    position: 'right',
    theme: 'auto',
    launcher_text: { en: 'Chat with us' },
    greeting: { en: 'Good evening. How can we help?', ar: 'مساء الخير، كيف نساعدكم؟' },
    quick_replies: { en: ['Is breakfast included?', 'Where can I park?'] },
    teaser: true,
  },
  privacy_url: '',
  pre_chat: { enabled: false, fields: [] },
  assistant: { pause_ms: 600 },
  live_chat: { enabled: true },
  snippet: '<script async src="http://127.0.0.1:8080/w/v1.js" data-key="demo"></script>',
  seen: [{ site: 'https://harbourview.example', at: ago(120) }],
};

export const team = {
  people: [
    {
      id: 'u1',
      email: 'operator@demo.example',
      name: 'Ana Sousa',
      role: 'operator',
      properties: ['p1', 'p2'],
      active: true,
      last_seen: ago(5),
      duty: 'online',
    },
    {
      id: 'u2',
      email: 'agent2@demo.example',
      name: 'Ben Okafor',
      role: 'agent',
      properties: ['p1'],
      active: true,
      last_seen: ago(900),
      duty: 'away',
    },
    {
      id: 'u3',
      email: 'old@demo.example',
      name: 'Carla Dias',
      role: 'knowledge_manager',
      properties: ['p2'],
      active: false,
      last_seen: null,
      duty: 'dnd',
    },
  ],
  invitations: [
    {
      id: 'i1',
      email: 'new@demo.example',
      role: 'agent',
      properties: ['p1'],
      expires_at: ago(-86_400 * 3),
    },
  ],
};

export const shortcuts = [
  {
    id: 's1',
    scope: 'shared',
    property_id: 'p1',
    name: 'welcome',
    text: 'Hello {{guest.first_name|there}}, this is {{agent.name}} from {{property.name}}.',
  },
  { id: 's2', scope: 'personal', name: 'room', text: 'Your room {{room.number}} is ready.' },
  {
    id: 's3',
    scope: 'shared',
    property_id: 'p1',
    name: 'taxi',
    text: 'A taxi to the airport costs 35 EUR and takes 25 minutes.',
    language: 'en',
  },
];
