import { useEffect, useRef, useState } from '#view';
import { initials } from '../../../shared/text';
import { clock, dayKey, dayName, fullTime } from '../../../shared/time';
import type { Entry, StoredFile } from '../../../shared/wire';
import type { Chat } from './chat';
import { locale, t } from './i18n';
import { Icon } from './icons';
import { lazy } from './lazy';
import type { Pending } from './outbox';
import { Rich } from './rich';

const GROUP = 5 * 60_000;

const Person = lazy<{ chat: Chat }>(() => import('./late/person'));
const Booking = lazy<{ chat: Chat }>(() => import('./late/booking'));
const Ticket = lazy<{ chat: Chat; entry: Entry }>(() => import('./late/ticket'));

/** How to name who spoke, to eyes and to screen readers. */
export function speaker(entry: Entry, desk: string): string {
  const { kind, name } = entry.author;
  if (kind === 'guest') return t('you');
  if (kind === 'assistant') return name || t('assistant');
  return name || desk;
}

function Files({ files }: { files: StoredFile[] }) {
  return (
    <div class="files">
      {files.map((file) =>
        file.type.startsWith('image/') ? (
          <a key={file.id} href={file.url} target="_blank" rel="noopener noreferrer">
            <img
              src={file.url}
              alt={file.name}
              width={file.width}
              height={file.height}
              loading="lazy"
            />
          </a>
        ) : (
          <a
            key={file.id}
            class="file"
            href={file.url}
            target="_blank"
            rel="noopener noreferrer"
            download={file.name}
          >
            <Icon name="file" />
            <bdi>{file.name}</bdi>
            <span class="vh">{t('download', { name: file.name })}</span>
          </a>
        ),
      )}
    </div>
  );
}

const MARKS = {
  sending: ['clock', 'sending'],
  queued: ['clock', 'queued'],
  stored: ['check', 'stored'],
  delivered: ['checks', 'delivered'],
  read: ['checks', 'read'],
} as const;

function Mark({ state }: { state: keyof typeof MARKS }) {
  const [icon, word] = MARKS[state];
  return (
    <span class={`mark ${state}`} title={t(word)}>
      <Icon name={icon} />
      <span class="vh">{t(word)}</span>
    </span>
  );
}

function Item({
  chat,
  entry,
  first,
  last,
}: {
  chat: Chat;
  entry: Entry;
  first: boolean;
  last: boolean;
}) {
  const { state, config } = chat;
  const at = new Date(entry.at);
  const who = speaker(entry, config.name);
  const time = clock(at, locale);
  const own = entry.author.kind === 'guest';
  if (entry.kind !== 'message') {
    return (
      <li class={`sys ${entry.code ?? ''}`} title={fullTime(at, locale, config.timezone)}>
        <span dir="auto">
          {entry.text
            ?.split(/(\+?\d[\d ]{6,}\d)/)
            .map((part, i) => (i % 2 ? <bdi>{part}</bdi> : part))}
          {entry.code === 'ticket' && <Ticket chat={chat} entry={entry} />}
        </span>
      </li>
    );
  }
  const mark =
    entry.seq <= (state.read_seq ?? 0)
      ? 'read'
      : entry.seq <= (state.delivered_seq ?? 0)
        ? 'delivered'
        : 'stored';
  return (
    <li class={`m ${entry.author.kind}${first ? ' first' : ''}`}>
      <span class="vh">
        {who}, {time}:{' '}
      </span>
      {first && !own && (
        <div class="who" aria-hidden="true">
          {entry.author.kind === 'agent' && <i class="face">{initials(who)}</i>}
          <bdi>{who}</bdi>
        </div>
      )}
      <div class="b" title={fullTime(at, locale, config.timezone)}>
        {entry.about && (
          <p class="about" dir="auto">
            {entry.about}
          </p>
        )}
        {entry.text && <Rich text={entry.text} rich={entry.author.kind === 'assistant'} />}
        {entry.files?.length ? <Files files={entry.files} /> : null}
        {entry.link?.url.startsWith('https:') && (
          <a class="chip go" href={entry.link.url} target="_blank" rel="noopener noreferrer">
            <bdi>{entry.link.text}</bdi>
            <span class="vh"> ({t('new_tab')})</span>
          </a>
        )}
      </div>
      {last && (
        <div class="meta">
          <time dateTime={entry.at} aria-hidden="true">
            {time}
          </time>
          {own && <Mark state={mark} />}
        </div>
      )}
    </li>
  );
}

