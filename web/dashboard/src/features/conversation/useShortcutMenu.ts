import { useQuery } from '@tanstack/react-query';
import { type RefObject, useMemo, useState } from 'react';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Card, Shortcut } from '@/api/types';
import { useMe, useProperty } from '@/app/session';
import { rank } from '@/lib/fuzzy';
import { fill, firstName, slashWord } from './placeholders';

const SHOWN = 8;

/** The prepared replies that a `/` at the start of a line offers, and what choosing one writes. */
export function useShortcutMenu(
  card: Card,
  text: string,
  write: (text: string, cursor: number) => void,
  box: RefObject<HTMLTextAreaElement | null>,
) {
  const me = useMe();
  const property = useProperty(card.property_id);
  const [cursor, setCursor] = useState(0);
  const [closedAt, setClosedAt] = useState<number>();
  const [index, setIndex] = useState(0);
  const word = slashWord(text, Math.min(cursor, text.length));
  const open = Boolean(word) && closedAt !== word?.from;
  const { data } = useQuery({ queryKey: keys.shortcuts, queryFn: api.shortcuts, enabled: open });

  const query = open ? word?.query : undefined;
  const items = useMemo(() => {
    if (query === undefined) return [];
    const language = card.language?.split('-')[0];
    const fits = (data?.shortcuts ?? []).filter(
      (item) =>
        (!item.property_id || item.property_id === card.property_id) &&
        (!item.language || !language || item.language.split('-')[0] === language),
    );
    return rank(query, fits, (item) => `${item.name} ${item.text}`).slice(0, SHOWN);
  }, [query, data, card.property_id, card.language]);

  const choose = (item: Shortcut) => {
    if (!word) return;
    const filled = fill(item.text, {
      'guest.first_name': firstName(card.guest.name),
      'agent.name': me.public_name || me.name,
      'property.name': property?.name,
    });
    write(text.slice(0, word.from) + filled + text.slice(cursor), word.from + filled.length);
    setIndex(0);
  };
  const active = Math.min(index, items.length - 1);
  /** Handles a key while the menu is open; true where it was the menu's. */
  const onKey = (key: string): boolean => {
    if (!open || items.length === 0) return false;
    if (key === 'ArrowDown') setIndex((active + 1) % items.length);
    else if (key === 'ArrowUp') setIndex((active - 1 + items.length) % items.length);
    else if (key === 'Enter' || key === 'Tab') choose(items[active] as Shortcut);
    else if (key === 'Escape') setClosedAt(word?.from);
    else return false;
    return true;
  };
  const track = () => {
    const at = box.current?.selectionStart ?? 0;
    setCursor(at);
    if (closedAt !== undefined && !slashWord(box.current?.value ?? '', at)) setClosedAt(undefined);
  };
  return { open: open && items.length > 0, items, active, choose, onKey, track, setIndex };
}
