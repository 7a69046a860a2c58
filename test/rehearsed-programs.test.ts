import { expect, it } from 'vitest';
import { runProgram } from '../src/rehearse/programs.ts';

it('a program that is interrupted has not failed', async () => {
  const reason = new Error('Interrupted.');
  const over = new AbortController();
  const running = runProgram(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { signal: over.signal });
  setTimeout(() => over.abort(reason), 50);
  await expect(running).rejects.toBe(reason);
});

it('a program that is not there ends as a shell says it', async () => {
  const { code, output } = await runProgram('no-such-program', []);
  expect(code).toBe(127);
  expect(output).toContain('no-such-program');
});
