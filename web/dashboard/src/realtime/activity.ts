import { createStore } from '@/lib/store';

/** How long without a touch of keyboard, pointer or screen counts as idle. A mark only: it stops no ring. */
export const IDLE_AFTER = 5 * 60_000;

/** Whether nobody has touched this page for a while. */
export const idle = createStore(false);

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Follows the person's hands while the shell stands. */
export function watchActivity(): () => void {
  let timer: ReturnType<typeof setTimeout>;
  let last = 0;
  const touched = () => {
    const now = performance.now();
    // A moving pointer says the same a hundred times a second.
    if (now - last < 1000 && !idle.get()) return;
    last = now;
    idle.set(false);
    clearTimeout(timer);
    timer = setTimeout(() => idle.set(true), IDLE_AFTER);
  };
  touched();
  for (const sign of SIGNS)
    window.addEventListener(sign, touched, { passive: true, capture: true });
  return () => {
    clearTimeout(timer);
    for (const sign of SIGNS) window.removeEventListener(sign, touched, { capture: true });
  };
}
