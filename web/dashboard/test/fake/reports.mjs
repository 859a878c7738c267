/** A made-up report: a desk that is busy in the evening and short of people at night. */

const CAUSES = [
  'nobody_on_duty',
  'no_device',
  'no_reaction',
  'cannot_now',
  'promise_broken',
  'guest_left',
  'outside_hours',
];

/** A row of numbers that is the same every time. */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function tally(requests, missed, roll) {
  const causes = {};
  for (let left = missed; left > 0; left--) {
    const cause = CAUSES[Math.floor(roll() ** 2 * CAUSES.length)];
    causes[cause] = (causes[cause] ?? 0) + 1;
  }
  const cancelled = Math.round((requests - missed) * 0.08);
  const accepted = requests - missed - cancelled;
  const half = 12_000 + Math.floor(roll() * 30_000);
  return {
    requests,
    accepted,
    missed,
    cancelled,
    closed: 0,
    open: 0,
    causes,
    ...(accepted > 0 ? { wait_p50_ms: half, wait_p95_ms: half * 2 + 9_000 } : {}),
    promised: Math.round(requests / 9),
    kept: Math.round(requests / 11),
    broken: Math.round(requests / 9) - Math.round(requests / 11),
  };
}

function sum(list, roll) {
  const add = (key) => list.reduce((total, one) => total + one[key], 0);
  return { ...tally(add('requests'), add('missed'), roll), promised: 9, kept: 8, broken: 1 };
}

export function requestReport(query, { empty } = {}) {
  const roll = dice(7);
  const to = query.get('to') ?? new Date().toISOString().slice(0, 10);
  const from = query.get('from') ?? to;
  const busy = (hour) => (hour < 6 ? 0.4 : hour < 10 ? 1.4 : hour < 17 ? 1 : hour < 23 ? 2.2 : 0.7);
  const some = (weight) => (empty ? 0 : Math.floor(roll() * 5 * weight));
  const lost = (requests, hour) =>
    Math.min(requests, Math.floor(roll() * (hour < 6 ? requests + 1 : requests / 3)));
  const days = [];
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= Date.parse(`${to}T00:00:00Z`); ) {
    const requests = some(2.6);
    days.push({
      day: new Date(at).toISOString().slice(0, 10),
      ...tally(requests, lost(requests, 12), roll),
    });
    at += 86_400_000;
  }
  const heat = Array.from({ length: 7 }, (_, day) =>
    Array.from({ length: 24 }, (_, hour) => {
      const requests = some(busy(hour) * (day === 5 || day === 6 ? 1.6 : 1) * 0.8);
      return { requests, missed: lost(requests, hour) };
    }),
  );
  const part = (list) =>
    tally(
      list.reduce((total, { requests }) => total + requests, 0),
      list.reduce((total, { missed }) => total + missed, 0),
      roll,
    );
  const hours = Array.from({ length: 24 }, (_, hour) => part(heat.map((row) => row[hour])));
  const total = sum(days, roll);
  const names = ['Maria Keller', '', 'John Whitfield', 'ليلى حسن', '', 'Sofía Álvarez'];
  const missed = Array.from({ length: Math.min(total.missed, 43) }, (_, index) => ({
    conversation_id: `c${index % 8}`,
    property_id: index % 4 === 3 ? 'p2' : 'p1',
    channel: index % 5 === 4 ? 'whatsapp' : 'web',
    at: new Date(Date.parse(`${to}T21:40:00Z`) - index * 17_000_000).toISOString(),
    cause: CAUSES[index % CAUSES.length],
    ...(index % 7 < 6 && index % 7 > 0 ? { waited_ms: 120_000 } : {}),
    ...(names[index % names.length] ? { guest: names[index % names.length] } : {}),
  }));
  const split = (part) =>
    tally(Math.round(total.requests * part), Math.round(total.missed * part), roll);
  return {
    from,
    to,
    total,
    properties: [
      { property_id: 'p1', ...split(0.7) },
      { property_id: 'p2', ...split(0.3) },
    ],
    channels: empty
      ? []
      : [
          { channel: 'web', ...split(0.8) },
          { channel: 'whatsapp', ...split(0.2) },
        ],
    days,
    hours,
    weekdays: heat.map((row) => part(row)),
    heat,
    missed,
  };
}
