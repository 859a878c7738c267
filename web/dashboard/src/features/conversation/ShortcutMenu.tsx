import clsx from 'clsx';
import { useTranslation } from 'react-i18next';
import type { Shortcut } from '@/api/types';
import { Chip } from '@/ui/Bits';

interface Props {
  id: string;
  items: Shortcut[];
  active: number;
  onChoose: (item: Shortcut) => void;
}

export function ShortcutMenu({ id, items, active, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t('shortcuts.title')}
      className="layer-in absolute inset-x-3 bottom-full z-20 mb-1 max-h-72 overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-float"
    >
      {items.map((item, index) => (
        <div
          key={item.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          // Before the press moves the focus out of the message box.
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(item);
          }}
          className={clsx(
            'cursor-pointer rounded-control px-2.5 py-1.5',
            index === active && 'bg-sunken',
          )}
        >
          <div className="flex items-center gap-2 font-medium text-ui">
            /{item.name}
            {item.scope === 'personal' && <Chip>{t('shortcuts.personal')}</Chip>}
          </div>
          <p dir="auto" className="one-line text-ink3 text-label">
            {item.text}
          </p>
        </div>
      ))}
    </div>
  );
}
