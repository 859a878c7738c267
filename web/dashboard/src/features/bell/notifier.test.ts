import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Seen } from './board';
import { Notifier } from './notifier';

vi.mock('@/lib/thisBrowser', () => ({ permission: () => 'granted' }));
vi.mock('@/lib/storage', () => ({ local: { get: () => null, set: () => undefined } }));
vi.mock('@/features/sound/player', () => ({ soundState: { get: () => 'ready' } }));
vi.mock('@/realtime/device', () => ({ thisDevice: async () => 'tab-1' }));

const ring = (id: string, kind = 'person') => ({ id, kind }) as Seen;

/** A browser whose notifications are written down: those of the page, and those of its worker. */
function browser({ pushed }: { pushed: boolean }) {
  const log: string[] = [];
  const closed: string[] = [];
  const datas: Record<string, unknown>[] = [];
  const registration = {
    pushManager: { getSubscription: async () => (pushed ? {} : null) },
    showNotification: async (_title: string, options: NotificationOptions) => {
      log.push(`worker ${options.tag}`);
      datas.push(options.data);
    },
    getNotifications: async ({ tag }: { tag: string }) => [{ close: () => closed.push(tag) }],
  };
  class Page {
    constructor(_title: string, options: NotificationOptions) {
      log.push(`page ${options.tag}`);
    }
    addEventListener() {}
    close() {}
  }
  vi.stubGlobal('Notification', Page);
  vi.stubGlobal('document', { visibilityState: 'hidden', hasFocus: () => false });
  vi.stubGlobal('navigator', {
    serviceWorker: { getRegistration: async () => registration },
    locks: { request: async (_: string, __: object, got: (lock: object) => unknown) => got({}) },
  });
  const shown: string[] = [];
  const notifier = new Notifier({
    words: () => ({ title: 'A guest asks', body: '' }),
    shown: ({ id }) => shown.push(id),
    pressed: () => undefined,
  });
  return { notifier, log, closed, datas, shown };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('Notifier', () => {
  it('leaves the notification to the worker where pushes come, so that one replaces the other', async () => {
    const { notifier, log, closed, datas, shown } = browser({ pushed: true });
    notifier.update([ring('r1'), ring('r2', 'alarm')]);
    await vi.advanceTimersByTimeAsync(0);
    expect(log.sort()).toEqual(['worker ring-r1', 'worker ring-r2']);
    expect(shown.sort()).toEqual(['r1', 'r2']);
    const device = Object.fromEntries(datas.map((data) => [data.ring, data.device]));
    expect(device).toEqual({ r1: 'tab-1', r2: '' }); // an alarm is not confirmed by a press on it
    notifier.update([]);
    await vi.advanceTimersByTimeAsync(0);
    expect(closed.sort()).toEqual(['ring-r1', 'ring-r2']);
  });

  it('shows its own where no push comes', async () => {
    const { notifier, log } = browser({ pushed: false });
    notifier.update([ring('r1')]);
    await vi.advanceTimersByTimeAsync(0);
    expect(log).toEqual(['page ring-r1']);
  });
});