function Unsent({ chat, item, behind }: { chat: Chat; item: Pending; behind: boolean }) {
  const bad = item.state !== 'sending';
  return (
    <li class={`m guest first unsent ${item.state}`}>
      <span class="vh">{t('you')}: </span>
      <div class="b">
        {item.text && <Rich text={item.text} rich={false} />}
        {item.files && <Files files={item.files} />}
      </div>
      <div class="meta">
        {bad ? (
          <>
            <span class="bad" role="alert">
              <Icon name="bang" />
              {item.code === 'invalid' && Array.from(item.text).length > 4000
                ? t('too_long')
                : t('failed')}
            </span>
            {item.state === 'failed' && (
              <button type="button" class="link" onClick={() => chat.outbox.retry()}>
                {t('retry')}
              </button>
            )}
            <button type="button" class="link" onClick={() => chat.outbox.remove(item.client_id)}>
              {t('remove')}
            </button>
          </>
        ) : (
          <Mark state={behind ? 'queued' : 'sending'} />
        )}
      </div>
    </li>
  );
}

/** What stands under the newest message of the assistant: suggestions, and the way to a person. */
function Choices({ chat, human }: { chat: Chat; human: boolean }) {
  const last = chat.entries.findLast(
    ({ kind, author }) => kind === 'message' || author.kind === 'system',
  );
  const none =
    chat.loaded && !chat.entries.length && !chat.past.length && !chat.outbox.items.length;
  const quick = none ? (chat.config.quick_replies ?? []) : [];
  const sent = chat.outbox.items.length > 0;
  const suggestions = sent ? [] : (last?.suggestions ?? []);
  const about = !sent && last?.about;
  const booking = !sent && last?.offer_booking;
  if (!quick.length && !suggestions.length && !human && !about && !booking) return null;
  return (
    <li class="choices">
      {quick.map((text) => (
        <button key={text} type="button" class="chip" dir="auto" onClick={() => chat.send(text)}>
          {text}
        </button>
      ))}
      {suggestions.map(({ id, text }) => (
        <button
          key={id}
          type="button"
          class="chip"
          dir="auto"
          onClick={() => chat.send(text, undefined, id)}
        >
          {text}
        </button>
      ))}
      {booking && <Booking key={last.id} chat={chat} />}
      {human && <Person chat={chat} />}
      {about && (
        <button type="button" class="link" onClick={() => chat.send(t('not_asked'))}>
          {t('not_asked')}
        </button>
      )}
    </li>
  );
}

/**
 * The log. It is not itself a live region: re-reading whole histories is what screen readers make of
 * that. New messages are told by the announcer instead.
 */
