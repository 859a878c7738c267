/**
 * A small view library: components are functions, a change redraws the whole tree, and only what
 * differs touches the document. Every node has a path (keys and positions from the root), which is
 * its identity: hooks are kept by path, elements are matched by path, and what was not visited in a
 * drawing is gone. Children behind a condition keep their position, so paths stay put.
 */

/** A component: a function of its props. Its hooks are called in the same order every time. */
// biome-ignore lint/suspicious/noExplicitAny: props are checked where JSX is written, not here
export type Component = (props: any) => unknown;

interface Node {
  type: string | Component;
  props: Record<string, unknown>;
  key?: string | number;
}

/** Whatever may stand between tags. */
export type Child = unknown;

/** A mutable place, or an element's once it is drawn. */
export interface Ref<T> {
  current: T;
}

interface Drawn {
  path: string;
  /** A text when there is no type. */
  type?: string;
  text?: string;
  props: Record<string, unknown>;
  children: Drawn[];
  dom?: Element | Text;
}

interface Effect {
  deps?: unknown[];
  run: (() => unknown) | null;
  end?: unknown;
}

interface Instance {
  type: Component;
  hooks: unknown[];
  round: number;
}

const SVG = 'http://www.w3.org/2000/svg';
const instances = new Map<string, Instance>();
let current: Instance;
let at = 0;
let round = 0;
const effects: Effect[] = [];
let redraw: () => void = () => {};

const end = (instance: Instance) => {
  for (const hook of instance.hooks) {
    const { end: stop } = hook as Effect;
    if (typeof stop === 'function') stop();
  }
};

/** Runs the components and leaves elements and texts. */
function expand(child: Child, path: string, out: Drawn[]): void {
  if (child === null || child === undefined || typeof child === 'boolean') return;
  if (Array.isArray(child)) {
    child.forEach((one: Child, i) => {
      expand(one, `${path}.${(one as Node | null)?.key ?? i}`, out);
    });
    return;
  }
  if (typeof child !== 'object') {
    out.push({ path, text: `${child as string}`, props: {}, children: [] });
    return;
  }
  const { type, props, key } = child as Node;
  const own = key === undefined ? path : `${path}:${key}`;
  if (typeof type === 'string') {
    const drawn: Drawn = { path: own, type, props, children: [] };
    expand(props.children, own, drawn.children);
    out.push(drawn);
    return;
  }
  const inner = `${own}>`;
  let instance = instances.get(inner);
  if (instance?.type !== type) {
    if (instance) end(instance);
    instance = { type, hooks: [], round };
    instances.set(inner, instance);
  }
  instance.round = round;
  current = instance;
  at = 0;
  expand(type(props), inner, out);
}

function setProp(dom: Element, name: string, now: unknown, before: unknown): void {
  if (name === 'children' || name === 'key' || now === before) return;
  if (name === 'ref') {
    (now as Ref<unknown>).current = dom;
  } else if (name.startsWith('on')) {
    // Handlers are properties: replaced on every drawing without a listener to take off.
    (dom as unknown as Record<string, unknown>)[name.toLowerCase()] = now ?? null;
  } else if (name === 'value') {
    (dom as HTMLInputElement).value = `${now as string}`;
  } else if (now === undefined || now === null || (now === false && !name.startsWith('aria-'))) {
    dom.removeAttribute(name);
  } else {
    dom.setAttribute(name, now === true && !name.startsWith('aria-') ? '' : `${now as string}`);
  }
}

/** Makes the children of `parent` what `now` says, keeping the elements of `before` by path. */
function patch(parent: Element, before: Drawn[], now: Drawn[], svg: boolean): void {
  const name = ({ type, path }: Drawn) => `${type} ${path}`;
  const old = new Map(before.map((drawn) => [name(drawn), drawn]));
  // What is gone goes first: an element that is put elsewhere in the document loses its focus and how
  // far it was scrolled, and what stays must not have to move past what does not.
  const names = new Set(now.map(name));
  for (const [id, { dom }] of old) if (!names.has(id)) dom?.remove();
  let place: ChildNode | null = parent.firstChild;
  for (const drawn of now) {
    const was = old.get(name(drawn));
    const { type, props } = drawn;
    const inSvg = svg || type === 'svg';
    let dom = was?.dom;
    if (type === undefined) {
      dom ??= document.createTextNode('');
      if (was?.text !== drawn.text) (dom as Text).data = drawn.text as string;
    } else {
      dom ??= inSvg ? document.createElementNS(SVG, type) : document.createElement(type);
      const element = dom as Element;
      // Children first: a select's value needs its options.
      patch(element, was?.children ?? [], drawn.children, inSvg);
      for (const prop in was?.props) {
        if (!(prop in props)) setProp(element, prop, undefined, was?.props[prop]);
      }
      for (const prop in props) setProp(element, prop, props[prop], was?.props[prop]);
    }
    drawn.dom = dom;
    if (dom === place) place = place.nextSibling;
    else parent.insertBefore(dom, place);
  }
}

/** Draws the root component into an element, and again, soon, whenever a state changes. */
export function mount(root: Child, into: Element): () => void {
  let before: Drawn[] = [];
  let due = false;
  const draw = () => {
    due = false;
    round++;
    const now: Drawn[] = [];
    expand(root, '', now);
    patch(into, before, now, false);
    before = now;
    for (const [path, instance] of instances) {
      if (instance.round === round) continue;
      instances.delete(path);
      end(instance);
    }
    for (const effect of effects.splice(0)) {
      if (typeof effect.end === 'function') effect.end();
      effect.end = effect.run?.();
    }
  };
  redraw = () => {
    if (due) return;
    due = true;
    queueMicrotask(draw);
  };
  draw();
  return redraw;
}

function hook<T>(make: () => T): T {
  const i = at++;
  if (i in current.hooks) return current.hooks[i] as T;
  const made = make();
  current.hooks[i] = made;
  return made;
}

/** A value that redraws when it is set. */
export function useState<T>(first: T | (() => T)): [T, (next: T | ((now: T) => T)) => void] {
  const cell = hook(() => {
    const made = {
      value: typeof first === 'function' ? (first as () => T)() : first,
      set: (next: T | ((now: T) => T)) => {
        const value = typeof next === 'function' ? (next as (now: T) => T)(made.value) : next;
        if (value === made.value) return;
        made.value = value;
        redraw();
      },
    };
    return made;
  });
  return [cell.value, cell.set];
}

/** A place that survives redraws and causes none. */
export const useRef = <T>(first: T): Ref<T> => hook(() => ({ current: first }));

/** Runs after the drawing in which `deps` changed; what it returns runs before the next, or at the end. */
export function useEffect(run: () => unknown, deps?: unknown[]): void {
  const effect = hook<Effect>(() => ({ run: null }));
  if (effect.run && deps && effect.deps?.every((dep, i) => dep === deps[i])) return;
  effect.run = run;
  effect.deps = deps;
  effects.push(effect);
}
