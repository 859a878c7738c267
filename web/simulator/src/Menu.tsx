import { type ReactNode, useEffect, useRef, useState } from 'react';

/** A button that opens a list of further ones; it closes when one is pressed, on Escape and on a press elsewhere. */
export function Menu({
  label,
  face,
  up = false,
  children,
}: {
  label: string;
  face: ReactNode;
  up?: boolean;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const press = (event: PointerEvent) => {
      if (!(event.target instanceof Node && box.current?.contains(event.target))) setOpen(false);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setOpen(false);
    };
    document.addEventListener('pointerdown', press);
    document.addEventListener('keydown', key);
    return () => {
      document.removeEventListener('pointerdown', press);
      document.removeEventListener('keydown', key);
    };
  }, [open]);
  return (
    <div className={up ? 'menu up' : 'menu'} ref={box}>
      <button
        type="button"
        aria-expanded={open}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!open)}
      >
        {face}
      </button>
      {open && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the press is that of the button inside
        // biome-ignore lint/a11y/useKeyWithClickEvents: a button's key is a click
        <div className="list" onClick={() => setOpen(false)}>
          {children}
        </div>
      )}
    </div>
  );
}
