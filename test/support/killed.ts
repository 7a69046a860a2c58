import { join } from 'node:path';
import { build } from 'esbuild';
import { folderWith } from './run.ts';

/** Kills the process before the n-th call that touches the disk, or that the program itself counts by `step()`. */
const KILLER = `
const fs = require('node:fs');
let left = Number(process.env.KILL_AT);
globalThis.step = () => {
  if (--left === 0) process.kill(process.pid, 'SIGKILL');
};
for (const name of ['mkdirSync', 'rmSync', 'openSync', 'writeSync', 'fchmodSync', 'fsyncSync', 'closeSync', 'renameSync', 'chownSync']) {
  const real = fs[name];
  fs[name] = (...given) => {
    globalThis.step();
    return real(...given);
  };
}
`;

/** Bundles a program of this project's modules; the words behind `node` that start it, to be killed at step `KILL_AT`. */
export async function killable(program: string): Promise<readonly string[]> {
  const tools = folderWith({ 'killer.cjs': KILLER });
  const outfile = join(tools, 'program.cjs');
  await build({
    stdin: { contents: program, resolveDir: '.', loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  });
  return ['--require', join(tools, 'killer.cjs'), outfile];
}
