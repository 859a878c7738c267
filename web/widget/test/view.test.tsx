// @vitest-environment jsdom

import { expect, test } from 'vitest';
import { mount, useEffect, useRef, useState } from '#view';

const tick = () => new Promise((resolve) => setTimeout(resolve));

function root(): HTMLElement {
  const element = document.createElement('div');
  document.body.replaceChildren(element);
  return element;
}

test('only what differs touches the document; elements keep their identity by key', async () => {
  let items = ['a', 'b', 'c'];
  const List = () => (
    <ul>
      {items.map((item) => (
        <li key={item} class={item}>
          {item}
        </li>
      ))}
    </ul>
  );
  const at = root();
  const redraw = mount(<List />, at);
  const [a, b, c] = at.querySelectorAll('li');
  items = ['c', 'a', 'd'];
  redraw();
  await tick();
  const now = [...at.querySelectorAll('li')];
  expect(now.map((el) => el.textContent)).toEqual(['c', 'a', 'd']);
  expect(now[0]).toBe(c);
  expect(now[1]).toBe(a);
  expect(b?.isConnected).toBe(false);
});

test('a child behind a condition does not disturb its neighbours', async () => {
  let on = false;
  const Box = () => (
    <div>
      {on && <p>now</p>}
      <input />
    </div>
  );
  const at = root();
  const redraw = mount(<Box />, at);
  const input = at.querySelector('input') as HTMLInputElement;
  input.value = 'typed';
  on = true;
  redraw();
  await tick();
  expect(at.innerHTML).toBe('<div><p>now</p><input></div>');
  expect(at.querySelector('input')).toBe(input);
  expect(input.value).toBe('typed');
});

test('what goes takes nothing along: its neighbours stay where they are, with focus and scroll', async () => {
  let on = true;
  const Box = () => (
    <div>
      {on && <p>gone soon</p>}
      <section>
        <i />
      </section>
      <input />
    </div>
  );
  const at = root();
  const redraw = mount(<Box />, at);
  const moved: string[] = [];
  const box = at.firstElementChild as HTMLElement;
  box.insertBefore = ((node: Element) => moved.push(node.tagName)) as never;
  on = false;
  redraw();
  await tick();
  expect(at.innerHTML).toBe('<div><section><i></i></section><input></div>');
  expect(moved).toEqual([]);
});

test('state, refs and effects live as long as their component', async () => {
  const log: string[] = [];
  const Child = ({ name }: { name: string }) => {
    const ref = useRef<HTMLElement | null>(null);
    useEffect(() => {
      log.push(`begin ${name} ${ref.current?.textContent}`);
      return () => log.push(`end ${name}`);
    }, [name]);
    return <b ref={ref}>{name}</b>;
  };
  const App = () => {
    const [n, set] = useState(0);
    return (
      <button type="button" onClick={() => set((was) => was + 1)}>
        {n < 2 ? <Child name={`n${n}`} /> : 'gone'}
      </button>
    );
  };
  const at = root();
  mount(<App />, at);
  const button = at.querySelector('button') as HTMLButtonElement;
  for (let i = 0; i < 2; i++) {
    button.click();
    await tick();
  }
  expect(log).toEqual(['begin n0 n0', 'end n0', 'begin n1 n1', 'end n1']);
  expect(at.textContent).toBe('gone');
});

test('attributes come and go; text is never markup', async () => {
  let on = true;
  const Box = () => (
    <p hidden={!on} title={on ? 'x' : undefined} aria-busy={on}>
      {'<img src=x onerror=alert(1)>'}
    </p>
  );
  const at = root();
  const redraw = mount(<Box />, at);
  const p = at.querySelector('p') as HTMLElement;
  expect([p.hidden, p.title, p.getAttribute('aria-busy')]).toEqual([false, 'x', 'true']);
  on = false;
  redraw();
  await tick();
  expect([p.hidden, p.hasAttribute('title'), p.getAttribute('aria-busy')]).toEqual([
    true,
    false,
    'false',
  ]);
  expect(p.children.length).toBe(0);
});
