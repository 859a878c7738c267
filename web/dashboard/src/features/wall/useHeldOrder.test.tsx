// @vitest-environment jsdom
import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useHeldOrder } from './useHeldOrder';

it('holds the order while held and takes the new one when let go', () => {
  const { result, rerender } = renderHook(({ ids, held }) => useHeldOrder(ids, held), {
    initialProps: { ids: ['a', 'b'], held: false },
  });
  rerender({ ids: ['b', 'a', 'c'], held: true });
  expect(result.current).toEqual(['a', 'b', 'c']);
  rerender({ ids: ['c', 'b'], held: true });
  expect(result.current).toEqual(['a', 'b', 'c']);
  rerender({ ids: ['c', 'b'], held: false });
  expect(result.current).toEqual(['c', 'b']);
});
