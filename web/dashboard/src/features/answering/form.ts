import type { Answering, AnsweringChange } from '@/api/answering';

/** What the page's fields hold: numbers as they are typed, websites one to a line. */
export interface Fields {
  by: Answering['by'];
  help: Answering['help'];
  guest_calls: string;
  day_calls: string;
  day_tokens: string;
  url: string;
  hosts: string;
}

const BUDGETS = ['guest_calls', 'day_calls', 'day_tokens'] as const;

export function fieldsOf(saved: Answering): Fields {
  return {
    by: saved.by,
    help: saved.help,
    guest_calls: String(saved.guest_calls),
    day_calls: String(saved.day_calls),
    day_tokens: String(saved.day_tokens),
    url: saved.bot.url,
    hosts: saved.bot.hosts.join('\n'),
  };
}

/** Websites as they are typed: one to a line, or with commas, and without what a browser puts around a name. */
export function hostsOf(text: string): string[] {
  return text
    .split(/[\s,;]+/)
    .map((host) => host.replace(/^https?:\/\//i, '').replace(/\/.*$/, ''))
    .filter(Boolean);
}

/** Only what differs from what is saved: two people may change different parts. */
export function changeOf(saved: Answering, fields: Fields): AnsweringChange {
  const was = fieldsOf(saved);
  const change: AnsweringChange = {};
  if (fields.by !== was.by) change.by = fields.by;
  if (fields.help !== was.help) change.help = fields.help;
  for (const name of BUDGETS) {
    if (fields[name] !== was[name]) change[name] = Number(fields[name]);
  }
  const hosts = hostsOf(fields.hosts);
  if (fields.url.trim() !== was.url || hosts.join('\n') !== was.hosts) {
    change.bot = { url: fields.url.trim(), hosts };
  }
  return change;
}

/** Who answers when nothing is chosen, or what is chosen is not there. */
export function answers(by: Answering['by'], model: string): 'builtin' | 'model' | 'bot' {
  if (by === 'bot') return 'bot';
  return model && by !== 'builtin' ? 'model' : 'builtin';
}
