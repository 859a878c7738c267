/**
 * What the panel keeps in its own origin (a partition of its own on every website, where browsers
 * do so). Where the browser refuses, it goes on in memory and `kept` tells, so that the guest is told.
 */
export class Keep {
  kept = true;
  private memory = new Map<string, string>();

  constructor(private prefix: string) {}

  get(name: string): string | null {
    const key = this.prefix + name;
    try {
      if (this.kept) return localStorage.getItem(key);
    } catch {
      this.refused();
    }
    return this.memory.get(key) ?? null;
  }

  /** Stores a value; null removes it. */
  set(name: string, value: string | null): void {
    const key = this.prefix + name;
    try {
      if (this.kept) {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
        return;
      }
    } catch {
      this.refused();
    }
    if (value === null) this.memory.delete(key);
    else this.memory.set(key, value);
  }

  /** A stored JSON value, or the fallback when there is none or it is unreadable. */
  json<T>(name: string, fallback: T): T {
    try {
      return (JSON.parse(this.get(name) ?? 'null') as T) ?? fallback;
    } catch {
      return fallback;
    }
  }

  clear(): void {
    const names = 'token queue seen draft locale asked set form leaving reach calm';
    for (const name of names.split(' ')) this.set(name, null);
  }

  private refused() {
    if (this.kept)
      console.info(
        'Deskbell: this browser does not keep the chat; it lasts until the page closes.',
      );
    this.kept = false;
  }
}

/**
 * Runs `work` alone among all tabs of this chat where the browser has Web Locks; else at once (what
 * it guards is idempotent on the server, so that the worst is a repeated request).
 */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return work();
  let started = false;
  try {
    return await navigator.locks.request(name, () => {
      started = true;
      return work();
    });
  } catch (error) {
    if (started) throw error;
    return work(); // an opaque origin may have the API and yet refuse it
  }
}
