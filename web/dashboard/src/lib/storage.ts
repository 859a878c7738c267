/** Storage that may be refused or full: reads then find nothing and writes are lost, without a throw. */
function over(area: () => Storage) {
  return {
    get(key: string): string | null {
      try {
        return area().getItem(`deskbell.${key}`);
      } catch {
        return null;
      }
    },
    set(key: string, value: string | null): void {
      try {
        if (value === null) area().removeItem(`deskbell.${key}`);
        else area().setItem(`deskbell.${key}`, value);
      } catch {
        // Full or refused: what is kept here is also on the server or can be chosen again.
      }
    },
    json<T>(key: string): T | undefined {
      const text = this.get(key);
      if (!text) return undefined;
      try {
        return JSON.parse(text) as T;
      } catch {
        return undefined;
      }
    },
  };
}

export const local = over(() => localStorage);
export const session = over(() => sessionStorage);
