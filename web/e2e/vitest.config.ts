import { defineConfig } from 'vitest/config';

// Browser tests against the built binary. Two files at a time: most of a browser test is waiting, and two cores carry no
// more servers and browsers than that.
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['*.e2e.ts'],
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 90_000,
    retry: 0,
    // What is polled for passes through a server, a stream and a page: on a busy machine that takes more than a second.
    expect: { poll: { timeout: 15_000 } },
  },
});
