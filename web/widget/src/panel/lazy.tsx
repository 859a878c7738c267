import { useEffect, useState } from '#view';
import type { JSX } from '#view/jsx-runtime';

type View<P> = (props: P) => JSX.Element | null;

/** A module with a view, and what the view needs on the page before it is shown (its style). */
interface Late<P> {
  default: View<P>;
  ready: Promise<void>;
}

/**
 * A view whose code is loaded when it is first shown; nothing is drawn until then. Where it cannot be
 * loaded (the connection is cut just now) it is tried again for as long as it should be shown.
 */
export function lazy<P extends object>(load: () => Promise<Late<P>>): View<P> {
  let made: View<P> | undefined;
  return function Lazy(props: P) {
    const [tries, again] = useState(0);
    useEffect(() => {
      if (made) return;
      let timer: ReturnType<typeof setTimeout> | undefined;
      load()
        .then(async (late) => {
          await late.ready;
          made = late.default;
          again(-1);
        })
        .catch(() => {
          timer = setTimeout(() => again(tries + 1), 2_000);
        });
      return () => clearTimeout(timer);
    }, [tries]);
    const View = made as View<object>;
    return made ? <View {...props} /> : null;
  };
}
