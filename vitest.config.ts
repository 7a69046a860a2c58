import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    dir: 'test',
    // Property tests and the schema generator take seconds on a busy machine.
    testTimeout: 60_000,
    // So does the build.
    hookTimeout: 60_000,
    // Many files wait for servers and clocks more than they work: two at a time, even on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Of the concurrent suites, which start servers: as many at once as are worth their while.
    maxConcurrency: Math.max(3, availableParallelism()),
    // Nobody's own AWS account is looked at.
    env: {
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null/credentials',
      AWS_CONFIG_FILE: '/dev/null/config',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_PROFILE: '',
      AWS_ACCESS_KEY_ID: '',
      // The SDK says at each start that releases of 2027 need a newer Node.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    setupFiles: ['test/support/seed.ts'],
  },
});
