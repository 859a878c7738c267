import { type RefObject, useEffect, useRef } from 'react';

/**
 * Calls back when the element is really on screen: inside the view of a page that paints. A page in a
 * hidden tab draws no frames and observes nothing, so there it stays silent until somebody looks.
 */
export function usePainted(
  element: RefObject<HTMLElement | null>,
  key: string,
  onPainted: () => void,
): void {
  const call = useRef(onPainted);
  call.current = onPainted;
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again for every new key
  useEffect(() => {
    const target = element.current;
    if (!target || typeof IntersectionObserver === 'undefined') return;
    let frame = 0;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        if (document.visibilityState !== 'visible') return;
        observer.disconnect();
        frame = requestAnimationFrame(() => call.current());
      },
      { threshold: 0.5 },
    );
    observer.observe(target);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [element, key]);
}
