import clsx from 'clsx';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { useStore } from '@/lib/store';
import { topDialog } from './Dialog';

interface Props {
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
  side?: 'top' | 'bottom' | 'right';
}

/** A menu below its button. Not modal: a modal one would need an inline style, which the policy forbids. */
export function Menu({ trigger, children, align = 'end', side = 'bottom' }: Props) {
  // Outside of an open dialog nothing can be pressed, so its menus stand inside.
  const dialog = useStore(topDialog, (element) => element);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={dialog}>
        <DropdownMenu.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="layer-in z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-float"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** How a row of a menu looks. */
export const menuRow =
  'flex min-h-8 cursor-pointer select-none items-center gap-2 rounded-control px-2.5 py-1 text-ui text-ink outline-none data-highlighted:bg-sunken data-disabled:opacity-50 max-sm:min-h-11';

interface ItemProps {
  icon?: ReactNode;
  children: ReactNode;
  hint?: string;
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
}

export function MenuItem({ icon, children, hint, danger, disabled, onSelect }: ItemProps) {
  return (
    <DropdownMenu.Item
      disabled={disabled}
      onSelect={onSelect}
      className={clsx(menuRow, danger && 'text-danger')}
    >
      {icon}
      <span className="flex-1">{children}</span>
      {hint && <kbd className="text-meta text-ink3">{hint}</kbd>}
    </DropdownMenu.Item>
  );
}
