// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DraftStore } from './drafts';

describe('DraftStore', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
  });
  afterEach(() => vi.useRealTimers());

  const make = () => {
    const save = vi.fn(async () => undefined);
    return { save, store: new DraftStore(save) };
  };

  it('keeps words here after 300 ms and on the server after 2 s', () => {
    const { save, store } = make();
    store.set('c1', 'reply', 'Hel');
    store.set('c1', 'reply', 'Hello');
    vi.advanceTimersByTime(299);
    expect(localStorage.length).toBe(0);
    vi.advanceTimersByTime(1);
    expect(localStorage.getItem('deskbell.draft.c1')).toContain('Hello');
    expect(save).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1700);
    expect(save).toHaveBeenCalledExactlyOnceWith('c1', { reply: 'Hello', note: '' });
  });

  it('gives them back to a browser that starts again', () => {
    const { store } = make();
    store.set('c1', 'note', 'Ask housekeeping');
    store.flush();
    expect(make().store.get('c1')).toEqual({ reply: '', note: 'Ask housekeeping' });
  });

  it('prefers what is here to what the server holds', () => {
    const { store } = make();
    store.adopt('c1', { reply: 'from another device', note: '' });
    expect(store.get('c1').reply).toBe('from another device');
    store.adopt('c1', { reply: 'older', note: '' });
    expect(store.get('c1').reply).toBe('from another device');
  });

  it('puts refused words before what was written meanwhile, once', () => {
    const { store } = make();
    store.set('c1', 'reply', 'second');
    store.restore('c1', 'reply', 'first');
    store.restore('c1', 'reply', 'first');
    expect(store.get('c1').reply).toBe('first\nsecond');
  });

  it('forgets an empty draft', () => {
    const { store } = make();
    store.set('c1', 'reply', 'x');
    vi.advanceTimersByTime(300);
    store.set('c1', 'reply', '');
    vi.advanceTimersByTime(300);
    expect(localStorage.getItem('deskbell.draft.c1')).toBeNull();
  });
});
