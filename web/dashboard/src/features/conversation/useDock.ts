import { type RefCallback, useCallback, useEffect, useRef } from 'react';

/**
 * Tells the page how high the foot of the thread is, as `--dock`: what floats at the bottom of the screen
 * stands above it, so that a card that rings never lies over the message box.
 */
export function useDock(): RefCallback<HTMLElement> {
  const observer = useRef<ResizeObserver>(undefined);
  useEffect(
    () => () => {
      observer.current?.disconnect();
      document.documentElement.style.removeProperty('--dock');
    },
    [],
  );
  return useCallback((foot) => {
    observer.current?.disconnect();
    if (!foot) return;
    const measure = () =>
      document.documentElement.style.setProperty('--dock', `${foot.offsetHeight}px`);
    observer.current = new ResizeObserver(measure);
    observer.current.observe(foot);
    measure();
  }, []);
}
