import type { Context, Options, Shell } from './context';
import { KEY } from './context';
import { css } from './style';

type Args = [name: string, ...rest: unknown[]];
type Api = ((...args: Args) => unknown) & {
  q?: Args[];
  v?: (start: (context: Context) => Shell) => void;
};

declare global {
  interface Window {
    Deskbell?: Api;
  }
  /** The shell's hashed file name, put in by the build. */
  const SHELL_FILE: string;
}

/*
 * The entry of v1.js, which stands on every page of a hotel's website: it shows the launcher and
 * answers the JS API. All that opening needs is in the shell, loaded on the first sign of interest.
 * It never throws into the host page: a wrong call is a console warning.
 */
const doc = document;
const root = doc.documentElement;
const script = (doc.currentScript ??
  doc.querySelector('script[src*="/w/v1.js"]')) as HTMLScriptElement;
const { origin } = new URL(script.src);
const stub = window.Deskbell;
const listeners: Record<string, ((data?: unknown) => void)[]> = {};
const warn = (...what: unknown[]) => console.warn('Deskbell:', ...what);

let options: Options;
let booted: Promise<Context | undefined> | undefined;
// What is asked before boot waits for it.
const early: (() => void)[] = [];
let shell: Promise<Shell> | undefined;

const emit = (name: string, data?: unknown) => {
  for (const fn of listeners[name] ?? []) {
    try {
      fn(data);
    } catch (error) {
      warn(error); // the host page's own mistake must not stop the chat
    }
  }
};

const make = (tag: string, name: string, parent: Node, text = '') => {
  const element = doc.createElement(tag);
  element.className = name;
  element.textContent = text;
  return parent.appendChild(element);
};

/** Loads the shell once. A classic script, so that it needs no CORS and no module support. */
const getShell = (context: Context): Promise<Shell> => {
  shell ??= new Promise((resolve, reject) => {
    const element = make('script', '', doc.head) as HTMLScriptElement;
    api.v = (start) => resolve(start(context));
    element.onerror = () => {
      shell = undefined; // the next press tries again
      reject('the chat could not be loaded.');
    };
    element.src = `${origin}/w/${SHELL_FILE}`;
    element.onload = () => element.remove();
  });
  return shell;
};

/**
 * A command that needs the panel; it does nothing where the chat is not on this page. What has the
 * focus is noted now: the guest may go on to something else while the shell loads.
 */
const relay = (name: keyof Shell) => async (value?: unknown) => {
  const from = doc.activeElement;
  if (!booted) await new Promise<void>((go) => early.push(go));
  const context = await booted;
  if (context)
    ((await getShell(context))[name] as (value?: unknown, from?: unknown) => void)(value, from);
};

const run = (name: string, ...rest: unknown[]) => api(name, ...rest);

function mount(config: Context['config']): Context {
  const host = doc.createElement('deskbell-widget');
  const shadow = host.attachShadow({ mode: 'open' });
  const style = (text: string) => {
    try {
      // Constructed sheets need no exception from a strict content security policy.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];
    } catch {
      make('style', '', shadow, text);
    }
  };
  style(css);
  const box = make('div', config.position === 'left' ? 's' : '', shadow);
  box.dir = getComputedStyle(root).direction;
  // White on the brand colour where it reaches 4.5:1 (luminance below 0.18), else near-black.
  const light = [16, 8, 0].map(
    (bits) => (((+`0x${config.colour.slice(1)}` >> bits) & 255) / 255) ** 2.2,
  );
  const bright =
    0.2126 * (light[0] as number) + 0.7152 * (light[1] as number) + 0.0722 * (light[2] as number);
  box.style.cssText = `--c:${config.colour};--i:${bright > 0.18 ? '#14120f' : '#fff'}`;
  const text = config.launcher_text || 'Chat with us';
  const launcher = make('button', 'l', box);
  launcher.ariaLabel = text;
  launcher.ariaExpanded = 'false';
  make('i', '', launcher);
  make('span', '', launcher, text);
  const badge = make('b', '', launcher);
  badge.hidden = true;
  // A page that forbids storage behaves as on a first visit.
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? '{}');
  } catch {}
  const gone = () => {
    booted = shell = undefined;
  };
  launcher.onpointerenter = launcher.onfocus = () => run('prefetch');
  launcher.onclick = () => run('toggle');
  doc.body.appendChild(host);
  return { origin, options, config, kept, host, box, launcher, badge, style, emit, gone };
}

function teaser({ box, config }: Context) {
  const card = make('div', 't', box);
  card.dir = 'auto';
  make('p', '', card, config.greeting);
  const add = (text: string, press: () => void) => {
    const button = make('button', '', card, text);
    button.onclick = () => {
      card.remove();
      press();
    };
    return button;
  };
  for (const text of config.quick_replies?.slice(0, 3) ?? []) add(text, () => run('ask', text));
  add('×', () => {}).ariaLabel = config.strings?.dismiss ?? 'Dismiss';
}

async function load(): Promise<Context | undefined> {
  await new Promise((idle) => (window.requestIdleCallback ?? setTimeout)(idle));
  options.locale ||= root.lang;
  const query = new URLSearchParams({ key: `${options.key}`, locale: options.locale });
  let context: Context;
  try {
    const answer = await fetch(`${origin}/api/guest/v1/config?${query}`, { credentials: 'omit' });
    if (!answer.ok) throw answer.status;
    context = mount(await answer.json());
  } catch (why) {
    return warn(`no chat on this page (${why}).`) as undefined;
  }
  const { opened = 0, open } = context.kept;
  const days = (Date.now() - opened) / 864e5;
  // A phone's full screen is not put over the page a guest has just gone to. Where the chat was
  // used within a day, the closed panel runs too: a late answer must show on the launcher.
  if (open && innerWidth > 480) setTimeout(() => run('open', false));
  else if (days < 1) setTimeout(() => run('prefetch'));
  // Nothing may be stored before the first opening, so the referrer tells who saw the teaser
  // already: whoever comes from another page of this site.
  else if (context.config.teaser && days > 7 && !doc.referrer.startsWith(location.origin))
    setTimeout(() => {
      // Whoever has opened the chat meanwhile needs no invitation.
      if (context.host.isConnected && (context.kept.opened ?? 0) === opened) teaser(context);
    }, 3000);
  emit('ready');
  return context;
}

const commands: Record<string, ((...args: never[]) => unknown) | undefined> = {
  boot: async (given: Options = {}) => {
    if (booted) warn('already running.');
    else {
      options = { ...given };
      booted = load();
      for (const go of early.splice(0)) go();
    }
    return !!(await booted);
  },
  on: (name: string, fn: () => void) => {
    listeners[name] = [...(listeners[name] ?? []), fn];
  },
};
for (const name of ['prefetch', 'open', 'close', 'toggle', 'ask', 'set', 'shutdown'] as const) {
  commands[name] = relay(name);
}

const api: Api = async (name, ...rest) => {
  const command = Object.hasOwn(commands, name) && commands[name];
  try {
    if (command) return await command(...(rest as never[]));
    warn(`unknown command "${name}".`);
  } catch (error) {
    warn(error);
  }
};

if (stub?.v) warn('the widget is on this page twice; the second is ignored.');
else {
  api.v = () => {};
  window.Deskbell = api;
  const { key, locale, theme } = script.dataset;
  if (key) api('boot', { key, locale, theme });
  for (const args of stub?.q ?? []) api(...(Array.from(args) as Args));
}
