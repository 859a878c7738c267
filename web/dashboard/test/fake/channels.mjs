/** Made-up channels: accounts that run, that need somebody, that are being connected; and what guests send through them. */

const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();
const ahead = (seconds) => ago(-seconds);

const NAMES = ['webhook', 'subscribed', 'token', 'hello', 'answered'];
const lamps = (dark = {}, names = NAMES) =>
  names.map((name) =>
    name in dark
      ? { name, on: false, ...(dark[name] ?? {}) }
      : { name, on: true, at: ago(86_400 * 3) },
  );

const META = {
  answers: true,
  templates: false,
  billed: false,
  typing: true,
  delivered: true,
  read: true,
};

const healthy = (change = {}) => ({
  last_in: ago(130),
  last_out: ago(95),
  checked_at: ago(60),
  token_valid: true,
  subscribed: true,
  waiting: 0,
  uncertain: 0,
  failed: 0,
  failures: [],
  bad_signatures: 0,
  ...change,
});

export function someChannels() {
  const url = (channel, id) => `https://desk.harbourview.example/hooks/${channel}/${id}`;
  return {
    apps: [
      {
        id: 'm1',
        channel: 'whatsapp',
        name: 'Harbour group',
        key: '1200345678901234',
        webhook_url: url('whatsapp', 'm1'),
        verify_token: 'k3yfQ-9vT2wLm',
        fields: ['messages', 'smb_message_echoes', 'history', 'standby', 'account_update'],
        secrets: 1,
        verified_at: ago(86_400 * 20),
        bad_signatures: 0,
      },
      {
        id: 'm2',
        channel: 'messenger',
        name: 'Harbour group',
        key: '1200345678901234',
        webhook_url: url('messenger', 'm2'),
        verify_token: 'k3yfQ-9vT2wLm',
        fields: ['messages', 'messaging_postbacks', 'message_echoes', 'message_deliveries'],
        secrets: 1,
        verified_at: ago(86_400 * 20),
        bad_signatures: 3,
        bad_signature_at: ago(3600),
      },
      {
        id: 'm3',
        channel: 'instagram',
        name: 'Harbour group',
        key: '1200345678901234',
        webhook_url: url('instagram', 'm3'),
        verify_token: 'k3yfQ-9vT2wLm',
        fields: ['messages', 'message_echoes', 'message_reactions', 'messaging_seen'],
        secrets: 2,
        bad_signatures: 0,
      },
    ],
    accounts: [
      {
        id: 'w1',
        property_id: 'p1',
        app_id: 'm1',
        channel: 'whatsapp',
        key: '106540352242922',
        parent: '102290129340398',
        name: 'Reception',
        human_agent: false,
        paused: '',
        created_at: ago(86_400 * 20),
        lamps: lamps(),
        settings: {
          mode: 'both',
          line_cap: 5000,
          line_free: 1000,
          line_price: 40,
          currency: 'EUR',
        },
        health: healthy({
          number: '+351 21 555 0100',
          failures: [
            { reason: 'not_on_whatsapp', count: 2 },
            { reason: 'window_closed', count: 5 },
            { reason: '131999', count: 1 },
          ],
          last_failure: ago(4200),
          failed: 8,
        }),
        capabilities: { ...META, templates: true, billed: true },
        month: { month: '2026-11', lines: 4210, estimate: 128_400 },
      },
      {
        id: 'f1',
        property_id: 'p1',
        app_id: 'm2',
        channel: 'messenger',
        key: '108800001111',
        name: 'Harbour View Hotel',
        human_agent: true,
        paused: 'token_expired',
        created_at: ago(86_400 * 90),
        lamps: lamps({ token: { cure: 'token_expired' } }),
        settings: {},
        health: healthy({
          last_out: ago(7200),
          token_valid: false,
          waiting: 4,
          failures: [{ reason: 'token_expired', count: 4 }],
          last_failure: ago(300),
        }),
        capabilities: META,
      },
      {
        id: 'i1',
        property_id: 'p1',
        app_id: 'm3',
        channel: 'instagram',
        key: '17841400000000000',
        name: '@harbourview',
        route: 'login',
        human_agent: false,
        paused: '',
        created_at: ago(86_400 * 40),
        lamps: lamps(),
        settings: {},
        health: healthy({
          last_in: ago(86_400 * 4),
          silent_since: ago(86_400 * 4),
          token_until: ahead(86_400 * 3),
          uncertain: 1,
        }),
        capabilities: { ...META, delivered: false },
      },
      {
        id: 'x1',
        property_id: 'p1',
        app_id: 'm4',
        channel: 'api',
        key: 'portal',
        name: 'Booking portal',
        human_agent: false,
        paused: '',
        created_at: ago(86_400),
        lamps: lamps({}, ['hello']),
        settings: {},
        health: healthy({ last_out: undefined }),
        capabilities: { answers: false, templates: false, billed: false },
      },
    ],
  };
}

