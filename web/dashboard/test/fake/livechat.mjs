/** Made-up settings of live chat: a desk with a break at noon and two long nights. */

const span = (from, to) => ({ from, to, next_day: to <= from });
const at = (day, from, to) => ({ day, ...span(from, to) });

export function liveChat() {
  return {
    available: true,
    all: {
      enabled: true,
      hours: {
        always: false,
        week: [
          ...[1, 2, 3, 4, 5].flatMap((day) => [
            at(day, '08:00', '12:00'),
            at(day, '13:00', '18:00'),
          ]),
          at(5, '22:00', '06:00'),
          at(6, '22:00', '06:00'),
        ],
        exceptions: [
          {
            name: 'Christmas',
            first: '2026-12-24',
            last: '2026-12-26',
            yearly: true,
            intervals: [span('10:00', '14:00')],
          },
          {
            name: 'Inventory',
            first: '2027-01-12',
            last: '2027-01-12',
            yearly: false,
            intervals: [],
          },
        ],
      },
      show: 'cannot_help',
      show_regardless: false,
      regardless: false,
      helps_while_waiting: true,
      first_wait_seconds: 60,
      second_wait_seconds: 60,
      reminder_minutes: 3,
      relief_minutes: 6,
      quiet_reminder: false,
      held_limit: 0,
    },
    channels: {},
    words: { en: { joined: '{agent} is here for you.' } },
    chain: [
      { kind: 'people', after_seconds: 20, people: ['u2'] },
      {
        kind: 'request',
        after_seconds: 40,
        url: 'https://ntfy.sh/harbour-night',
        method: 'POST',
        headers: { Authorization: '' },
        body: '{"text":"{{text}} {{url}}"}',
      },
      { kind: 'email', after_seconds: 60, emails: ['night@hotel.com'] },
    ],
    emergency: { number: '112', property: '+351 210 000 120' },
    reply_within_minutes: 180,
    push_guest_text: false,
    version: 'v1',
    default_words: WORDS,
    word_names: NAMES,
    now: {
      web: {
        offer: 'human',
        button: true,
        why: '',
        sentence: 'Guests are offered a person now.',
        changes_at: new Date(Date.now() + 30 * 3_600_000).toISOString(),
      },
    },
    people: [
      { id: 'u1', name: 'Ana Sousa' },
      { id: 'u2', name: 'Bruno Costa' },
      { id: 'u3', name: 'Nuno Rocha' },
    ],
    limits: LIMITS,
  };
}

/** What came of trying a step that calls people: one heard it, one is out of reach, and a laptop is silent. */
export function tried() {
  return {
    ok: false,
    detail: 'A device rang for Bruno Costa, and none for Nuno Rocha.',
    people: [
      { id: 'u2', name: 'Bruno Costa', heard: true, silent: [] },
      { id: 'u1', name: 'Ana Sousa', heard: false, why_not: 'device', silent: [] },
      {
        id: 'u3',
        name: 'Nuno Rocha',
        heard: false,
        silent: [{ name: 'Firefox on Windows', kind: 'screen', problems: ['autoplay', 'hidden'] }],
      },
    ],
  };
}

const LIMITS = {
  after_seconds: {
    min: 1,
    max: 1800,
  },
  chain: {
    min: 0,
    max: 10,
  },
  held_limit: {
    min: 0,
    max: 100,
  },
  reminder_minutes: {
    min: 1,
    max: 30,
  },
  reply_within_minutes: {
    min: 0,
    max: 10080,
  },
  wait_seconds: {
    min: 10,
    max: 900,
  },
};

const NAMES = {
  assistant_back: [],
  back: ['agent'],
  cannot_help: [],
  closed: ['reply_by', 'phone'],
  emergency: ['number', 'phone'],
  handed_back: ['agent'],
  joined: ['agent'],
  lost: ['agent'],
  meanwhile: ['agent'],
  nobody_free: [],
  opens: ['opens', 'zone', 'opens_local', 'reply_by', 'phone'],
  promised: ['agent', 'minutes'],
  relieved: ['agent'],
  reopened: [],
  resolved: [],
  still_connecting: [],
  still_with_you: ['agent'],
  ticket: ['ticket', 'address', 'reply_by', 'zone'],
  with_you: ['agent'],
};

