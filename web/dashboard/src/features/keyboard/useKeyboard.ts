import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { layers } from '@/app/layers';
import { useMe } from '@/app/session';
import { useDuty } from '@/features/duty/useDuty';
import { undoLast } from '@/ui/toast';
import { keyName } from './keys';

const GOES: Record<string, string> = {
  l: '/live',
  r: '/requests',
  c: '/chats',
  h: '/history',
  t: '/tickets',
  k: '/knowledge',
  s: '/settings',
};
const CHORD = 1200;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Presses the button that does this, if the page shows one: a key never does more than a press would. */
function press(name: string, within: ParentNode = document): boolean {
  const button = within.querySelector<HTMLButtonElement>(`[data-action="${name}"]:not(:disabled)`);
  button?.click();
  return Boolean(button);
}

/** Moves the focus to the next or previous card or row of what is on screen. */
function step(by: 1 | -1): void {
  const items = [...document.querySelectorAll<HTMLElement>('main [data-item]')];
  const at = items.findIndex(
    (item) => item === document.activeElement || item.contains(document.activeElement),
  );
  const next = items[Math.min(items.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

/**
 * The keys that work everywhere. Single letters only where the person has not switched them off, and
 * never while something is being typed; everything they do has a button too.
 */
export function useKeyboard(): void {
  const me = useMe();
  const navigate = useNavigate();
  const router = useRouter();
  const setDuty = useDuty();
  const letters = me.preferences.shortcuts;
  useEffect(() => {
    let chord = 0;
    const single: Record<string, () => void> = {
      '?': () => layers.set('sheet'),
      j: () => step(1),
      k: () => step(-1),
      t: () => {
        const card = document.activeElement?.closest('article');
        if (!card || !press('take', card))
          press('take', document.querySelector('aside') ?? document);
      },
      r: () => compose('reply'),
      n: () => (press('note') ? undefined : compose('note')),
      a: () => {
        const request = document.activeElement?.closest('[data-ring]');
        press('accept', request ?? document);
      },
      e: () => void press('resolve'),
      b: () => void press('hand-back'),
      ']': () => void press('panel'),
      z: () => void undoLast(),
      '/': () => {
        const search = document.querySelector<HTMLInputElement>('main input[type="search"]');
        if (search) search.focus();
        else void navigate({ to: '/history' });
      },
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return;
      const mod = event.metaKey || event.ctrlKey;
      const key = keyName(event);
      if (mod && key === 'k') {
        event.preventDefault();
        return layers.set((open) => (open === 'palette' ? undefined : 'palette'));
      }
      if (mod && event.shiftKey && key === 'd') {
        event.preventDefault();
        return setDuty(me.duty === 'dnd' ? 'online' : 'dnd');
      }
      if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
        event.preventDefault();
        return step(event.key === 'ArrowDown' ? 1 : -1);
      }
      if (document.querySelector('dialog[open]')) return;
      if (event.key === 'Escape') return leave(router.state.location.pathname);
      if (!letters || mod || event.altKey || isTyping(event.target)) return;
      if (Date.now() - chord < CHORD && GOES[key]) {
        chord = 0;
        event.preventDefault();
        return void navigate({ to: GOES[key] });
      }
      if (key === 'g') {
        chord = Date.now();
        return;
      }
      if (event.shiftKey && key === 't') {
        event.preventDefault();
        return void press('transfer');
      }
      const action = single[key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    const leave = (path: string) => {
      if (isTyping(document.activeElement)) return (document.activeElement as HTMLElement).blur();
      if (path === '/tickets') {
        void navigate({ to: path, search: (old) => ({ ...old, n: undefined }) });
      }
      if (path === '/live' || path === '/history' || path === '/requests') {
        void navigate({ to: path, search: (old) => ({ ...old, c: undefined }) });
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [letters, me.duty, navigate, router, setDuty]);
}

function compose(tab: 'reply' | 'note'): void {
  window.dispatchEvent(new CustomEvent('deskbell:compose', { detail: tab }));
  document.querySelector<HTMLTextAreaElement>('main form textarea')?.focus();
}
