import { expect, it } from 'vitest';
import { opposite } from './useChange';

it('takes a change back by what was before', () => {
  const ticket = {
    status: 'new',
    priority: 'normal',
    assignee: undefined,
    due: undefined,
  } as const;
  expect(opposite(ticket, { status: 'done' })).toEqual({ status: 'new' });
  expect(opposite(ticket, { assignee: 'ana' })).toEqual({ assignee: '', status: 'new' });
  expect(opposite(ticket, { priority: 'high' })).toEqual({ priority: 'normal' });
  expect(opposite({ ...ticket, due: '2026-11-22T10:00:00.000Z' }, { due: '' })).toEqual({
    due: '2026-11-22T10:00:00.000Z',
  });
});
