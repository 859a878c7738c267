/**
 * What the compiler turns JSX into. The attribute types are Preact's (types only); the code that
 * draws is ./index, a fifth of Preact's size, because the whole panel has 25 kB.
 */
import type { Child, Component } from './index';

export type { JSX } from 'preact';

/** Groups children without an element. */
export const Fragment = ({ children }: { children?: Child }): Child => children;

/** A node to be drawn: an element by its tag, or a component. */
export function jsx(
  type: string | Component,
  props: Record<string, unknown>,
  key?: string | number,
) {
  return { type, props, key };
}

export { jsx as jsxs };
