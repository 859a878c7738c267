import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { holdStill } from './order';

/** Whether pointer or focus is inside the wall, as handlers for its element. */
export function useHeld() {
  const [pointer, setPointer] = useState(false);
  const [focus, setFocus] = useState(false);
  const handlers = {
    onPointerEnter: useCallback(() => setPointer(true), []),
    onPointerLeave: useCallback(() => setPointer(false), []),
    onFocus: useCallback((event: React.FocusEvent) => {
      // The scroll itself may be focused too: that points at no card.
      if (event.target !== event.currentTarget) setFocus(true);
    }, []),
    onBlur: useCallback((event: React.FocusEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget)) setFocus(false);
    }, []),
  };
  return { held: pointer || focus, handlers };
}

/** The ids to show: in their own order, or where they stood while the wall is held. */
export function useHeldOrder(ids: string[], held: boolean): string[] {
  const shown = useRef(ids);
  const order = useMemo(() => (held ? holdStill(shown.current, ids) : ids), [ids, held]);
  useEffect(() => {
    shown.current = order;
  }, [order]);
  return order;
}
