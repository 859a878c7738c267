import { mount } from '#view';
import type { ApiError } from '../../../shared/problem';
import type { GuestConfig, Init, ToLoader, ToPanel } from '../protocol';
import { Announcer } from './announce';
import { getConfig, Session } from './api';
import { App } from './app';
import { Chat } from './chat';
import type { Host } from './host';
import { setLocale, t } from './i18n';
import { speaker } from './log';
import { Keep } from './storage';
import { setTheme } from './theme';

/*
 * The panel's entry, for the frame on a website (/w/frame?key=KEY) and for the hosted page
 * (/chat/KEY). In a frame it waits for the loader, which brings the config.
 */

/** The lines that whoever has closed the chat should come back for. */
const NEWS = /^(joined|promised|nobody_free|still_with_you)$/;

const query = new URLSearchParams(location.search);
const key = query.get('key') ?? decodeURIComponent(location.pathname.split('/')[2] ?? '');
let keep = new Keep(`deskbell:${key}:`);
let room = key;
// The hosted page stays what it is where the dashboard shows it in a frame: no loader brings its config.
const embedded = parent !== window && !document.documentElement.classList.contains('hosted');
let port: MessagePort | undefined;
const post = (message: ToLoader) => port?.postMessage(message);
const host: Host = {
  embedded,
  open: !embedded,
  full: false,
  // A page that shows the hosted page in a frame keeps the focus where its reader has it.
  eager: parent === window,
  close: () => post({ t: 'close' }),
  focus: () => {},
};

function start(config: GuestConfig, init?: Init, refusal?: ApiError, booking?: string) {
  let wanted = keep.get('locale') ?? config.locale;
  const session: Session = new Session(key, keep, () => ({
    locale: wanted,
    page: chat.page,
    booking,
  }));
  const chat: Chat = new Chat(room, session, keep, config);
  if (refusal) chat.refusal = refusal;
  if (init) chat.page = init.page;

  const change = async (tag: string) => {
    wanted = tag;
    keep.set('locale', tag);
    const [words] = await Promise.all([getConfig(key, tag).catch(() => chat.config)]);
    chat.config = { ...words, locale: tag };
    await setLocale(tag);
    chat.about.set({ locale: tag });
    chat.changed();
  };

  /** Until there is a session no stream tells whether a person is always offered: it is asked for while the chat is open. */
  const look = () => {
    if (!host.open || session.token || document.hidden) return;
    getConfig(key, chat.config.locale, 'no-cache').then(
      ({ human }) => {
        chat.config = { ...chat.config, human };
        chat.changed();
      },
      () => {}, // what was known stays
    );
  };

  /** The link by which the guest came: a new session takes it along, one that there is is told. */
  const prove = () => {
    if (!begun || !booking || !session.token) return;
    session.call('POST', '/booking-link', { token: booking }).then(
      () => chat.follow(),
      () => {}, // it proves nothing: there is a form for that
    );
  };

  let begun = false;
  /** Storage and network are touched only once the guest has opened the chat, here or earlier. */
  const begin = () => {
    if (begun) return;
    begun = true;
    void chat.start();
    prove();
    setInterval(look, 15_000);
    addEventListener('pagehide', () => chat.pause());
    addEventListener('pageshow', (event) => {
      if (event.persisted) void chat.start();
    });
    addEventListener('online', () => chat.network(true));
    addEventListener('offline', () => chat.network(false));
    // Another tab of this chat began the session, or sent something.
    addEventListener('storage', () => chat.elsewhere());
  };

  const announcer = new Announcer();
  const seen = () => {
    const [id, seq] = (keep.get('seen') ?? '').split(' ');
    return id === chat.state.conversation_id ? Number(seq) : 0;
  };
  let told = -1;
  let readTimer: ReturnType<typeof setTimeout> | undefined;
  const watching = () => host.open && document.visibilityState === 'visible';
  const count = () => {
    const last = seen();
    const news = chat.entries.filter(
      ({ seq, kind, author, code }) =>
        seq > last && (kind === 'message' ? author.kind !== 'guest' : NEWS.test(code ?? '')),
    );
    const n = host.open && !embedded ? 0 : news.length;
    const unread = watching() ? 0 : n;
    if (unread !== told) {
      told = unread;
      post({ t: 'unread', n: unread, label: t('new_messages', { n: unread }) });
      if (!embedded) document.title = unread ? `(${unread}) ${chat.config.name}` : chat.config.name;
    }
    const newest = chat.entries.at(-1)?.seq ?? 0;
    clearTimeout(readTimer);
    if (watching() && newest > last) {
      // Read means that it was on the screen for a second, at the end of the log.
      readTimer = setTimeout(() => {
        const log = document.querySelector('[role=log]');
        if (!log || !watching() || log.scrollHeight - log.scrollTop - log.clientHeight > 80) return;
        keep.set('seen', `${chat.state.conversation_id} ${newest}`);
        chat.tell('/read', { seq: newest });
        count();
      }, 1000);
    }
  };
  chat.subscribe(() => {
    count();
    if (chat.typing && watching()) {
      const { kind, name } = chat.typing;
      announcer.typing(
        kind === 'agent' ? t('typing', { name: name ?? t('desk') }) : t('answering'),
      );
    }
  });
  document.addEventListener('visibilitychange', count);
  chat.onEntry = (entry) => {
    if (!chat.loaded) return; // history
    if (entry.text && host.open) {
      announcer.say(
        entry.kind === 'message'
          ? t('says', { name: speaker(entry, chat.config.name), text: entry.text })
          : entry.text,
      );
    }
    if (entry.kind === 'message')
      post({ t: 'event', name: 'message', data: { from: entry.author.kind } });
    else if (entry.code === 'waiting') post({ t: 'event', name: 'human', data: {} });
    else if (entry.code === 'ticket')
      post({ t: 'event', name: 'ticket', data: { ticket: `${entry.params?.ticket}` } });
  };

  const commands: Record<string, (message: never) => void> = {
    open: ({ full, focus }: { full: boolean; focus: boolean }) => {
      host.open = true;
      host.full = full;
      begin();
      look();
      host.eager = focus;
      if (focus) host.focus();
      count();
    },
    close: () => {
      host.open = false;
      count();
    },
    full: ({ full }: { full: boolean }) => {
      host.full = full;
    },
    page: ({ page }: { page: Init['page'] }) => {
      if (page.url === chat.page?.url && page.title === chat.page?.title) return;
      chat.page = page;
      chat.tell('/page', page);
    },
    ask: ({ text }: { text: string }) => chat.send(text.slice(0, 4000)),
    set: ({ values: { booking: token, ...values } }: { values: Record<string, unknown> }) => {
      if (token) booking = `${token}`;
      if (token) prove();
      chat.about.set(values);
    },
    shutdown: async () => {
      chat.pause();
      if (session.token) await session.call('DELETE', '/session').catch(() => {});
      keep.clear();
      post({ t: 'gone' });
    },
  };
  if (port) {
    port.onmessage = ({ data }: MessageEvent<ToPanel>) => {
      if (data && Object.hasOwn(commands, data.t)) commands[data.t]?.(data as never);
    };
  }

  setTheme(config.colour, init?.theme ?? config.theme);
  document.title = config.name;
  void setLocale(wanted).then(() => {
    const root = document.getElementById('app') as HTMLElement;
    chat.subscribe(mount(<App chat={chat} host={host} setLocale={change} />, root));
    post({ t: 'ready' });
    if (!embedded || init?.resumed) begin();
    if (wanted !== config.locale) void change(wanted);
  });
}

