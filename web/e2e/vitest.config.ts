import { defineConfig } from 'vitest/config';

// Browser tests against the built binary. One file at a time: two cores carry a server and a browser, not six.
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 90_000,
    retry: 0,
    // What is polled for passes through a server, a stream and a page: on a busy machine that takes more than a second.
    expect: { poll: { timeout: 15_000 } },
  },
});
