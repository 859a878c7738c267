// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/client';
import { type Deliver, Outbox } from './outbox';

const message = (text: string) => ({ kind: 'message' as const, text, files: [] });

describe('Outbox', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
  });
  afterEach(() => vi.useRealTimers());

  it('sends one after the other, in order', async () => {
    const sent: string[] = [];
    const deliver: Deliver = async (_id, { text }) => ({ seq: sent.push(text) });
    const outbox = new Outbox(deliver, vi.fn());
    for (const text of ['one', 'two', 'three']) outbox.add('c1', message(text));
    await vi.runAllTimersAsync();
    expect(sent).toEqual(['one', 'two', 'three']);
    expect(outbox.list('c1').every(({ state }) => state === 'sent')).toBe(true);
  });

  it('repeats with the same client id and lets nothing overtake', async () => {
    const seen: string[] = [];
    let fails = 2;
    const deliver: Deliver = async (_id, { client_id, text }) => {
      seen.push(`${text}:${client_id}`);
      if (fails-- > 0) throw new ApiError(503, {});
      return { seq: seen.length };
    };
    const outbox = new Outbox(deliver, vi.fn());
    const first = outbox.add('c1', message('one'));
    outbox.add('c1', message('two'));
    await vi.runAllTimersAsync();
    expect(seen.slice(0, 3)).toEqual([`one:${first}`, `one:${first}`, `one:${first}`]);
    expect(seen[3]).toMatch(/^two:/);
  });

  it('gives up after the last wait, and starts again by hand', async () => {
    let up = false;
    const deliver: Deliver = async () => {
      if (!up) throw new ApiError(0, {});
      return { seq: 1 };
    };
    const outbox = new Outbox(deliver, vi.fn());
    const id = outbox.add('c1', message('one'));
    await vi.runAllTimersAsync();
    expect(outbox.list('c1')[0]?.state).toBe('failed');
    up = true;
    outbox.retry('c1', id);
    await vi.runAllTimersAsync();
    expect(outbox.list('c1')[0]?.state).toBe('sent');
  });

  it('does not repeat a refusal', async () => {
    const deliver = vi.fn<Deliver>(async () => {
      throw new ApiError(409, { code: 'stale' });
    });
    const refused = vi.fn();
    const outbox = new Outbox(deliver, refused);
    outbox.add('c1', message('one'));
    await vi.runAllTimersAsync();
    expect(deliver).toHaveBeenCalledTimes(1);
    expect(refused).toHaveBeenCalledTimes(1);
  });

  it('goes on after a reload with what was on its way', async () => {
    new Outbox(() => new Promise(() => {}), vi.fn()).add('c1', message('one'));
    const sent: string[] = [];
    const again = new Outbox(async (_id, { text }) => ({ seq: sent.push(text) }), vi.fn());
    again.resume();
    await vi.runAllTimersAsync();
    expect(sent).toEqual(['one']);
  });
});
