// `npm run truth`: the whole matrix; `-- --only fastmcp@2.12,mcp@1.23` some of it. Exit code 1 when anything disagrees.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { only: { type: 'string' }, 'at-once': { type: 'string' }, core: { type: 'boolean' } },
});
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const env = {
  ...process.env,
  TRUTH: values.core ? 'core' : 'all',
  ...(values.only && { TRUTH_ONLY: values.only }),
  ...(values['at-once'] && { TRUTH_AT_ONCE: values['at-once'] }),
};
const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/truth', '--disable-console-intercept'], {
  stdio: 'inherit',
  env,
});
process.exitCode = status === 0 ? 0 : 1;
