import type { Init, ToLoader, ToPanel } from '../protocol';
import { type Context, KEY, type Shell } from './context';
import { css } from './shell-style';

/*
 * The half of the loader that opening needs: it creates the panel's frame, shakes hands with it, and
 * keeps the one storage key. Loaded by the launcher's first hover, focus or press.
 */
const narrow = matchMedia('(max-width:480px)');

// Without query and fragment: they carry booking codes and addresses that nobody at the desk needs.
const page = () => ({
  url: location.origin + location.pathname,
  title: document.title.slice(0, 200),
});

function start(context: Context): Shell {
  const { origin, options, config, kept, box, launcher, badge, emit } = context;
  let frame: HTMLIFrameElement | undefined;
  let port: MessagePort | undefined;
  const waiting: ToPanel[] = [];
  let isReady = false;
  let isOpen = false;
  // What had the focus when the chat was opened and asked to take it.
  let from: Element | null | undefined;
  let patience = 8_000;

  context.style(css);
  const theme = options.theme ?? config.theme;
  const dark =
    theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme:dark)').matches);
  box.style.setProperty('--g', dark ? '#1c1b19' : '#fff');
  const panel = document.createElement('div');
  panel.className = 'p';
  panel.role = 'dialog';
  panel.ariaLabel = config.name;
  // Before the launcher, so that Tab goes from the chat to the button that closes it.
  launcher.before(panel);

  /** Written only after the guest has opened the chat. No identity in it. */
  const keep = (open: boolean) => {
    kept.opened = Date.now();
    kept.open = open;
    try {
      localStorage.setItem(KEY, JSON.stringify({ opened: kept.opened, open }));
    } catch {
      console.info('Deskbell: this page may keep nothing; the chat closes with it.');
    }
  };

  const send = (message: ToPanel) => {
    if (isReady) port?.postMessage(message);
    else waiting.push(message);
  };

  const prefetch = () => {
    if (frame) return;
    const made = document.createElement('iframe');
    frame = made;
    frame.title = config.name;
    frame.allow = 'clipboard-write';
    frame.onload = () => {
      const channel = new MessageChannel();
      // What a frame that was given up still says is not this one's.
      channel.port1.onmessage = ({ data }) => frame === made && receive(data as ToLoader);
      const init: Init = {
        deskbell: 1,
        config,
        theme: options.theme,
        page: page(),
        resumed: !!kept.opened,
      };
      frame?.contentWindow?.postMessage(init, origin, [channel.port2]);
      port = channel.port1;
    };
    // A frame that does not report is a server that was away: another one is made, and so on, more
    // and more slowly. What was asked of it waits.
    setTimeout(() => {
      if (isReady || frame !== made) return;
      made.remove();
      frame = port = undefined;
      patience *= 1.5;
      if (isOpen) prefetch();
    }, patience);
    const query = new URLSearchParams({ key: `${options.key}`, locale: `${options.locale ?? ''}` });
    frame.src = `${origin}/w/frame?${query}`;
    panel.appendChild(frame);
  };

  /** Full screen on a phone: as high as what the on-screen keyboard leaves. */
  const resize = () => {
    const view = window.visualViewport;
    const full = isOpen && narrow.matches;
    panel.style.cssText = full && view ? `height:${view.height}px;top:${view.offsetTop}px` : '';
    panel.ariaModal = `${full}`;
  };

  const show = (now: boolean) => {
    isOpen = now;
    box.classList.toggle('o', now);
    launcher.ariaExpanded = `${now}`;
    keep(now);
    resize();
  };

  /**
   * Gives the panel the focus, once it is there: a frame that is focused while it loads loses the
   * focus again when its page comes, and what a quick guest types goes nowhere. Whoever has gone on
   * to something else meanwhile is not called back. Tells whether the panel may take it.
   */
  const take = () => {
    const may = isReady && isOpen && from === document.activeElement;
    if (may) frame?.focus();
    return may;
  };

  const open = (focus: boolean | undefined, at: Element | null) => {
    prefetch();
    if (!isOpen) {
      show(true);
      // On a phone the back gesture closes the chat instead of leaving the page.
      if (narrow.matches) history.pushState({ ...history.state, deskbell: 1 }, '');
      emit('open');
    }
    from = focus === false ? undefined : at;
    send({ t: 'open', full: narrow.matches, focus: take() });
  };

  const close = (back = true) => {
    if (!isOpen) return;
    show(false);
    send({ t: 'close' });
    launcher.focus();
    if (back && history.state?.deskbell) history.back();
    emit('close');
  };

  // A single-page site changes the title after the address.
  const tell = () => {
    setTimeout(() => isReady && send({ t: 'page', page: page() }), 400);
  };
  const onPop = () => {
    if (narrow.matches && !history.state?.deskbell) close(false);
    tell();
  };
  const onNarrow = () => {
    resize();
    send({ t: 'full', full: narrow.matches });
  };
  const watch = (on: 'addEventListener' | 'removeEventListener') => {
    // Nothing global is patched: without the Navigation API only back and forward are seen.
    (window as { navigation?: EventTarget }).navigation?.[on]('currententrychange', tell);
    window[on]('popstate', onPop);
    window.visualViewport?.[on]('resize', resize);
    window.visualViewport?.[on]('scroll', resize);
    narrow[on]('change', onNarrow);
  };

  /** Takes everything off the page again; `boot` may follow. */
  const remove = () => {
    watch('removeEventListener');
    context.host.remove();
    try {
      localStorage.removeItem(KEY);
    } catch {
      // nothing was kept
    }
    context.gone();
  };

  const received: Record<string, (message: never) => void> = {
    ready: () => {
      isReady = true;
      box.classList.add('r');
      const focus = take();
      for (const message of waiting.splice(0))
        send(message.t === 'open' ? { ...message, focus } : message);
    },
    close: () => close(),
    unread: ({ n, label }: { n: number; label: string }) => {
      badge.textContent = n > 9 ? '9+' : `${n}`;
      badge.hidden = !n;
      // A description, so that the launcher keeps its name.
      launcher.ariaDescription = n ? label : null;
      emit('unread', n);
    },
    event: ({ name, data }: { name: string; data: unknown }) => emit(name, data),
    gone: remove,
  };
  const receive = (message: ToLoader) => {
    if (message && Object.hasOwn(received, message.t)) received[message.t]?.(message as never);
  };

  box.onkeydown = (event) => {
    if (event.key === 'Escape') close();
  };
  watch('addEventListener');
  // The hotel's link to a guest with a booking: a signed token, and no other page's parameter of that name.
  const token = /[?&]booking=(ey[\w.-]+)/.exec(location.search)?.[1];
  if (token) send({ t: 'set', values: { booking: token } });

  return {
    prefetch,
    open,
    close,
    toggle: (_, at) => (isOpen ? close() : open(true, at)),
    ask: (text, at) => {
      open(true, at);
      send({ t: 'ask', text: `${text}` });
    },
    // No sign of interest: it waits until the chat is opened.
    set: (values) => send({ t: 'set', values }),
    // The panel forgets its session, then says so; a chat that was never opened has none.
    shutdown: () => {
      if (!kept.opened) return remove();
      prefetch();
      send({ t: 'shutdown' });
    },
  };
}

window.Deskbell?.v?.(start);
