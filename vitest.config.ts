import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    dir: 'test',
    // Property tests and the schema generator take seconds on a busy machine.
    testTimeout: 60_000,
    // Of the concurrent suites, which start servers: as many at once as are worth their while.
    maxConcurrency: Math.max(3, availableParallelism()),
    setupFiles: ['test/support/seed.ts'],
  },
});
