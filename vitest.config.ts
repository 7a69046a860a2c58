import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    dir: 'test',
    // Property tests and the schema generator take seconds on a busy machine.
    testTimeout: 60_000,
    setupFiles: ['test/support/seed.ts'],
  },
});