const WORDS = {
  en: {
    assistant_back: 'You are chatting with the digital assistant again.',
    back: '{agent} is back.',
    cannot_help: "I don't have that information. Our team can help you.",
    closed:
      'Nobody at our desk can chat at this moment, we are sorry. Leave a message[ and we reply by {reply_by}][, or call {phone}].',
    emergency:
      'If somebody is in danger, call the local emergency number[ {number}] now.[ You reach the hotel at {phone}.]',
    handed_back:
      '{agent} handed you back to the digital assistant. Press Human Chat to reach us again.',
    joined: '{agent} from the front desk joined. You are now chatting with a person.',
    lost: '{agent} lost the connection. We are finding someone; you need not repeat anything.',
    meanwhile: '{agent} has been told. The digital assistant helps you until then.',
    nobody_free: 'Nobody is free at this moment, we are sorry. What would you like to do?',
    opens:
      'Our desk answers chats from {opens}[ {zone}][ ({opens_local} where you are)]. Leave a message[ and we reply by {reply_by}][, or call {phone}].',
    promised: '{agent} has seen your request and will be with you in about {minutes} minutes.',
    relieved: '{agent} is held up. We are finding someone; you need not repeat anything.',
    reopened: 'The conversation goes on.',
    resolved: 'This conversation has ended. Write here at any time to go on.',
    still_connecting: 'We are still connecting you to an agent. You keep your place.',
    still_with_you: '{agent} is still with you and answers as soon as possible.',
    ticket:
      'Your message has been passed on.[ Ticket #{ticket}.][ We reply to {address}[ by {reply_by} ({zone})].]',
    waiting: 'Please wait while we connect you to an agent',
    with_you: '{agent} is with you and answers here.',
  },
  de: {
    assistant_back: 'Sie chatten wieder mit dem digitalen Assistenten.',
    back: '{agent} ist wieder da.',
    cannot_help: 'Diese Information liegt mir nicht vor. Unser Team hilft Ihnen gern weiter.',
    closed:
      'Im Moment kann an unserer Rezeption leider niemand chatten. Hinterlassen Sie eine Nachricht[, wir antworten bis {reply_by}][, oder rufen Sie uns an: {phone}].',
    emergency:
      'Wenn jemand in Gefahr ist, rufen Sie jetzt die örtliche Notrufnummer[ {number}] an.[ Das Hotel erreichen Sie unter {phone}.]',
    handed_back:
      '{agent} hat Sie an den digitalen Assistenten zurückgegeben. Über „Mit einem Menschen chatten“ erreichen Sie uns wieder.',
    joined: '{agent} von der Rezeption ist jetzt da. Sie chatten nun mit einem Menschen.',
    lost: 'Die Verbindung zu {agent} ist abgebrochen. Wir suchen jemanden für Sie; Sie müssen nichts wiederholen.',
    meanwhile: '{agent} weiß Bescheid. Bis dahin hilft Ihnen der digitale Assistent.',
    nobody_free: 'Im Moment ist leider niemand frei. Was möchten Sie tun?',
    opens:
      'Unsere Rezeption beantwortet Chats ab {opens}[ {zone}][ ({opens_local} bei Ihnen)]. Hinterlassen Sie eine Nachricht[, wir antworten bis {reply_by}][, oder rufen Sie uns an: {phone}].',
    promised: '{agent} hat Ihre Anfrage gesehen und ist in etwa {minutes} Minuten bei Ihnen.',
    relieved:
      '{agent} ist gerade verhindert. Wir suchen jemanden für Sie; Sie müssen nichts wiederholen.',
    reopened: 'Das Gespräch geht weiter.',
    resolved: 'Dieses Gespräch ist beendet. Schreiben Sie hier jederzeit, um es fortzusetzen.',
    still_connecting:
      'Wir verbinden Sie weiterhin mit einem Mitarbeiter. Ihr Platz bleibt erhalten.',
    still_with_you: '{agent} ist weiterhin bei Ihnen und antwortet so bald wie möglich.',
    ticket:
      'Ihre Nachricht wurde weitergegeben.[ Vorgang #{ticket}.][ Wir antworten an {address}[ bis {reply_by} ({zone})].]',
    waiting: 'Bitte warten Sie, wir verbinden Sie mit einem Mitarbeiter',
    with_you: '{agent} ist bei Ihnen und antwortet hier.',
  },
};
