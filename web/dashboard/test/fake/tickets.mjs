/** Made-up tickets and mail settings, for the stand-in server. */
const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
const WHO = {
  u1: 'Ana Sousa',
  u2: 'Ben Okafor',
};

const base = {
  property_id: 'p1',
  conversation_id: 'c0',
  channel: 'web',
  priority: 'normal',
  phone: '',
  language: 'en',
  cause: 'left',
  how: 'email',
  test: false,
};

const make = (number, minutes, rest) => ({
  ...base,
  number,
  created_at: ago(minutes),
  updated_at: ago(minutes / 2),
  assignee_name: WHO[rest.assignee],
  lines: [],
  people: Object.entries(WHO).map(([id, name]) => ({ id, name })),
  ...rest,
});

const longLine =
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft asks for 14 rooms.';

export function someTickets() {
  return [
    make(1046, 4, {
      status: 'new',
      name: 'Maria Keller',
      email: 'maria.keller@mail.com',
      text: 'We arrive after midnight. Can we still get the key, and is there something to eat?',
      language: 'de',
      due: ago(-118),
      reply_by: ago(-118),
    }),
    make(1045, 22, {
      status: 'new',
      priority: 'urgent',
      name: '',
      email: '',
      phone: '+351 912 345 678',
      text: 'The door of room 214 does not close.',
      how: 'none',
      why: 'no_address',
      due: ago(10),
      cause: 'guest_left',
    }),
    make(1044, 190, {
      status: 'open',
      priority: 'high',
      assignee: 'u1',
      answered_at: ago(12),
      name: 'Yusuf al-Masri يوسف المصري',
      email: 'yusuf@guests.example',
      text: 'هل يوجد موقف للسيارات بالقرب من الفندق؟',
      language: 'ar',
      lines: [
        line(1, 'change', 170, { by: 'u1', field: 'assignee', to: 'u1', to_name: WHO.u1 }),
        line(2, 'change', 170, { by: 'u1', field: 'status', from: 'new', to: 'open' }),
        line(3, 'reply', 165, {
          by: 'u1',
          how: 'email',
          text: 'Yes, in our own garage: 18 EUR a night. Shall we keep a place for you?',
          mail: { state: 'sent', to: 'yusuf@guests.example' },
        }),
        line(4, 'note', 160, { by: 'u2', text: 'Garage is full on Saturday. See the plan.' }),
        line(5, 'mail', 12, {
          text: 'Yes please, for two nights.\nThe car is 5.10 m long <b>ok?</b>',
          address: 'yusuf.work@office.example',
          left: ['Fahrzeugschein.pdf'],
        }),
      ],
    }),
    make(1043, 700, {
      status: 'waiting',
      assignee: 'u2',
      name: 'Eva Lindqvist',
      email: 'eva@mail.com',
      text: longLine,
      property_id: 'p2',
      lines: [
        line(6, 'reply', 690, {
          by: 'u2',
          how: 'email',
          text: 'We sent you an offer.',
          mail: {
            state: 'uncertain',
            to: 'eva@mail.com',
            error: 'The connection broke before the mail server had confirmed.',
          },
        }),
        line(7, 'reply', 600, {
          by: 'u1',
          how: 'email',
          text: 'Did it reach you?',
          mail: {
            state: 'failed',
            to: 'eva@mail.com',
            error: 'The mail server refused: 550 no such mailbox',
          },
        }),
        line(8, 'bounce', 590, { text: 'It came back: 550 5.1.1 no such mailbox' }),
      ],
    }),
    make(1042, 60, {
      status: 'open',
      assignee: 'u1',
      name: 'Tom Baker',
      email: 'tom@mail.com',
      text: 'Is the pool heated?',
      how: 'live',
    }),
    make(1041, 4000, {
      status: 'done',
      assignee: 'u1',
      name: 'Old Guest',
      email: 'old@mail.com',
      text: 'Thanks.',
    }),
  ];
}

function line(n, kind, minutes, { by, ...rest }) {
  return {
    id: `l${n}`,
    n,
    kind,
    at: ago(minutes),
    ...(by && { by: { id: by, name: WHO[by] } }),
    ...rest,
  };
}

