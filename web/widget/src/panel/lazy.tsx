import { useEffect, useState } from '#view';
import type { JSX } from '#view/jsx-runtime';

type View<P> = (props: P) => JSX.Element | null;

/** A view whose code is loaded when it is first shown; nothing is drawn until then. */
export function lazy<P extends object>(load: () => Promise<View<P>>): View<P> {
  let made: View<P> | undefined;
  return function Lazy(props: P) {
    const [, done] = useState(0);
    useEffect(() => {
      if (!made) {
        load().then(
          (view) => {
            made = view;
            done(1);
          },
          () => {}, // offline just now: what is late is never needed to chat
        );
      }
    }, []);
    const View = made as View<object>;
    return made ? <View {...props} /> : null;
  };
}
