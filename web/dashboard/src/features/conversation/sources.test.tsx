// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { Entry } from '@/api/types';
import { startI18n } from '@/i18n';
import { Sources } from './Sources';

beforeAll(() => startI18n());
afterEach(cleanup);

const said = (change: Partial<Entry>): Entry => ({
  seq: 2,
  prev: 1,
  id: 'e2',
  kind: 'message',
  author: { kind: 'assistant' },
  at: '2026-11-22T12:00:00.000Z',
  decision: 'cannot_help',
  ...change,
});

it('names what a guest wants where that is no question, and the decision otherwise', () => {
  render(<Sources entry={said({ intent: 'complaint' })} />);
  screen.getByText('Complaint');
  expect(screen.queryByText('No answer found')).toBeNull();
  cleanup();
  render(<Sources entry={said({})} />);
  screen.getByText('No answer found');
  cleanup();
  render(<Sources entry={said({ intent: 'of a newer server' })} />);
  screen.getByText('No answer found');
});
