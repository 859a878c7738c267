// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Delivery } from '@/api/carried';
import type { Entry } from '@/api/types';
import { openWords, startI18n } from '@/i18n';
import { CarriedView, QuoteView } from './CarriedView';
import { DeliveryMark } from './DeliveryMark';

beforeAll(async () => {
  await startI18n();
  await openWords('conversation', 'failure');
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const show = (node: ReactNode) =>
  render(<QueryClientProvider client={new QueryClient()}>{node}</QueryClientProvider>);
const entry = (change: Partial<Entry>): Entry => ({
  seq: 1,
  prev: 0,
  id: 'e1',
  kind: 'message',
  author: { kind: 'guest' },
  at: '2026-11-22T12:00:00.000Z',
  ...change,
});
const file = (type: string, name: string) => ({
  id: 'f',
  name,
  type,
  size: 1,
  url: `/files/${name}`,
});

describe('how far a message came', () => {
  const mark = (delivery: Delivery, may = true) =>
    show(<DeliveryMark conversation="c1" entry={entry({ delivery })} may={may} />);

  it('is said in a word', () => {
    mark({ state: 'read' });
    expect(screen.getByText('Read')).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });
  it('names the reason of a failure, and Retry sends it again', async () => {
    const call = vi.fn(async () => new Response(null, { status: 204 }));
    vi.stubGlobal('fetch', call);
    mark({ state: 'failed', reason: 'window_closed', code: '131047', can_retry: true });
    expect(screen.getByText(/the guest last wrote too long ago/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await waitFor(() =>
      expect(call).toHaveBeenCalledWith(
        '/api/v1/conversations/c1/entries/e1/retry',
        expect.objectContaining({ method: 'POST' }),
      ),
    );
  });
  it('shows the code of a reason that is not known here', () => {
    mark({ state: 'failed', reason: 'something_new', code: '131999' });
    expect(screen.getByText(/131999/)).toBeTruthy();
  });
  it('offers Send again where it may not have arrived, to those who may', () => {
    mark({ state: 'uncertain', can_retry: true });
    expect(screen.getByText('May not have arrived')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Send again' })).toBeTruthy();
    cleanup();
    mark({ state: 'uncertain', can_retry: true }, false);
    expect(screen.queryByRole('button')).toBeNull();
  });
  it('says that a withdrawn one was never sent, and why', () => {
    mark({ state: 'withdrawn', reason: 'taken_over' });
    expect(screen.getByText('Withdrawn before it was sent', { exact: false })).toBeTruthy();
    expect(screen.getByText(/a person answers instead/)).toBeTruthy();
  });
});

describe('what a message carries', () => {
  const carry = (change: Partial<Entry>) =>
    show(<CarriedView entry={entry(change)} light={false} />);

  it('plays a voice message, by a button with a name', () => {
    carry({
      media: [{ kind: 'audio', voice: true, state: 'ready', file: file('audio/ogg', 'voice.ogg') }],
    });
    expect(screen.getByRole('group', { name: 'Voice message' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Play' })).toBeTruthy();
    expect(screen.getByRole('slider', { name: 'Position' })).toBeTruthy();
  });
  it('says why something could not be had', () => {
    carry({ media: [{ kind: 'video', state: 'failed', name: 'a.mp4', reason: 'too_large' }] });
    expect(screen.getByText('a.mp4')).toBeTruthy();
    expect(screen.getByText(/larger than may be kept here/)).toBeTruthy();
  });
  it('leads to a place and to what was shared, in a tab that learns nothing of this one', () => {
    carry({
      place: { latitude: 38.7, longitude: -9.1, name: 'Cais do Sodré' },
      shared: [{ kind: 'story_mention', url: 'https://instagram.example/s/1' }],
    });
    const place = screen.getByRole('link', { name: /Cais do Sodré/ });
    expect(place.getAttribute('href')).toContain('openstreetmap.org');
    const story = screen.getByRole('link', { name: 'Open the story' });
    expect(story.getAttribute('rel')).toContain('noreferrer');
  });
  it('makes no link of an address that is none', () => {
    carry({ shared: [{ kind: 'link', title: 'Press me', url: 'javascript:alert(1)' }] });
    expect(screen.getByText('Press me')).toBeTruthy();
    expect(screen.queryByRole('link')).toBeNull();
  });
  it('gives the numbers and addresses of a contact to dial and write to', () => {
    carry({ cards: [{ name: 'Tomáš', phones: ['+420 605 555 010'], mails: ['t@mail.example'] }] });
    expect(screen.getByRole('link', { name: '+420 605 555 010' }).getAttribute('href')).toBe(
      'tel:+420605555010',
    );
    expect(screen.getByRole('link', { name: 't@mail.example' })).toBeTruthy();
  });
  it('says that something came which cannot be shown', () => {
    carry({ unsupported: true });
    expect(screen.getByText(/does not hand over/)).toBeTruthy();
  });
  it('quotes what is answered, and is no button where that is not here', () => {
    show(<QuoteView quote={{ author: 'guest', text: 'Is it ready?' }} />);
    expect(screen.getByText(/Is it ready/)).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
