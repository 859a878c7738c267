import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', development: false, importSource: '#view' } },
  test: {
    include: ['**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Each file brings its own server, browser and ports; more of them at once would only wait for each other.
    maxWorkers: 2,
    // Polling waits for a condition; how long a busy machine takes to reach it is no part of a test.
    expect: { poll: { timeout: 15_000 } },
  },
});
