import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Fake } from './test/fake';

// What a hotel's guests pay: the bytes, compressed, that their browsers download.

// Built apart: beside this, browsers of other tests load the widget that is there.
const dist = mkdtempSync(join(tmpdir(), 'deskbell-size-'));
afterAll(() => rmSync(dist, { recursive: true }));
const size = (path: string) => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length;
let config = 0;

beforeAll(async () => {
  execFileSync('node', [join(import.meta.dirname, 'build.mjs'), dist], {
    cwd: join(import.meta.dirname, '..'),
  });
  const fake = await Fake.start();
  const answer = await fetch(`${fake.widget}/api/guest/v1/config?key=demo`);
  config = gzipSync(await answer.text()).length;
  fake.stop();
});

test('a chat that is never opened costs at most 3 kB, the config among them', () => {
  expect(size('v1.js') + config).toBeLessThanOrEqual(3_000);
});

test('until the first message can be sent: at most 25 kB', () => {
  const page = readFileSync(join(dist, 'frame.html'), 'utf8');
  const linked = [...page.matchAll(/(?:src|href)="\/w\/(assets\/[^"]+)"/g)].map(
    (m) => m[1] as string,
  );
  expect(linked.length).toBe(2); // one script, one style sheet
  // What the panel imports at once would have to be counted too: there is nothing.
  const script = readFileSync(join(dist, linked.find((l) => l.endsWith('.js')) as string), 'utf8');
  expect(script).not.toMatch(/^import|;import[ {"`']/);
  const shell = readdirSync(join(dist, 'assets')).find((name) => name.startsWith('shell-'));
  const files = ['v1.js', `assets/${shell}`, 'frame.html', ...linked];
  const total = files.reduce((sum, file) => sum + size(file), config);
  expect(total).toBeLessThanOrEqual(25_000);
});

test('the panel and its pages work under a policy without inline code', () => {
  for (const page of ['frame.html', 'chat.html']) {
    const html = readFileSync(join(dist, page), 'utf8');
    expect(html).not.toMatch(/<style|style="|<script(?![^>]*src=)/);
  }
});
