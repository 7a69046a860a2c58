import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import { runCheck } from '../src/engine/run.ts';
import { sourceOfCheck } from '../src/engine/select.ts';
import type { Sheet } from '../src/engine/collect.ts';
import { collectors } from '../src/facts/index.ts';
import type { Rehearsal } from '../src/model/rehearsal.ts';
import type { Outcome } from '../src/model/report.ts';
import { openStage } from '../src/rehearse/stage.ts';
import { send } from '../src/world/http.ts';
import { freePort } from './support/port.ts';
import { casesOf, describeOutcome, expectedOf, projectOf, promiseOf, recordedOf, watched } from './support/case.ts';

const live = checks.filter((check) => sourceOfCheck(check, collectors) === 'live');

let started: ChildProcess | undefined;
afterEach(() => {
  started?.kill('SIGKILL');
});

describe.each(live.map((check) => ({ id: check.id, check })))('$id', ({ id, check }) => {
  const cases = casesOf(id);
  const seen = new Set<string>();

  it.each(cases)('%s', async (name) => {
    const sheet: Sheet = recordedOf(id, name) ?? { rehearsal: { ok: true, value: await rehearsalOf(id, name) } };
    const outcome = runCheck(watched(check, seen), sheet);
    await expect(steady(describeOutcome(check, outcome))).toMatchFileSnapshot(expectedOf(id, name));
    expect(outcome.status).toBe(promiseOf(name));
    // A fault is found by its own check and by no other; a server that is right is found by none.
    const all = live.map((one) => runCheck(one, sheet));
    expect(failed(all)).toEqual(outcome.status === 'fail' ? [id] : []);
    expect(all.filter(({ status }) => status === 'crashed')).toEqual([]);
  });

  it('has a case that fails and one that passes', () => {
    expect(cases.some((name) => name.startsWith('fails'))).toBe(true);
    expect(cases.some((name) => name.startsWith('passes'))).toBe(true);
  });

  it('needs exactly the facts that it reads', () => {
    expect([...seen].toSorted()).toEqual([...check.needs, ...(check.also ?? [])].toSorted());
  });
});

function failed(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.flatMap(({ status, check }) => (status === 'fail' ? [check.id] : []));
}

/** What the server of a case does when AgentCore is played towards it. */
async function rehearsalOf(id: string, name: string): Promise<Rehearsal> {
  const port = await freePort();
  started = spawn(process.execPath, ['server.mjs'], {
    cwd: projectOf(id, name),
    env: { PORT: String(port) },
    stdio: 'inherit',
  });
  const url = `http://127.0.0.1:${port}/mcp`;
  for (let turn = 0; turn < 200; turn++) {
    const answer = await send({
      method: 'GET',
      url: `http://127.0.0.1:${port}/up`,
      headers: { host: `localhost:${port}` },
      limitMs: 1000,
    });
    if (answer.kind === 'response') break;
    await sleep(20);
  }
  const tool = id === 'blocked-while-tool-runs' ? { name: 'next_tide', arguments: {} } : undefined;
  const stage = openStage({ root: '.', url, tool, install: false, environment: {}, limitMs: 5000 });
  return stage.play({ ok: false, gap: { because: 'It runs already.' } });
}

/** Without what is different each time; which of several requests at once comes first is, too. */
function steady(text: string): string {
  return text
    .replaceAll(/\b\d+ ms\b/g, 'N ms')
    .replaceAll(/(127\.0\.0\.1|0\.0\.0\.0):\d+/g, '$1:PORT')
    .replaceAll(/at-once-\d/g, 'at-once-N')
    .replaceAll(/at once \d fails?/g, 'at once N fail');
}
