import { defineConfig } from 'vitest/config';

// One project, threads: the suites share nothing but the disk, and each makes its own temporary folder.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    pool: 'threads',
    // For what hangs. What is only slow ends as soon as it is there, however busy the machine is.
    testTimeout: 60_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
    // A bench is one company for all, put back before each file.
    fileParallelism: !process.env['VA_FLOW_SITE'],
    reporters: ['default'],
  },
});
