import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { createStore, useStore } from '@/lib/store';
import { Button, IconButton } from './Button';

interface Toast {
  id: number;
  text: string;
  undo?: () => void;
}

const STANDS_FOR = 6000;
const store = createStore<Toast[]>([]);
let next = 1;

/** Says what happened for 6 s; with `undo`, what was done can be taken back as long as it stands. */
export function toast(text: string, undo?: () => void): void {
  const id = next++;
  store.set((all) => [...all.slice(-2), { id, text, undo }]);
  setTimeout(() => dismiss(id), STANDS_FOR);
}

function dismiss(id: number): void {
  store.set((all) => all.filter((shown) => shown.id !== id));
}

/** Takes back the newest thing that can be; false where there is none. */
export function undoLast(): boolean {
  const last = store.get().findLast(({ undo }) => undo);
  if (!last) return false;
  last.undo?.();
  dismiss(last.id);
  return true;
}

export function Toasts() {
  const shown = useStore(store, (all) => all);
  const { t } = useTranslation();
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 top-16 z-40 flex flex-col items-center gap-2 px-4"
    >
      {shown.map(({ id, text, undo }) => (
        <div
          key={id}
          className="layer-in pointer-events-auto flex max-w-full items-center gap-2 rounded-card border border-line bg-raised py-1.5 ps-4 pe-1.5 text-ui shadow-float"
        >
          <span className="min-w-0">{text}</span>
          {undo && (
            <Button
              size="sm"
              variant="ghost"
              className="text-accent!"
              onClick={() => {
                undo();
                dismiss(id);
              }}
            >
              {t('common.undo')}
            </Button>
          )}
          <IconButton label={t('common.close')} onClick={() => dismiss(id)}>
            <X size={14} strokeWidth={1.5} />
          </IconButton>
        </div>
      ))}
    </div>
  );
}
