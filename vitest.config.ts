import { defineConfig } from 'vitest/config';

// One project, threads: the suites share nothing but the disk, and each makes its own temporary folder.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    pool: 'threads',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Polls end as soon as what they wait for is there; on a busy machine that takes longer than vitest's one second.
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
    reporters: ['default'],
  },
});
