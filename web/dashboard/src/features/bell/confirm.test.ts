import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Confirmations } from './confirm';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const ring = { id: 'a', ends_at: '2026-11-22T10:02:00.000Z', unheard: false };
const soon = () => vi.advanceTimersByTimeAsync(50);

it('says each thing once, and what is proved together in one message', async () => {
  const send = vi.fn(async () => true);
  const confirmations = new Confirmations(send);
  confirmations.confirm(ring, 'shown');
  confirmations.confirm(ring, 'shown');
  confirmations.confirm({ id: 'b', unheard: false }, 'shown');
  confirmations.confirm(ring, 'sounded');
  await soon();
  confirmations.confirm(ring, 'shown');
  await soon();
  expect(send.mock.calls).toEqual([
    [['a', 'b'], 'shown'],
    [['a'], 'sounded'],
  ]);
});

it('says it anew where the request rings anew, and where nobody is known to have confirmed', async () => {
  const send = vi.fn(async () => true);
  const confirmations = new Confirmations(send);
  for (const change of [{}, { ends_at: '2026-11-22T10:09:00.000Z' }, { unheard: true }]) {
    confirmations.confirm({ ...ring, ...change }, 'shown');
    await soon();
  }
  expect(send).toHaveBeenCalledTimes(3);
});

it('tries again where the server cannot be told, and gives up in the end', async () => {
  const send = vi.fn(async () => false);
  new Confirmations(send).confirm(ring, 'shown');
  await vi.advanceTimersByTimeAsync(600_000);
  expect(send).toHaveBeenCalledTimes(5);
  const flaky = vi.fn(async () => flaky.mock.calls.length > 1);
  new Confirmations(flaky).confirm(ring, 'shown');
  await vi.advanceTimersByTimeAsync(600_000);
  expect(flaky).toHaveBeenCalledTimes(2);
});
