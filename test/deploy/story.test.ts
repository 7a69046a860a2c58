import { expect, it } from 'vitest';
import { run } from '../account/look.ts';
import { wholeAws } from '../stand-ins/aws.ts';

it('x', { timeout: 120_000 }, async (context) => {
  const aws = await wholeAws(context);
  const state = { ...aws.environment, XDG_STATE_HOME: `/tmp/lead/state${Date.now()}` };
  const yes = ['--yes', '--account', '111122223333'];
  for (const words of [['deploy', '--dry-run'], ['deploy', ...yes, '--test-user', 'tester@example.com'], ['deploy', ...yes, '--test-user', 'tester@example.com'], ['destroy', '--dry-run'], ['destroy', ...yes, '--logs'], ['destroy', ...yes]]) {
    const t = Date.now();
    const { code, out, err } = await run(words, state);
    console.log(words.join(' '), code, Date.now() - t, 'ms\nOUT', out, '\nERR', err);
  }
  expect(1).toBe(1);
});
