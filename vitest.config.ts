import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/database.ts'],
    setupFiles: ['test/quick.ts'],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // Most of them wait for processes more than they compute.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
});
