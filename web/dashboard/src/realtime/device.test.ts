import { expect, test } from 'vitest';
import { claimDevice, type TabStorage } from './device';

/** The browser's locks as its tabs see them: `close` frees what a tab held. */
class Locks {
  private readonly held = new Map<string, object>();

  tab() {
    const tab = {};
    const request = async (
      name: string,
      _options: LockOptions,
      use: (lock: Lock | null) => unknown,
    ) => {
      if (this.held.has(name)) return use(null);
      this.held.set(name, tab);
      return use({ name, mode: 'exclusive' });
    };
    return {
      locks: { request } as unknown as LockManager,
      close: () => {
        for (const [name, owner] of this.held) if (owner === tab) this.held.delete(name);
      },
    };
  }
}

function storage(from?: Map<string, string>): TabStorage & { copy: () => Map<string, string> } {
  const map = new Map(from);
  return {
    get: (key) => map.get(key) ?? null,
    set: (key, value) => void (value === null ? map.delete(key) : map.set(key, value)),
    copy: () => map,
  };
}

test('a reload keeps the id', async () => {
  const browser = new Locks();
  const kept = storage();
  const before = browser.tab();
  const id = await claimDevice(kept, before.locks);
  before.close();
  expect(await claimDevice(kept, browser.tab().locks)).toBe(id);
});

test('a duplicated tab is a device of its own, and stays one', async () => {
  const browser = new Locks();
  const first = storage();
  const id = await claimDevice(first, browser.tab().locks);
  const second = storage(first.copy());
  const twin = browser.tab();
  const other = await claimDevice(second, twin.locks);
  expect(other).not.toBe(id);
  twin.close();
  expect(await claimDevice(second, browser.tab().locks)).toBe(other);
});

test('without locks every page load is a device of its own', async () => {
  const kept = storage();
  const id = await claimDevice(kept, undefined);
  expect(await claimDevice(kept, undefined)).not.toBe(id);
});

test('a browser that refuses the lock still has an id', async () => {
  const refusing = { request: () => Promise.reject(new Error('no')) } as unknown as LockManager;
  expect(await claimDevice(storage(), refusing)).toMatch(/^[0-9a-f-]{36}$/);
});