/** A number in the middle of being connected. */
export function connecting(channels) {
  channels.accounts.push({
    ...channels.accounts[0],
    id: 'w2',
    name: 'Spa',
    created_at: ago(120),
    lamps: lamps({ token: { cure: 'token_ends' }, hello: null, answered: null }),
    settings: { mode: 'new' },
    health: healthy({ last_in: undefined, last_out: undefined, token_until: ahead(60_000) }),
    month: { month: '2026-11', lines: 0, estimate: 0 },
  });
}

export const templates = [
  {
    name: 'room_ready',
    language: 'en',
    category: 'UTILITY',
    status: 'APPROVED',
    parts: [
      { kind: 'header', format: 'text', text: 'Your room is ready' },
      {
        kind: 'body',
        text: 'Hello {{1}}, room {{2}} is ready for you. Reception is open 24 hours.',
        blanks: ['1', '2'],
      },
      { kind: 'footer', text: 'Harbour View Hotel' },
      { kind: 'button', text: 'Write to us', index: 0 },
    ],
  },
  {
    name: 'we_answer_now',
    language: 'de',
    category: 'UTILITY',
    status: 'APPROVED',
    parts: [{ kind: 'body', text: 'Guten Tag, wir können Ihnen jetzt antworten.' }],
  },
  {
    name: 'winter_offer',
    language: 'en',
    category: 'MARKETING',
    status: 'PAUSED',
    parts: [{ kind: 'body', text: 'Three nights for two until March.' }],
  },
  {
    name: 'invoice',
    language: 'en',
    category: 'UTILITY',
    status: 'APPROVED',
    parts: [
      { kind: 'header', format: 'document', text: '' },
      { kind: 'body', text: 'Here is your invoice.' },
    ],
  },
];

/** A second of silence, so that the player has something to play. */
const silence = Buffer.alloc(44 + 8000);
silence.write('RIFF', 0);
silence.writeUInt32LE(36 + 8000, 4);
silence.write('WAVEfmt ', 8);
silence.writeUInt32LE(16, 16);
silence.writeUInt16LE(1, 20);
silence.writeUInt16LE(1, 22);
silence.writeUInt32LE(8000, 24);
silence.writeUInt32LE(8000, 28);
silence.writeUInt16LE(1, 32);
silence.writeUInt16LE(8, 34);
silence.write('data', 36);
silence.writeUInt32LE(8000, 40);
silence.fill(128, 44);

const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200"><rect width="320" height="200" fill="#c9b79c"/><circle cx="230" cy="70" r="34" fill="#f2e3c6"/><path d="M0 200 110 90l70 70 40-40 100 80z" fill="#6d7f86"/></svg>';

/** What stands at an address below /files/; undefined for anything else. */
export function fileAt(path) {
  if (!path.startsWith('/files/')) return undefined;
  return path.endsWith('.wav')
    ? { type: 'audio/wav', bytes: silence }
    : { type: 'image/svg+xml', bytes: PICTURE };
}

const picture = (name, width = 320, height = 200) => ({
  id: name,
  name,
  type: 'image/png',
  size: 48_000,
  width,
  height,
  url: `/files/${name}`,
});

