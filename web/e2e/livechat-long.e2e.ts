import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { launch } from './browser.ts';
import { race } from './livechat-race.ts';
import { answered } from './livechat-ticket.ts';
import { nobodyComes } from './livechat-wait.ts';
import { Server } from './server.ts';

// Those that take minutes run beside each other, each on a server of its own: two wait, the third works.

let browser: Browser;
let waiting: Server;
let racing: Server;
let absent: Server;
beforeAll(async () => {
  waiting = await Server.start();
  racing = await Server.start();
  absent = await Server.start();
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await waiting?.stop();
  await racing?.stop();
  await absent?.stop();
});

const timeout = 400_000;

test.concurrent(
  'nobody comes: told at 60 s, offered the ways out at 120 s, through two kills; then a ticket',
  {
    timeout,
  },
  () => nobodyComes(browser, waiting),
);

test.concurrent(
  'of two who accept at one instant, one has the guest and the other is told who, 50 times',
  {
    timeout,
  },
  ({ expect }) => race(browser, racing, expect),
);

test.concurrent(
  'a message left is answered by e-mail, its answer comes back once, and its link opens the thread',
  {
    timeout,
  },
  () => answered(browser, absent),
);
