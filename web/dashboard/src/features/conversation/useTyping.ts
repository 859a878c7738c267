import { useEffect, useRef } from 'react';
import { api } from '@/api/endpoints';
import { rpc } from '@/realtime/connection';

const AT_MOST_EVERY = 3000;
const IDLE_AFTER = 5000;

/** Tells the guest that somebody types: at most every 3 s, and that it stopped. Never for notes. */
export function useTypingHint(id: string) {
  const last = useRef(0);
  const idle = useRef<ReturnType<typeof setTimeout>>(undefined);
  const say = useRef(async (on: boolean) => {
    if (!(await rpc('typing', { conversation_id: id, on }))) {
      await api.typing(id, on).catch(() => undefined); // a hint that is late is worth nothing
    }
  });
  const stop = useRef(() => {
    clearTimeout(idle.current);
    if (last.current === 0) return;
    last.current = 0;
    void say.current(false);
  });
  const typed = () => {
    const now = Date.now();
    if (now - last.current >= AT_MOST_EVERY) {
      last.current = now;
      void say.current(true);
    }
    clearTimeout(idle.current);
    idle.current = setTimeout(stop.current, IDLE_AFTER);
  };
  useEffect(() => stop.current, []);
  return { typed, stop: () => stop.current() };
}
