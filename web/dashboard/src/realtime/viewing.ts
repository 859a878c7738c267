let open: string | undefined;
let atBottom = false;

/** Which conversation stands open in this tab, and whether its newest line is in sight. */
export const viewing = {
  set(id: string | undefined, bottom: boolean): void {
    open = id;
    atBottom = bottom;
  },
  get id(): string | undefined {
    return open;
  },
};

/** True while the person at this screen is seeing the newest line of this conversation. */
export function isBeingRead(id: string): boolean {
  return open === id && atBottom && document.visibilityState === 'visible';
}
