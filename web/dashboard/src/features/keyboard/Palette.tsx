import clsx from 'clsx';
import { Search } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { layers } from '@/app/layers';
import { rank } from '@/lib/fuzzy';
import { Kbd } from '@/ui/Bits';
import { Dialog } from '@/ui/Dialog';
import { useCommands } from './useCommands';

/** Everything by name: places, people's conversations, and what can be done here. Opens without a motion. */
export default function Palette() {
  const { t } = useTranslation();
  const commands = useCommands();
  const [query, setQuery] = useState('');
  const [index, setIndex] = useState(0);
  const id = useId();
  const close = () => layers.set(undefined);
  const found = rank(query, commands, ({ name, group }) => `${name} ${group}`).slice(0, 12);
  const active = Math.min(index, found.length - 1);
  const run = (at: number) => {
    const command = found[at];
    close();
    command?.run();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing || found.length === 0) return;
    if (event.key === 'ArrowDown') setIndex((active + 1) % found.length);
    else if (event.key === 'ArrowUp') setIndex((active - 1 + found.length) % found.length);
    else if (event.key === 'Enter') run(active);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog
      title={t('keys.palette')}
      hideTitle
      onClose={close}
      className="mt-[12vh] max-w-[600px]! [animation:none]"
    >
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        <Search size={16} strokeWidth={1.5} aria-hidden className="text-ink3" />
        <input
          role="combobox"
          aria-label={t('keys.palette')}
          aria-expanded
          aria-controls={id}
          aria-activedescendant={`${id}-${active}`}
          autoComplete="off"
          autoFocus
          value={query}
          placeholder={t('keys.palettePlaceholder')}
          onChange={(event) => {
            setQuery(event.target.value);
            setIndex(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 flex-1 bg-transparent text-msg outline-none"
        />
      </div>
      <div id={id} role="listbox" aria-label={t('keys.palette')} className="p-1.5">
        {found.length === 0 && <p className="px-3 py-4 text-ink3 text-ui">{t('keys.nothing')}</p>}
        {found.map((command, at) => (
          <div
            key={command.id}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === active}
            onPointerMove={() => setIndex(at)}
            onPointerDown={(event) => {
              event.preventDefault();
              run(at);
            }}
            className={clsx(
              'flex min-h-9 cursor-pointer items-center gap-2 rounded-control px-3 text-ui',
              at === active && 'bg-sunken',
            )}
          >
            <span className="one-line min-w-0 flex-1">
              <bdi>{command.name}</bdi>
            </span>
            <span className="shrink-0 text-ink3 text-label">{command.group}</span>
            {command.keys?.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </div>
        ))}
      </div>
    </Dialog>
  );
}
