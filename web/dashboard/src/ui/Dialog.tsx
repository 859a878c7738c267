import clsx from 'clsx';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { createStore } from '@/lib/store';
import { IconButton } from './Button';

/** The dialog that stands on top, if any: nothing outside of it can be pressed, so what must be goes inside. */
export const topDialog = createStore<HTMLDialogElement | undefined>(undefined);
const standing: HTMLDialogElement[] = [];

function stand(dialog: HTMLDialogElement): () => void {
  standing.push(dialog);
  topDialog.set(dialog);
  return () => {
    standing.splice(standing.indexOf(dialog), 1);
    topDialog.set(standing.at(-1));
  };
}

interface Props {
  title: string;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  wide?: boolean;
  hideTitle?: boolean;
  className?: string;
}

/** A modal layer: the browser's own, which traps focus, closes on Esc and gives the focus back. */
export function Dialog({ title, onClose, children, footer, wide, hideTitle, className }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  const { t } = useTranslation();
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (!dialog.open) dialog.showModal();
    // Nothing in a closed dialog can be focused, so `autoFocus` comes too early.
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    const fall = stand(dialog);
    return () => {
      fall();
      dialog.close();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it too; the press is on the backdrop
    <dialog
      ref={ref}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === ref.current && onClose()}
      className={clsx(
        'layer-in max-h-[calc(100dvh-32px)] w-[calc(100%-32px)] rounded-card border border-line bg-raised p-0 shadow-float',
        wide ? 'max-w-[720px]' : 'max-w-[440px]',
        className,
      )}
    >
      <div className="flex max-h-[calc(100dvh-32px)] flex-col">
        <header className={clsx('flex items-center gap-2 px-5 pt-4 pb-2', hideTitle && 'sr-only')}>
          <h2 id={id} className="flex-1 text-panel font-semibold">
            {title}
          </h2>
          <IconButton label={t('common.close')} onClick={onClose}>
            <X size={16} strokeWidth={1.5} />
          </IconButton>
        </header>
        <div className={clsx('scroll-y min-h-0 flex-1', hideTitle ? '' : 'px-5 pb-5')}>
          {children}
        </div>
        {footer && (
          <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">
            {footer}
          </footer>
        )}
      </div>
    </dialog>
  );
}