/** Every kind of message that outside channels bring, and every state of those that go out. */
export function everything(desk, change = {}) {
  const card = desk.makeCard(12, {
    property_id: 'p1',
    channel: 'whatsapp',
    account: { id: 'w1', name: 'Reception' },
    can_answer: true,
    window: { until: ahead(3 * 3600 + 12 * 60), templates: true },
    controller: { kind: 'agent', agent_id: 'u1', name: 'Ana Sousa' },
    epoch: 2,
    guest: { id: 'g-w', name: 'Jana Vogt', language: 'de', local_time_zone: 'Europe/Berlin' },
    page: undefined,
    ...change,
  });
  const guest = { kind: 'guest' };
  const agent = { kind: 'agent', id: 'u1', name: 'Ana' };
  const lines = [
    {
      author: guest,
      text: 'Hallo! Ist das Zimmer schon fertig?',
      referral: { ad_id: '1', title: 'Autumn by the sea', url: 'https://fb.me/ad' },
      reactions: [{ by: 'agent', emoji: '👍' }],
    },
    {
      author: { kind: 'assistant', id: 'a', name: 'Digital assistant' },
      text: 'Der Check-in ist ab 15:00 Uhr möglich.',
      delivery: { state: 'read', at: ago(500) },
    },
    {
      author: guest,
      text: '',
      media: [
        {
          kind: 'audio',
          voice: true,
          state: 'ready',
          file: { id: 'v', name: 'voice.wav', type: 'audio/wav', size: 8044, url: '/files/v.wav' },
        },
      ],
    },
    {
      author: guest,
      text: 'Das ist die Aussicht, die wir letztes Jahr hatten',
      media: [{ kind: 'image', state: 'ready', file: picture('view.png') }],
    },
    {
      author: guest,
      text: '',
      place: {
        latitude: 38.70775,
        longitude: -9.13659,
        name: 'Cais do Sodré',
        address: 'Praça Duque da Terceira, Lisboa',
      },
    },
    {
      author: guest,
      text: '',
      cards: [{ name: 'Tomáš Novák', phones: ['+420 605 555 010'], mails: ['tomas@mail.example'] }],
    },
    {
      author: guest,
      text: 'So etwas suchen wir',
      shared: [{ kind: 'story_mention', url: 'https://instagram.example/stories/1' }],
    },
    {
      author: guest,
      text: '',
      media: [{ kind: 'sticker', state: 'ready', file: picture('sticker.webp', 128, 128) }],
    },
    {
      author: guest,
      text: '',
      media: [{ kind: 'video', state: 'failed', name: 'arrival.mp4', reason: 'too_large' }],
    },
    { author: guest, text: '', media: [{ kind: 'file', state: 'pending', name: 'passport.pdf' }] },
    { author: guest, text: '', unsupported: true },
    { author: guest, text: undefined, unsent: true },
    {
      author: { kind: 'agent', name: '' },
      text: 'Ich bin gerade am Empfang und schaue nach.',
      outside: true,
    },
    {
      author: agent,
      text: 'Zimmer 12 ist in zehn Minuten fertig.',
      quote: { entry_id: 'c12-x1', author: 'guest', text: 'Hallo! Ist das Zimmer schon fertig?' },
      delivery: { state: 'delivered', at: ago(200) },
      edited: true,
    },
    {
      author: agent,
      text: '',
      media: [
        {
          kind: 'audio',
          voice: true,
          state: 'ready',
          file: {
            id: 'v2',
            name: 'voice.wav',
            type: 'audio/wav',
            size: 8044,
            url: '/files/v2.wav',
          },
        },
      ],
      delivery: { state: 'played', at: ago(180) },
    },
    {
      author: agent,
      text: 'Hier ist der Weg vom Bahnhof.',
      delivery: {
        state: 'failed',
        reason: 'window_closed',
        code: '131047',
        at: ago(90),
        can_retry: true,
      },
    },
    {
      author: agent,
      text: 'Brauchen Sie ein Kinderbett?',
      delivery: { state: 'uncertain', reason: 'no_answer', at: ago(70), can_retry: true },
    },
    { author: agent, text: 'Bis gleich!', late: true, delivery: { state: 'waiting', at: ago(5) } },
  ];
  desk.entries.set(
    'c12',
    lines.map((line, index) => ({
      seq: index + 1,
      prev: index,
      id: `c12-x${index + 1}`,
      kind: 'message',
      at: ago((lines.length - index) * 40),
      ...line,
    })),
  );
  Object.assign(card, { last_seq: lines.length, last: [] });
  return card;
}

/** Answers what is asked about channels; undefined for anything else. */
export function answerChannels({ state, problem }, method, path, body) {
  const { channels } = state;
  if (path === '/channels') return [200, channels];
  if (path === '/channels/apps' && method === 'POST') {
    const app = {
      id: `m${channels.apps.length + 9}`,
      key: '',
      ...body,
      webhook_url: `https://desk.harbourview.example/hooks/${body.channel}/m9`,
      verify_token: 'r8Lq-2mWx7Td',
      fields: channels.apps.find(({ channel }) => channel === body.channel)?.fields ?? [],
      secrets: body.secrets?.length ?? 1,
      bad_signatures: 0,
      ...(body.channel === 'api' ? { token: 'dbk_4f8a-91c2-6b7e-d05f' } : {}),
    };
    channels.apps.push({ ...app, token: undefined });
    return [201, app];
  }
  if (path === '/channels/accounts' && method === 'POST') {
    if (body.token === 'bad')
      return problem(422, 'invalid', 'Meta does not know this token. Copy it again, whole.');
    const app = channels.apps.find(({ id }) => id === body.app_id);
    const account = {
      id: `n${channels.accounts.length}`,
      key: '',
      human_agent: false,
      paused: '',
      created_at: ago(0),
      channel: app.channel,
      settings: { mode: body.mode },
      lamps:
        app.channel === 'api'
          ? lamps({ hello: null }, ['hello'])
          : lamps({ hello: null, answered: null, ...(app.verified_at ? {} : { webhook: null }) }),
      health: healthy({ last_in: undefined, last_out: undefined }),
      capabilities: { ...META, answers: app.channel !== 'api' || Boolean(body.callback) },
      ...body,
      token: undefined,
    };
    channels.accounts.push(account);
    return [201, account];
  }
  const one = /^\/channels\/accounts\/([^/]+)(?:\/(.+))?$/.exec(path);
  const account = one && channels.accounts.find(({ id }) => id === one[1]);
  if (!account) return undefined;
  if (one[2] === 'templates') return [200, { templates }];
  if (method === 'DELETE') {
    channels.accounts = channels.accounts.filter((other) => other !== account);
    return [204];
  }
  if (method === 'PATCH') Object.assign(account, body, { token: undefined });
  if (body.token) {
    account.paused = '';
    account.health.token_valid = true;
    account.lamps = lamps();
  }
  return [200, account];
}
