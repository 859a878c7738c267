import clsx from 'clsx';
import { Lock, Paperclip, SendHorizontal } from 'lucide-react';
import { type FormEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card } from '@/api/types';
import { useMe } from '@/app/session';
import { serverNow, useNow } from '@/lib/clock';
import { ephemeral } from '@/realtime/ephemeral';
import { Button, IconButton } from '@/ui/Button';
import { AttachmentList } from './AttachmentList';
import { ComposerTabs } from './ComposerTabs';
import { type DraftTab, drafts, useDraft } from './drafts';
import { Hints } from './Hints';
import { unresolved } from './placeholders';
import { ShortcutMenu } from './ShortcutMenu';
import { outbox, shownEpoch } from './sending';
import { useTranslateDraft } from './TranslateDraft';
import { useAttachments } from './useAttachments';
import { useShortcutMenu } from './useShortcutMenu';
import { useStaleNotice } from './useStaleNotice';
import { useTypingHint } from './useTyping';
import { VoiceButton } from './VoiceButton';
import { WindowClosed } from './WindowClosed';
import { WindowLine } from './WindowLine';
import { piecesOf, windowOf } from './window';

const LONGEST = 4000;
const TALLEST = 220;

/** Where a reply or a note is written. Amber, with a lock and other words, while it is a note. */
export function Composer({ card }: { card: Card }) {
  const { t } = useTranslation();
  const me = useMe();
  const [tab, setTab] = useState<DraftTab>('reply');
  const text = useDraft(card.id)[tab];
  const box = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const files = useAttachments(card);
  const typing = useTypingHint(card.id);
  const [stale, clearStale] = useStaleNotice(card.id);
  const menuId = useId();
  const translate = useTranslateDraft(card, text);
  const note = tab === 'note';
  useNow(15_000);
  const shut = ['templates', 'closed'].includes(windowOf(card, serverNow()).state);

  const write = (next: string, cursor?: number) => {
    drafts.set(card.id, tab, next);
    if (cursor !== undefined) {
      requestAnimationFrame(() => box.current?.setSelectionRange(cursor, cursor));
    }
  };
  const menu = useShortcutMenu(card, text, write, box);
  const missing = note ? [] : unresolved(text);
  const length = [...text.trim()].length;
  const sent = piecesOf(text.trim(), card.limit?.max, card.limit?.unit);
  const blocked =
    (length === 0 && (note || files.ready.length === 0)) ||
    length > LONGEST ||
    missing.length > 0 ||
    files.busy;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(TALLEST, area.scrollHeight)}px`;
  }, [text]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with every tab, the cursor goes to its box
  useEffect(() => box.current?.focus(), [tab, card.id]);
  useEffect(() => ephemeral.settle(card.id), [card.id]);
  useEffect(() => {
    const choose = (event: Event) => setTab((event as CustomEvent<DraftTab>).detail);
    window.addEventListener('deskbell:compose', choose);
    return () => window.removeEventListener('deskbell:compose', choose);
  }, []);

  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (blocked || (shut && !note)) return;
    outbox.add(card.id, {
      kind: note ? 'note' : 'message',
      text: text.trim(),
      files: note ? [] : files.ready,
      epoch: note ? undefined : (shownEpoch(card.id) ?? card.epoch),
    });
    drafts.set(card.id, tab, '');
    files.clear();
    clearStale();
    typing.stop();
    if (note) setTab('reply');
    box.current?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    // While an input method is composing, Enter and the arrows belong to it.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (menu.onKey(event.key)) return event.preventDefault();
    if (event.key === 'Escape') return box.current?.blur();
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
    const mod = event.metaKey || event.ctrlKey;
    if (mod || me.preferences.send_key === 'enter') {
      event.preventDefault();
      send();
    }
  };
  const take = (list: FileList | undefined | null) => {
    if (!note && list && list.length > 0) files.add(list);
  };

  return (
    <form
      onSubmit={send}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer.files);
      }}
      className={clsx('relative shrink-0 border-line border-t', note ? 'bg-note' : 'bg-bg')}
    >
      {menu.open && (
        <ShortcutMenu id={menuId} items={menu.items} active={menu.active} onChoose={menu.choose} />
      )}
      <ComposerTabs tab={tab} onTab={setTab} card={card} />
      {stale && (
        <p
          role="alert"
          className="mx-3 mb-1 rounded-control bg-brass-tint px-2.5 py-1.5 text-brass text-ui"
        >
          {t('composer.stale')}
        </p>
      )}
      {!note && <WindowLine card={card} />}
      {!note && !shut && <Hints card={card} />}
      {!note && !shut && translate.line}
      {shut && !note ? (
        <WindowClosed card={card} />
      ) : (
        <>
          <textarea
            ref={box}
            aria-label={t(note ? 'composer.note' : 'composer.message')}
            aria-controls={menu.open ? menuId : undefined}
            aria-activedescendant={menu.open ? `${menuId}-${menu.active}` : undefined}
            placeholder={t(note ? 'composer.notePlaceholder' : 'composer.placeholder')}
            dir="auto"
            rows={2}
            value={text}
            onChange={(event) => {
              write(event.target.value);
              if (!note) typing.typed();
            }}
            onSelect={menu.track}
            onKeyDown={onKeyDown}
            onPaste={(event) => {
              if (event.clipboardData.files.length > 0) {
                event.preventDefault();
                take(event.clipboardData.files);
              }
            }}
            className={clsx(
              'block w-full resize-none bg-transparent px-4 py-1 text-msg outline-none max-sm:text-[16px]',
              note && 'text-note-ink',
            )}
          />
          {!note && <AttachmentList list={files.list} onRemove={files.remove} />}
          <div className="flex flex-wrap items-center gap-2 px-3 pt-1 pb-2.5">
            {!note && (
              <IconButton label={t('composer.attach')} onClick={() => picker.current?.click()}>
                <Paperclip size={16} strokeWidth={1.5} />
              </IconButton>
            )}
            {!note && card.channel !== 'web' && (
              <VoiceButton
                key={card.id}
                plain={card.channel === 'instagram'}
                onRecorded={(file) => files.add([file])}
              />
            )}
            {!note && translate.button}
            <input
              ref={picker}
              type="file"
              hidden
              multiple
              accept={files.accepted}
              onChange={(event) => {
                take(event.target.files);
                event.target.value = '';
              }}
            />
            <p role="status" className="min-w-0 flex-1 text-danger text-label">
              {missing.length > 0 && t('composer.unresolved', { what: missing.join(' ') })}
              {length > LONGEST && t('composer.tooLong', { count: length - LONGEST })}
              {!note && length <= LONGEST && sent > 1 && (
                <span className="text-ink3">{t('composer.pieces', { count: sent })}</span>
              )}
            </p>
            {note ? (
              <Button type="submit" disabled={blocked}>
                <Lock size={14} strokeWidth={1.5} aria-hidden />
                {t('action.addNote')}
              </Button>
            ) : (
              <Button type="submit" variant="primary" disabled={blocked}>
                {t('composer.send')}
                <SendHorizontal
                  size={14}
                  strokeWidth={1.5}
                  aria-hidden
                  className="rtl:-scale-x-100"
                />
              </Button>
            )}
          </div>
        </>
      )}
    </form>
  );
}