const server = { port: 587, security: 'starttls', user: 'desk@hotel.example', password_set: true };

export function someMail() {
  return {
    ...server,
    host: 'mail.hotel.example',
    from: 'desk@hotel.example',
    tagged: false,
    ready: true,
    inbox: {
      ...server,
      host: 'mail.hotel.example',
      port: 993,
      security: 'tls',
      folder: '',
      checked_at: ago(1),
    },
    hook: { url: 'https://desk.hotel.example/hooks/mail', open: false },
    outbox: {
      queued: 2,
      uncertain: 1,
      failed: 1,
      trouble: [
        {
          id: 'm1',
          kind: 'reply',
          state: 'uncertain',
          to: 'eva@mail.com',
          ticket: 1043,
          error: 'The connection broke before the mail server had confirmed.',
          at: ago(690),
        },
        {
          id: 'm2',
          kind: 'missed',
          state: 'failed',
          to: 'a.very.long.address.of.somebody@a.very.long.domain.example',
          error: 'The mail server refused: 550 no such mailbox',
          at: ago(900),
        },
      ],
    },
  };
}

/** Answers what is asked about tickets and mail; undefined for anything else. */
export function answerTickets({ state, problem }, method, path, url, body) {
  if (path === '/installation/mail') {
    if (method === 'PUT') {
      if (body.from === 'nobody')
        return problem(422, 'invalid', 'Write the sender’s address like desk@hotel.com.', {
          errors: [
            { location: 'from', message: 'Write the sender’s address like desk@hotel.com.' },
          ],
        });
      Object.assign(state.mail, body, { inbox: { ...state.mail.inbox, ...body.inbox } });
    }
    return [200, state.mail];
  }
  if (path === '/installation/mail/test')
    return [
      200,
      {
        ok: true,
        detail: 'The mail server has taken a test mail to operator@demo.example.',
        inbox: { ok: false, detail: 'The mailbox refused: authentication failed' },
      },
    ];
  if (path === '/installation/mail/hook') {
    state.mail.hook.open = method === 'POST';
    return [
      201,
      { url: state.mail.hook.url, secret: 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0' },
    ];
  }
  const [, number, action] = /^\/tickets(?:\/(\d+))?(?:\/(.+))?$/.exec(path) ?? [];
  if (!path.startsWith('/tickets')) return undefined;
  if (state.failTickets) return problem(503, 'unavailable', 'The database does not answer.');
  const { tickets } = state;
  const mine = (ticket) => ticket.assignee === 'u1' && ticket.status !== 'done';
  if (!number) {
    const view = url.searchParams.get('view');
    const q = url.searchParams.get('q')?.toLowerCase();
    const counts = { mine: tickets.filter(mine).length, all: tickets.length };
    for (const status of ['new', 'open', 'waiting', 'done'])
      counts[status] = tickets.filter((ticket) => ticket.status === status).length;
    const shown = tickets
      .filter(
        (ticket) => view === 'all' || (view === 'mine' ? mine(ticket) : ticket.status === view),
      )
      .filter((ticket) => !q || JSON.stringify(ticket).toLowerCase().includes(q));
    return [200, { tickets: shown, counts }];
  }
  const ticket = tickets.find((one) => one.number === Number(number));
  if (!ticket) return problem(404, 'not_found', 'No such ticket.');
  if (method === 'PATCH') {
    Object.assign(ticket, body);
    if (body.assignee !== undefined) ticket.assignee_name = WHO[body.assignee];
  }
  if (action === 'replies') {
    if (body.how !== ticket.how)
      return problem(409, 'conflict', 'Another way.', { reason: ticket.how });
    ticket.lines.push(
      line(ticket.lines.length + 20, 'reply', 0, {
        by: 'u1',
        how: ticket.how,
        text: body.text,
        ...(ticket.how === 'email' && { mail: { state: 'queued', to: ticket.email } }),
      }),
    );
    ticket.status = 'waiting';
    return [201, { how: ticket.how }];
  }
  if (action === 'notes')
    ticket.lines.push(line(ticket.lines.length + 20, 'note', 0, { by: 'u1', text: body.text }));
  if (action?.endsWith('send-again')) return [204];
  return [200, ticket];
}
