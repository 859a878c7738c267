import type { ChannelAccount, ChannelApp, Lamp, LampName, OutsideChannel } from '@/api/channels';

/** The channels that can be connected, in the order of the page. */
export const OUTSIDE: OutsideChannel[] = ['whatsapp', 'messenger', 'instagram', 'api'];

/** How an account stands, in one word: what the list shows and sorts by. */
export type Standing = 'paused' | 'trouble' | 'starting' | 'watching' | 'running';

const SOON = 7 * 86_400_000;

/** True where the token ends within a week, so that somebody should act while it still works. */
export function endsSoon(until: string | undefined, now: number): boolean {
  return Boolean(until) && Date.parse(until ?? '') - now < SOON;
}

export function standingOf(account: ChannelAccount, now: number): Standing {
  if (account.paused) return 'paused';
  const { health, lamps } = account;
  const dark = lamps.filter(({ on }) => !on).map(({ name }) => name);
  // Without a hello it was never ready: what is missing are steps, not faults.
  if (dark.includes('hello')) return 'starting';
  const broken = dark.some((name) => name !== 'answered');
  const warned =
    endsSoon(health.token_until, now) ||
    Boolean(health.silent_since) ||
    (health.missing?.length ?? 0) > 0 ||
    (health.problems?.length ?? 0) > 0 ||
    health.uncertain > 0;
  if (broken || warned) return 'trouble';
  if (!account.capabilities.answers) return 'watching';
  return dark.length > 0 ? 'starting' : 'running';
}

/** True where messages are lost or will be, and an admin can do something about it: what is said on every page. */
export function needsAdmin(account: ChannelAccount, now: number): boolean {
  const { health, paused, channel } = account;
  if (paused === 'paused') return false; // an admin did it
  if (paused) return true;
  if (health.silent_since) return true;
  if (channel === 'api' || !health.checked_at) return false;
  return !health.token_valid || !health.subscribed || endsSoon(health.token_until, now);
}

/** True where the channel does not take the account's token, which nothing but another one cures. */
export function tokenFails({ lamps }: ChannelAccount): boolean {
  return lamps.some(({ name, on, cure }) => name === 'token' && !on && cure === 'token_expired');
}

/** What needs a person first stands first. */
export function byStanding(now: number) {
  const rank: Standing[] = ['paused', 'trouble', 'starting', 'watching', 'running'];
  return (a: ChannelAccount, b: ChannelAccount) =>
    rank.indexOf(standingOf(a, now)) - rank.indexOf(standingOf(b, now)) ||
    a.name.localeCompare(b.name);
}

/** The lamps while nothing but the app, or not even that, is there. */
export function lampsOf(
  channel: OutsideChannel,
  app: ChannelApp | undefined,
  account: ChannelAccount | undefined,
): Lamp[] {
  if (account) return account.lamps;
  const names: LampName[] =
    channel === 'api' ? ['hello'] : ['webhook', 'subscribed', 'token', 'hello', 'answered'];
  return names.map((name) =>
    name === 'webhook' && app?.verified_at
      ? { name, on: true, at: app.verified_at }
      : { name, on: false },
  );
}