export function Log({
  chat,
  entries,
  now,
  human,
}: {
  chat: Chat;
  entries?: Entry[];
  now: boolean;
  human: boolean;
}) {
  const box = useRef<HTMLDivElement | null>(null);
  const stuck = useRef(true);
  const top = useRef(0);
  const count = useRef(0);
  const [away, setAway] = useState(false);
  const [fresh, setFresh] = useState(0);
  const shown = entries ?? chat.entries;
  const bottom = () => {
    const el = box.current;
    if (el) el.scrollTop = el.scrollHeight;
    stuck.current = true;
    setAway(false);
    setFresh(0);
  };
  const sending = entries ? 0 : chat.outbox.items.length;
  useEffect(() => {
    if (stuck.current) bottom();
    else setFresh((n) => n + Math.max(0, shown.length - count.current));
    count.current = shown.length;
  }, [shown.length]);
  // Whoever sends wants to see it, wherever the log stood.
  useEffect(() => {
    if (sending) bottom();
  }, [sending]);
  // Photos, choices, the keyboard, an opening panel: whatever changes the height, the end stays in sight.
  useEffect(() => {
    const el = box.current;
    if (!el) return;
    const watch = new ResizeObserver(() => stuck.current && bottom());
    watch.observe(el);
    watch.observe(el.firstElementChild as Element);
    return () => watch.disconnect();
  }, []);

  const { config, typing, draft, past } = chat;
  const items = entries ?? [...past, ...shown];
  const greeted = shown[0]?.author.kind === 'assistant';
  let day = '';
  const visible = items.filter((e) => e.kind === 'message' || e.text);
  const writes = typing && (typing.kind === 'agent' || chat.state.controller.kind !== 'agent');
  return (
    <div class="scroll">
      <div
        class="log"
        role="log"
        aria-live="off"
        aria-label={t('log')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by keys
        tabIndex={0}
        ref={box}
        onScroll={({ currentTarget: el }) => {
          // Only who scrolls up goes away from the end; a message box that grows does not.
          if (el.scrollHeight - el.scrollTop - el.clientHeight < 60) stuck.current = true;
          else if (el.scrollTop < top.current) stuck.current = false;
          top.current = el.scrollTop;
          setAway(!stuck.current);
          if (stuck.current) setFresh(0);
        }}
      >
        <ol>
          {!greeted && !entries && config.greeting && (
            <li class="m assistant first">
              <span class="vh">{t('assistant')}: </span>
              <div class="b">
                <Rich text={config.greeting} rich />
              </div>
            </li>
          )}
          {visible.map((entry, i) => {
            const at = new Date(entry.at);
            const before = visible[i - 1];
            const after = visible[i + 1];
            const joins = (a: Entry | undefined, b: Entry | undefined) =>
              a &&
              b &&
              a.kind === 'message' &&
              b.kind === 'message' &&
              a.author.kind === b.author.kind &&
              a.author.name === b.author.name &&
              Math.abs(Date.parse(a.at) - Date.parse(b.at)) < GROUP;
            const key = dayKey(at);
            const line = key !== day;
            day = key;
            return [
              line && (
                <li key={`d${entry.id}`} class="day">
                  <span>{dayName(at, locale, new Date())}</span>
                </li>
              ),
              !entries && past.length > 0 && i === past.length && (
                <li key="renewed" class="sys">
                  <span>{t('renewed')}</span>
                </li>
              ),
              <Item
                key={entry.client_id ?? entry.id}
                chat={chat}
                entry={entry}
                first={line || !joins(before, entry)}
                last={!joins(entry, after) || (now && !after)}
              />,
            ];
          })}
          {!entries && past.length > 0 && !shown.length && (
            <li class="sys">
              <span>{t('renewed')}</span>
            </li>
          )}
          {!entries &&
            chat.outbox.items.map((item, i) => (
              <Unsent key={item.client_id} chat={chat} item={item} behind={i > 0} />
            ))}
          {!entries && draft?.text && (
            <li class="m assistant first draft" aria-busy="true">
              <span class="vh">{t('answering')}</span>
              <div class="b" aria-hidden="true">
                <Rich text={draft.text} rich />
              </div>
            </li>
          )}
          {!entries && writes && !draft?.text && (
            <li class={`m first typing ${typing.kind}`}>
              <span class="vh">
                {typing.kind === 'assistant'
                  ? t('answering')
                  : t('typing', { name: typing.name ?? config.name })}
              </span>
              <div class="b" aria-hidden="true">
                <i />
                <i />
                <i />
              </div>
            </li>
          )}
          {!entries && <Choices chat={chat} human={human} />}
        </ol>
      </div>
      {away && (
        <button type="button" class="latest" onClick={bottom}>
          <Icon name="down" />
          <span class={fresh ? '' : 'vh'}>
            {fresh ? t('new_messages', { n: fresh }) : t('latest')}
          </span>
        </button>
      )}
    </div>
  );
}
