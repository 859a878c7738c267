import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { backoffMs, retryAfterMs } from '../../shared/backoff';
import { contrast, inkOn, legible, parseHex } from '../../shared/colour';
import { readProblem } from '../../shared/problem';
import { clip, inlines, linkify, markdown, safeUrl } from '../../shared/text';
import { clock, dayName, fullTime } from '../../shared/time';
import { uuidv7 } from '../../shared/uuid';
import { sha256, solve } from '../src/panel/challenge';
import { SseParser } from '../src/panel/sse';

test('links: only http and https, without a user name, and never what only looks like one', () => {
  for (const bad of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'https://bank.example@evil.example',
    '//evil.example',
    'file:///etc/passwd',
    'http://',
  ]) {
    expect(safeUrl(bad), bad).toBeNull();
    const parts = inlines(`see [here](${bad}) or ${bad}`);
    expect(parts.some((p) => p.kind === 'link' && !/^https?:/.test(p.href))).toBe(false);
  }
  expect(linkify('at https://a.example/x_(y). Then')).toEqual([
    { kind: 'text', text: 'at ' },
    { kind: 'link', text: 'https://a.example/x_(y)', href: 'https://a.example/x_(y)' },
    { kind: 'text', text: '. Then' },
  ]);
});

test('a link whose words are another address shows where it leads', () => {
  expect(inlines('[https://bank.example](https://evil.example/x)')).toEqual([
    {
      kind: 'link',
      text: 'https://bank.example',
      href: 'https://evil.example/x',
      host: 'evil.example',
    },
  ]);
});

test('markdown: paragraphs, lists, bold, and everything else as it was written', () => {
  expect(markdown('Hello **you**\n\n- a\n- b\n1. c\n<b>no</b>')).toEqual([
    {
      kind: 'p',
      inlines: [
        { kind: 'text', text: 'Hello ' },
        { kind: 'bold', text: 'you' },
      ],
    },
    { kind: 'ul', items: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]] },
    { kind: 'ol', items: [[{ kind: 'text', text: 'c' }]] },
    { kind: 'p', inlines: [{ kind: 'text', text: '<b>no</b>' }] },
  ]);
  expect(markdown('')).toEqual([]);
  expect(clip('👩‍🍳'.repeat(3), 4).length).toBeLessThan(10);
});

test('long hostile input stays fast to read', { timeout: 2_000 }, () => {
  for (const text of [
    '**'.repeat(4000),
    '['.repeat(8000),
    'https://'.repeat(2000),
    '(((('.repeat(2000),
  ]) {
    markdown(text);
    linkify(text);
  }
});

test('back-off: full jitter up to 30 s above what the server asks for', () => {
  expect(backoffMs(0, null, () => 1)).toBe(500);
  expect(backoffMs(3, null, () => 1)).toBe(4000);
  expect(backoffMs(99, null, () => 1)).toBe(30_000);
  expect(backoffMs(9, null, () => 0)).toBe(0);
  expect(backoffMs(0, 7000, () => 0.5)).toBe(7250);
  expect(retryAfterMs('3', 0)).toBe(3000);
  expect(retryAfterMs('Thu, 01 Jan 1970 00:00:10 GMT', 4000)).toBe(6000);
  expect(retryAfterMs('soon', 0)).toBeNull();
  expect(retryAfterMs('99999', 0)).toBe(600_000);
});

test('ids are UUIDv7 and keep the order in which they were made', () => {
  const ids = Array.from({ length: 5000 }, () => uuidv7(1_700_000_000_000));
  expect(new Set(ids).size).toBe(5000);
  expect([...ids].sort()).toEqual(ids);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(ids[0]?.startsWith('018bcfe5-6800-7')).toBe(true);
});

test('a brand colour of any kind becomes legible', () => {
  for (const colour of ['#ffff00', '#fff', '#000', '#3a4fcb', '#c0ffee', 'nonsense', '#777777']) {
    for (const ground of ['#ffffff', '#f1efea', '#252321']) {
      const made = legible(colour, ground, 4.5);
      const rgb = (hex: string) => parseHex(hex) as [number, number, number];
      expect(contrast(rgb(made), rgb(ground)), `${colour} on ${ground}`).toBeGreaterThanOrEqual(
        4.5,
      );
      expect(contrast(rgb(inkOn(made)), rgb(made))).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test('a proxy is not mistaken for the server', async () => {
  const proxy = await readProblem(new Response('<h1>401</h1>', { status: 401 }));
  expect([proxy.problem, proxy.temporary, proxy.code]).toEqual([null, true, 'http_401']);
  const headers = { 'content-type': 'application/problem+json', 'retry-after': '2' };
  const own = await readProblem(new Response('{"code":"unauthorized"}', { status: 401, headers }));
  expect([own.code, own.temporary, own.retryAfter]).toEqual(['unauthorized', false, 2000]);
  const cut = await readProblem(new Response('{"code":', { status: 503, headers }));
  expect([cut.code, cut.temporary]).toEqual(['unavailable', true]);
});

test('server-sent events: any cut between bytes gives the same events, an unfinished one none', () => {
  const bytes = new TextEncoder().encode(
    ': beat\n\nid: 1\nevent: entry\ndata: {"a":"é"}\n\nevent: state\r\ndata: 1\r\ndata: 2\r\n\r\nevent: entry\ndata: cut',
  );
  const expected = [
    { event: '', data: '' },
    { event: 'entry', data: '{"a":"é"}' },
    { event: 'state', data: '1\n2' },
  ];
  for (let cut = 0; cut <= bytes.length; cut++) {
    const parser = new SseParser();
    const events = [...parser.push(bytes.slice(0, cut)), ...parser.push(bytes.slice(cut))];
    expect(events, `cut at ${cut}`).toEqual(expected);
  }
});

test('the challenge: own SHA-256 is the real one, and the nonce solves it', async () => {
  const hex = (words: Uint32Array) =>
    [...words].map((w) => w.toString(16).padStart(8, '0')).join('');
  for (const text of ['', 'abc', 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64), 'é'.repeat(99)]) {
    const real = createHash('sha256').update(text).digest('hex');
    expect(hex(sha256(new TextEncoder().encode(text)))).toBe(real);
  }
  const nonce = await solve('salt', 9);
  const digest = createHash('sha256').update(`salt${nonce}`).digest();
  expect(digest.readUInt32BE(0) >>> (32 - 9)).toBe(0);
  await expect(solve('salt', 99)).rejects.toThrow();
});

test('an hour of the night is written as the country writes it', () => {
  const at = new Date(2026, 10, 22, 0, 11);
  expect(clock(at, 'pt-PT')).toBe('00:11');
  expect(clock(at, 'es')).toBe('0:11');
  expect(clock(at, 'en-US')).toMatch(/^12:11.AM$/);
});

test('days and times are told in the reader’s words', () => {
  const now = new Date(2026, 10, 22, 12);
  expect(dayName(new Date(2026, 10, 22, 1), 'en', now)).toBe('Today');
  expect(dayName(new Date(2026, 10, 21, 23), 'de', now)).toBe('Gestern');
  expect(dayName(new Date(2026, 10, 2), 'en', now)).toBe('Monday, November 2');
  expect(dayName(new Date(2025, 10, 2), 'en', now)).toContain('2025');
  expect(fullTime(now, 'en', 'Nowhere/Nothing')).toContain('2026');
});
