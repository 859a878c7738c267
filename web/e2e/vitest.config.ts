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
  },
});
