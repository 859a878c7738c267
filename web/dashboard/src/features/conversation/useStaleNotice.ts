import { useEffect, useState } from 'react';
import { stale } from './sending';

/** Whether a message of this conversation was just refused as written on an old screen. */
export function useStaleNotice(id: string): [boolean, () => void] {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const listen = (refused: string) => refused === id && setShown(true);
    stale.add(listen);
    return () => {
      stale.delete(listen);
    };
  }, [id]);
  return [shown, () => setShown(false)];
}
