import { useEffect, useState } from 'react';
import { hasPush } from '@/lib/thisBrowser';

const EVERY = 5000;

/** Whether this browser is subscribed to push; looked at again, because it is set up on the same page. */
export function usePush(): boolean {
  const [push, setPush] = useState(false);
  useEffect(() => {
    const look = () => void hasPush().then(setPush);
    look();
    const timer = setInterval(look, EVERY);
    return () => clearInterval(timer);
  }, []);
  return push;
}
