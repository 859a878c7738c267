// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { channelApi, type FailedArrival } from '@/api/channels';
import * as session from '@/app/session';
import { openWords, startI18n } from '@/i18n';
import { NotTakenIn } from './NotTakenIn';

beforeAll(async () => {
  await startI18n();
  await openWords('channels');
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const body = (id: string, set_aside: boolean): FailedArrival => ({
  id,
  set_aside,
  channel: 'whatsapp',
  at: '2026-11-22T12:00:00.000Z',
  size: 4711,
  failure: 'not understood',
});

const show = (role: string) => {
  vi.spyOn(session, 'useMe').mockReturnValue({ role } as ReturnType<typeof session.useMe>);
  const list = vi
    .spyOn(channelApi, 'arrivals')
    .mockResolvedValue({ arrivals: [body('bad', true), body('odd', false)] });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <NotTakenIn />
    </QueryClientProvider>,
  );
  return list;
};

describe('what was not taken in', () => {
  it('is nobody’s but an operator’s', () => {
    expect(show('admin')).not.toHaveBeenCalled();
    expect(screen.queryByRole('listitem')).toBeNull();
  });
  it('is tried again one by one, and set aside things not with the others', async () => {
    show('operator');
    const one = vi.spyOn(channelApi, 'replay').mockResolvedValue(undefined);
    const all = vi.spyOn(channelApi, 'replayFailed').mockResolvedValue(undefined);
    const [bad, odd] = await screen.findAllByRole('listitem');
    expect(bad?.textContent).toContain('servers ended');
    expect(odd?.textContent).toContain('not understood');
    fireEvent.click(screen.getByRole('button', { name: 'Try all again' }));
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(1));
    expect(all).toHaveBeenCalledOnce();
    fireEvent.click(
      within(screen.getByRole('listitem')).getByRole('button', { name: 'Try again' }),
    );
    await waitFor(() => expect(screen.queryByRole('listitem')).toBeNull());
    expect(one).toHaveBeenCalledWith('bad');
  });
});