async function alone() {
  const locale = query.get('locale') ?? undefined;
  let refusal: ApiError | undefined;
  const [, booking] = /^#booking=(.+)/.exec(location.hash) ?? [];
  if (/^#thread(=|$)/.test(location.hash)) {
    const { enter } = await import('./late/thread');
    const opened = await enter(key, locale);
    refusal = opened.refusal;
    if (opened.keep) {
      keep = opened.keep;
      room = `${key}:thread`;
    }
  }
  for (let wait = 1000; ; wait = Math.min(wait * 2, 30_000)) {
    try {
      return start(await getConfig(key, locale), undefined, refusal, booking);
    } catch (error) {
      const { temporary } = error as { temporary?: boolean };
      document.getElementById('app')?.replaceChildren(t('unavailable'));
      if (!temporary) return;
      await new Promise((again) => setTimeout(again, wait));
    }
  }
}

const isInit = (data: unknown): data is Init => {
  const { deskbell, config } = (data ?? {}) as Partial<Init>;
  return deskbell === 1 && typeof config === 'object' && config?.key === key;
};

if (embedded) {
  // The one window message: from the page around this frame, with a port, once. Which pages may
  // frame it at all is decided by the server (frame-ancestors).
  const expected = location.ancestorOrigins?.[0];
  const onMessage = (event: MessageEvent<unknown>) => {
    if (event.source !== parent || (expected && event.origin !== expected)) return;
    const [given] = event.ports;
    if (!isInit(event.data) || !given) return;
    removeEventListener('message', onMessage);
    port = given;
    start(event.data.config, event.data);
  };
  addEventListener('message', onMessage);
} else void alone();
