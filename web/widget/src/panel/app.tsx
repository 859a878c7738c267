import { useEffect, useRef, useState } from '#view';
import { initials, safeUrl } from '../../../shared/text';
import type { Entry } from '../../../shared/wire';
import type { Chat } from './chat';
import { Composer } from './composer';
import type { Host } from './host';
import { t } from './i18n';
import { Icon } from './icons';
import type { HomeProps } from './late/home';
import { lazy } from './lazy';
import { Log } from './log';

const Home = lazy<HomeProps>(() => import('./late/home'));
const Closed = lazy<{ chat: Chat; onAgain: () => void }>(() => import('./late/closed'));
const PreChat = lazy<{ chat: Chat; onDone: () => void }>(() => import('./late/prechat'));
const Dock = lazy<{ chat: Chat; human: boolean }>(() => import('./late/dock'));

/** Who answers now, for the header: the words, and the class that colours the dot. */
function who({ state }: Chat): [string, string] {
  const { kind, name } = state.controller;
  if (kind === 'waiting') return [t('waiting'), 's-wait'];
  if (kind === 'agent') return [name ? `${name} · ${t('desk')}` : t('person'), 's-person'];
  if (kind === 'outside') return [t('person'), 's-person'];
  return [t('assistant'), 's-live'];
}

function Header({
  chat,
  host,
  home,
  onHome,
}: {
  chat: Chat;
  host: Host;
  home: boolean;
  onHome: () => void;
}) {
  const { config } = chat;
  const [words, dot] = who(chat);
  return (
    <header>
      {config.logo_url ? (
        <img class="logo" src={config.logo_url} alt="" />
      ) : (
        <span class="logo" aria-hidden="true">
          {initials(config.name)}
        </span>
      )}
      <div class="title">
        <h1>
          <bdi>{config.name}</bdi>
        </h1>
        <p class={dot}>
          <i class="dot" aria-hidden="true" />
          <bdi>{words}</bdi>
          {dot === 's-live' && <abbr title={t('assistant')}>{t('ai')}</abbr>}
        </p>
      </div>
      <button type="button" class="icon" aria-label={t(home ? 'back' : 'home')} onClick={onHome}>
        <Icon name={home ? 'back' : 'list'} />
      </button>
      {host.embedded && (
        <button type="button" class="icon" aria-label={t('close')} onClick={() => host.close()}>
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}

/** The panel. It is drawn as a whole when the chat changes; only what differs touches the document. */
export function App({
  chat,
  host,
  setLocale,
}: {
  chat: Chat;
  host: Host;
  setLocale: (tag: string) => Promise<void>;
}) {
  const [view, setView] = useState<'chat' | 'home' | Entry[]>('chat');
  const [over, setOver] = useState(false);
  const [asking, setAsking] = useState(
    () => !!chat.config.pre_chat?.enabled && !chat.session.token && !chat.keep.get('asked'),
  );
  const input = useRef<HTMLTextAreaElement | null>(null);
  const focused = useRef<Element | null>(null);
  const drop = useRef<(files: FileList | null | undefined) => void>(() => {});

  useEffect(() => {
    chat.outbox.hold(asking);
  }, [asking]);
  useEffect(() => {
    host.focus = () => {
      // On a touch screen the keyboard would cover the chat the guest has just opened.
      const touch = matchMedia('(pointer:coarse)').matches;
      (touch ? document.querySelector('main') : input.current)?.focus();
    };
    if (host.eager) host.focus();
  }, []);
  // The bar comes after 2 s: most interruptions are over by then.
  useEffect(() => {
    if (!chat.downSince) return;
    const timer = setTimeout(() => chat.changed(), 2100);
    return () => clearTimeout(timer);
  }, [chat.downSince]);
  useEffect(() => {
    const onFocus = (event: FocusEvent) => {
      focused.current = event.target as Element;
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.isComposing) {
        if (view !== 'chat') setView('chat');
        else if (chat.leaving) chat.leave(false);
        else host.close();
      }
      if (event.key === 'Tab' && host.full) wrap(event);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [view]);

  // What has done its work is gone, and the focus must not go with it: whoever typed there (an agent
  // came, and the form made room) types on in the message box.
  useEffect(() => {
    const gone = focused.current;
    if (gone?.isConnected !== false || document.activeElement !== document.body) return;
    const typed = /^(INPUT|TEXTAREA)$/.test(gone.tagName);
    (typed ? input.current : document.querySelector<HTMLElement>('[role=log]'))?.focus();
  });

  const { state, config, refusal } = chat;
  const { kind } = state.controller;
  const offered = chat.entries.findLast(
    (e) => e.kind === 'message' || e.kind === 'system',
  )?.offer_human;
  const free = kind === 'assistant' && state.offer?.state !== 'shown' && !refusal;
  // Before the first state the settings alone tell; who is there, and at what hour, the state does.
  const { always_visible = false } = config.human ?? {};
  const person = state.human ?? { show: always_visible, offer: 'human' };
  const inline = free && !!offered && person.offer !== 'off' && !chat.outbox.items.length;
  const later = always_visible && person.offer === 'leave_message';
  const always = free && !inline && (person.show || later);
  const down = chat.downSince > 0 && performance.now() - chat.downSince > 2000;
  const privacy = config.privacy_url && safeUrl(config.privacy_url);
  const chatting = view === 'chat';

  return (
    <main
      tabIndex={-1}
      class={over ? 'over' : ''}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        drop.current(event.dataTransfer?.files);
      }}
    >
      <Header
        chat={chat}
        host={host}
        home={!chatting}
        onHome={() => setView(chatting ? 'home' : 'chat')}
      />
      {down && (
        <div class="bar" role="status">
          {t(kind === 'waiting' ? 'offline_wait' : 'offline')}
        </div>
      )}
      {Array.isArray(view) && <div class="bar quiet">{t('earlier_note')}</div>}
      {view === 'home' ? (
        <Home
          chat={chat}
          onChat={() => {
            setView('chat');
            input.current?.focus();
          }}
          onEarlier={setView}
          onLocale={(tag) => setLocale(tag)}
        />
      ) : (
        <Log
          key={chatting ? 'now' : 'earlier'}
          chat={chat}
          entries={chatting ? undefined : view}
          now
          human={chatting && inline}
        />
      )}
      {chatting && (chat.session.token || refusal || always || chat.leaving) && (
        <Dock chat={chat} human={always && !asking} />
      )}
      {chatting && asking && <PreChat chat={chat} onDone={() => setAsking(false)} />}
      {chatting && state.status === 'resolved' && !chat.outbox.items.length && (
        <Closed key={state.conversation_id} chat={chat} onAgain={() => input.current?.focus()} />
      )}
      <Composer chat={chat} input={input} drop={drop} onSend={() => setView('chat')} />
      {(privacy || !chat.keep.kept) && (
        <footer>
          {!chat.keep.kept && <span>{t('unkept')}</span>}
          {privacy && (
            <a href={privacy.href} target="_blank" rel="noopener noreferrer">
              {t('privacy')}
            </a>
          )}
        </footer>
      )}
    </main>
  );
}

/** On a full screen the chat is modal: Tab goes round inside it. */
function wrap(event: KeyboardEvent) {
  const all = [
    ...document.querySelectorAll<HTMLElement>(
      'a[href],button,textarea,input:not([hidden]),select,[tabindex="0"]',
    ),
  ].filter((el) => el.offsetParent);
  const [first, last] = event.shiftKey ? [all.at(-1), all[0]] : [all[0], all.at(-1)];
  if (document.activeElement === last) {
    event.preventDefault();
    first?.focus();
  }
}
