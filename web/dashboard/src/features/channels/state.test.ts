import { describe, expect, it } from 'vitest';
import type { ChannelAccount, Lamp, LampName } from '@/api/channels';
import { byStanding, endsSoon, lampsOf, needsAdmin, standingOf } from './state';

const now = Date.parse('2026-11-22T12:00:00Z');
const NAMES: LampName[] = ['webhook', 'subscribed', 'token', 'hello', 'answered'];
const lamps = (...dark: LampName[]): Lamp[] =>
  NAMES.map((name) => ({ name, on: !dark.includes(name) }));
const account = (change: Partial<ChannelAccount> = {}): ChannelAccount => ({
  id: 'a',
  property_id: 'p',
  app_id: 'm',
  channel: 'whatsapp',
  key: '1',
  name: 'Reception',
  human_agent: false,
  paused: '',
  created_at: '2026-11-01T00:00:00Z',
  lamps: lamps(),
  settings: {},
  health: {
    token_valid: true,
    subscribed: true,
    waiting: 0,
    uncertain: 0,
    failed: 0,
    failures: [],
    bad_signatures: 0,
  },
  capabilities: {
    answers: true,
    templates: true,
    billed: true,
    typing: true,
    delivered: true,
    read: true,
  },
  ...change,
});

describe('how an account stands', () => {
  it('is running with all lamps lit', () => {
    expect(standingOf(account(), now)).toBe('running');
  });
  it('is being connected until a hello arrived and was answered', () => {
    expect(standingOf(account({ lamps: lamps('hello', 'answered') }), now)).toBe('starting');
    expect(standingOf(account({ lamps: lamps('answered') }), now)).toBe('starting');
  });
  it('needs attention where a lamp went out again', () => {
    expect(standingOf(account({ lamps: lamps('subscribed') }), now)).toBe('trouble');
  });
  it('needs attention before the token ends', () => {
    const { health } = account();
    const until = (token_until: string) =>
      standingOf(account({ health: { ...health, token_until } }), now);
    expect(until('2026-11-25T00:00:00Z')).toBe('trouble');
    expect(until('2027-01-20T00:00:00Z')).toBe('running');
    expect(endsSoon(undefined, now)).toBe(false);
  });
  it('is paused whatever else is', () => {
    expect(standingOf(account({ paused: 'token_expired', lamps: lamps('hello') }), now)).toBe(
      'paused',
    );
  });
  it('is watching where nothing can be answered', () => {
    const capabilities = { ...account().capabilities, answers: false };
    const watched = account({ channel: 'api', capabilities, lamps: [{ name: 'hello', on: true }] });
    expect(standingOf(watched, now)).toBe('watching');
  });
  it('decides the order: what needs somebody first', () => {
    const list = [
      account({ name: 'B' }),
      account({ name: 'A' }),
      account({ name: 'C', paused: 'barred' }),
    ];
    expect(list.sort(byStanding(now)).map(({ name }) => name)).toEqual(['C', 'A', 'B']);
  });
});

describe('lamps before there is an account', () => {
  it('are dark, but for the webhook of an app that was verified', () => {
    const app = {
      id: 'm',
      channel: 'whatsapp' as const,
      name: 'App',
      key: '1',
      webhook_url: 'https://desk.example/hooks/whatsapp/m',
      secrets: 1,
      bad_signatures: 0,
      verified_at: '2026-11-22T11:00:00Z',
    };
    expect(lampsOf('whatsapp', app, undefined).map(({ on }) => on)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(lampsOf('api', undefined, undefined).map(({ name }) => name)).toEqual(['hello']);
  });
});

describe('what is said on every page', () => {
  const health = (change: Partial<ChannelAccount['health']>) =>
    account({ health: { ...account().health, checked_at: '2026-11-22T11:55:00Z', ...change } });
  it('is that messages are lost or will be', () => {
    expect(needsAdmin(health({}), now)).toBe(false);
    expect(needsAdmin(health({ token_valid: false }), now)).toBe(true);
    expect(needsAdmin(health({ subscribed: false }), now)).toBe(true);
    expect(needsAdmin(health({ token_until: '2026-11-25T00:00:00Z' }), now)).toBe(true);
    expect(needsAdmin(health({ silent_since: '2026-11-18T00:00:00Z' }), now)).toBe(true);
    expect(needsAdmin(account({ paused: 'token_expired' }), now)).toBe(true);
  });
  it('is not what an admin did, nor what nobody has asked yet', () => {
    expect(needsAdmin(account({ paused: 'paused' }), now)).toBe(false);
    const unasked = account();
    unasked.health.token_valid = false;
    expect(needsAdmin(unasked, now)).toBe(false);
  });
});
