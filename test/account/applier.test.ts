import fc from 'fast-check';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { commitChanges, planChanges, undoLastChanges } from '../../src/apply/cloud/commit.ts';
import { cloudJournal } from '../../src/apply/cloud/journal.ts';
import { kinds } from '../../src/apply/cloud/kinds.ts';
import type { CloudChange, CloudResource } from '../../src/model/change.ts';
import { Failure } from '../../src/model/failure.ts';
import type { Json } from '../../src/model/json.ts';
import type { Paint } from '../../src/model/report.ts';
import { describePlan } from '../../src/report/account-fixed.ts';
import { openAws, type RealAws } from '../../src/world/aws/index.ts';
import { ACCOUNT, environmentFor, REGION } from '../emulators/aws.ts';
import { type AgentCore, openAgentCore } from '../stand-ins/agentcore/stand-in.ts';
import type { Fault } from '../stand-ins/refusing-proxy/faults.ts';
import { openRefusingProxy, type RefusingProxy } from '../stand-ins/refusing-proxy/proxy.ts';
import { killable } from '../support/killed.ts';
import { folderWith } from '../support/run.ts';

// What a fix writes to an account: nothing but what it means to, whatever goes wrong, and it can be taken back.

const SECRET = 'hunter2-of-the-tides';
const FLAG = '/metadataConfiguration/requireMMDSV2';
const DOCUMENT = {
  agentRuntimeArtifact: {
    containerConfiguration: { containerUri: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/weather:1` },
  },
  roleArn: `arn:aws:iam::${ACCOUNT}:role/AmazonBedrockAgentCoreWeather`,
  networkConfiguration: { networkMode: 'PUBLIC' },
  protocolConfiguration: { serverProtocol: 'MCP' },
  metadataConfiguration: { requireMMDSV2: false },
  environmentVariables: { TIDE_PASSWORD: SECRET },
};

const same = (said: string): string => said;
const UNPAINTED: Paint = {
  severity: (_, said) => said,
  strong: same,
  faint: same,
  place: same,
  added: same,
  removed: same,
  tint: (_, said) => said,
  width: undefined,
};

/** Two runtimes behind the refusing proxy, and the door to them. */
interface Place {
  readonly core: AgentCore;
  readonly proxy: RefusingProxy;
  readonly aws: RealAws;
  readonly ids: readonly string[];
  readonly state: string;
  readonly folder: string;
}

const opened: { readonly close: () => Promise<void> }[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const one of opened.splice(0)) await one.close();
});

async function open(names: readonly string[] = ['weather', 'tides']): Promise<Place> {
  const core = await openAgentCore();
  const proxy = await openRefusingProxy(core.url);
  opened.push(proxy, core);
  const ids = names.map((name) => core.seed({ name, document: DOCUMENT }).split('/').at(-1) ?? '');
  const state = folderWith({});
  const aws = doorTo(proxy);
  return { core, proxy, aws, ids, state, folder: cloudJournal(state, ACCOUNT) };
}

/** The SDK looks for credentials and endpoints in the environment of the process. */
function doorTo(proxy: RefusingProxy): RealAws {
  const environment = environmentFor(proxy);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return openAws({ environment });
}

function runtime(id: string): CloudResource {
  return { type: 'agent-runtime', id, region: REGION };
}

function flagOn(id: string): CloudChange {
  return { kind: 'cloud', resource: runtime(id), pointer: FLAG, expect: false, put: true };
}

/** What `GetAgentRuntime` says, without what the service itself adds to each version. */
async function shown(id: string, aws: RealAws): Promise<{ readonly [member: string]: Json }> {
  const input = { agentRuntimeId: id };
  const answer = await aws.ask({ service: 'bedrock-agentcore-control', operation: 'GetAgentRuntime', input });
  if (!answer.ok) throw new Error(answer.message);
  const { agentRuntimeVersion: _, lastUpdatedAt: __, ...rest } = Object(answer.value);
  return rest;
}

async function change({ aws, folder }: Place, changes: readonly CloudChange[]): Promise<void> {
  const planned = await Promise.all(changes.map((one) => planChanges(one.resource, [one], aws)));
  await commitChanges(planned, { account: ACCOUNT, folder, aws });
}

const flags = async ({ ids, aws }: Place): Promise<readonly unknown[]> =>
  Promise.all(ids.map(async (id) => Object(await shown(id, aws))['metadataConfiguration'].requireMMDSV2));

/** A member or a value that no model of the API knows may stand anywhere. */
const word = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,12}$/).map((name) => `x${name}`);
const anything = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);
const more = fc.record(
  {
    description: fc.string({ minLength: 1, maxLength: 40 }),
    environmentVariables: fc.dictionary(word, fc.string({ maxLength: 20 }), { maxKeys: 4 }),
    lifecycleConfiguration: fc.record({ idleRuntimeSessionTimeout: fc.nat(900), maxLifetime: fc.nat(28_800) }),
    requestHeaderConfiguration: fc.record({ requestHeaderAllowlist: fc.array(word, { maxLength: 3 }) }),
    filesystemConfigurations: fc.array(fc.dictionary(word, anything, { maxKeys: 2 }), { maxLength: 2 }),
    authorizerConfiguration: fc.constant({
      customJWTAuthorizer: {
        discoveryUrl: 'https://example.com/.well-known/openid-configuration',
        allowedClients: ['one'],
      },
    }),
  },
  { requiredKeys: [] },
);

describe('an update of a runtime', { timeout: 120_000 }, () => {
  it('changes the member that it is about and no other, and is taken back whole', async () => {
    const place = await open([]);
    const { core, aws, folder } = place;
    let number = 0;
    await fc.assert(
      fc.asyncProperty(more, fc.dictionary(word, anything, { maxKeys: 4 }), async (known, unknown) => {
        const name = `runtime${++number}`;
        const document = {
          ...DOCUMENT,
          ...known,
          ...unknown,
          metadataConfiguration: { requireMMDSV2: false, kept: 1 },
        };
        const id = core.seed({ name, document }).split('/').at(-1) ?? '';
        const before = await shown(id, aws);
        await change(place, [flagOn(id)]);
        expect(await shown(id, aws)).toEqual({ ...before, metadataConfiguration: { requireMMDSV2: true, kept: 1 } });
        await undoLastChanges(folder, ACCOUNT, aws);
        expect(await shown(id, aws)).toEqual(before);
      }),
      { numRuns: 40 },
    );
  });

  it('calls nothing but what its kind says that it calls', async () => {
    const place = await open();
    await change(place, place.ids.map(flagOn));
    await undoLastChanges(place.folder, ACCOUNT, place.aws);
    const writes = place.proxy.actions().filter((action) => !/:(?:Get|List)/.test(action));
    expect(writes).toEqual(['bedrock-agentcore:UpdateAgentRuntime']);
    expect(kinds['agent-runtime']?.writes).toEqual(expect.arrayContaining(writes));
  });

  it('is refused when another one changes the runtime after it was shown', async () => {
    const place = await open(['weather']);
    const [id = ''] = place.ids;
    const planned = [await planChanges(runtime(id), [flagOn(id)], place.aws)];
    const other: CloudChange = { kind: 'cloud', resource: runtime(id), pointer: '/description', put: 'by hand' };
    await change({ ...place, folder: join(place.state, 'another') }, [other]);
    const { aws, folder } = place;
    await expect(commitChanges(planned, { account: ACCOUNT, folder, aws })).rejects.toThrow(
      'has changed since it was shown',
    );
    expect([await flags(place), (await shown(id, aws))['description']]).toEqual([[false], 'by hand']);
  });

  it('is not taken back over a later change', async () => {
    const place = await open(['weather']);
    const [id = ''] = place.ids;
    await change(place, [flagOn(id)]);
    const other: CloudChange = { kind: 'cloud', resource: runtime(id), pointer: '/description', put: 'by hand' };
    await change({ ...place, folder: join(place.state, 'another') }, [other]);
    await expect(undoLastChanges(place.folder, ACCOUNT, place.aws)).rejects.toThrow('has changed since `fix` wrote it');
    expect(await flags(place)).toEqual([true]);
  });

  it('leaves no secret of the runtime in the journal or in what is shown, and the journal is its user’s only', async () => {
    const place = await open(['weather']);
    const [id = ''] = place.ids;
    const planned = [await planChanges(runtime(id), [flagOn(id)], place.aws)];
    expect(JSON.stringify(planned)).toContain(SECRET);
    const plan = describePlan(planned, UNPAINTED);
    expect(plan).toContain('UpdateAgentRuntime');
    expect(plan).not.toContain(SECRET);
    await commitChanges(planned, { account: ACCOUNT, folder: place.folder, aws: place.aws });
    const [name = ''] = readdirSync(place.folder);
    const file = join(place.folder, name);
    expect(readFileSync(file, 'utf8')).toContain('requireMMDSV2');
    expect(readFileSync(file, 'utf8')).not.toContain(SECRET);
    expect([statSync(file).mode & 0o777, statSync(place.folder).mode & 0o777]).toEqual([0o600, 0o700]);
  });
});

describe('a call that goes wrong', { timeout: 120_000 }, () => {
  const FAULTS: readonly (readonly [string, Fault])[] = [
    ['is throttled', { kind: 'throttled' }],
    ['fails', { kind: 'failed' }],
    ['breaks off before it is heard', { kind: 'reset', when: 'before' }],
    ['breaks off after it was carried out', { kind: 'reset', when: 'after' }],
    ['is denied', { kind: 'denied' }],
  ];
  const ACTIONS = ['bedrock-agentcore:GetAgentRuntime', 'bedrock-agentcore:UpdateAgentRuntime'];

  it.for(FAULTS.flatMap(([name, fault]) => ACTIONS.map((on) => [on, name, fault] as const)))(
    '%s %s: each runtime is old or new, and the journal takes all of it back',
    async ([on, , fault]) => {
      const place = await open();
      const { aws, folder, proxy } = place;
      const before = await Promise.all(place.ids.map((id) => shown(id, aws)));
      const planned = await Promise.all(place.ids.map((id) => planChanges(runtime(id), [flagOn(id)], aws)));
      // The first runtime is written, and what comes then goes wrong.
      const run = commitChanges(planned, {
        account: ACCOUNT,
        folder,
        aws: {
          ...aws,
          change: async (call) => {
            if (call.input['agentRuntimeId'] === place.ids[1]) proxy.play({ on, fault });
            return aws.change(call);
          },
        },
      });
      await expect(run).rejects.toThrow(Failure);
      expect(proxy.calls.some(({ action }) => action === on)).toBe(true);
      const calm = await openRefusingProxy(place.core.url);
      opened.push(calm);
      const again = doorTo(calm);
      const now = await flags({ ...place, aws: again });
      expect(now[0]).toBe(true);
      expect([true, false]).toContain(now[1]);
      await undoLastChanges(folder, ACCOUNT, again);
      expect(await Promise.all(place.ids.map((id) => shown(id, again)))).toEqual(before);
      expect(readdirSync(folder)).toEqual([]);
    },
  );
});

/** Each call of AWS is a step, as each call of the disk is. */
const PROGRAM = `
import { commitChanges, planChanges, undoLastChanges } from './src/apply/cloud/commit.ts';
import { openAws } from './src/world/aws/index.ts';
const { what, folder, account, changes } = JSON.parse(process.argv[2]);
const door = openAws({ environment: process.env });
const aws = {
  ...door,
  ask: (call) => (globalThis.step(), door.ask(call)),
  change: (call) => (globalThis.step(), door.change(call)),
};
async function main() {
  if (what === 'undo') return undoLastChanges(folder, account, aws);
  const planned = [];
  for (const one of changes) planned.push(await planChanges(one.resource, [one], aws));
  return commitChanges(planned, { account, folder, aws });
}
main().catch((error) => {
  process.stderr.write(error.message);
  process.exitCode = 1;
});
`;

describe('a run that is killed', { timeout: 400_000 }, () => {
  let words: readonly string[] = [];
  beforeAll(async () => {
    words = await killable(PROGRAM);
  }, 60_000);

  async function run(
    what: 'commit' | 'undo',
    { ids, folder, proxy }: Place,
    killAt: number,
  ): Promise<{ readonly ended: NodeJS.Signals | number | null; readonly said: string }> {
    const input = JSON.stringify({ what, folder, account: ACCOUNT, changes: ids.map(flagOn) });
    const child = spawn(process.execPath, [...words, input], {
      env: { PATH: process.env['PATH'], ...environmentFor(proxy), KILL_AT: String(killAt) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = new Promise<NodeJS.Signals | number | null>((resolve) => {
      child.once('close', (status, signal) => resolve(signal ?? status));
    });
    return { said: await text(child.stderr), ended: await ended };
  }

  it('is taken back whole wherever it is killed', async () => {
    const states = new Set<string>();
    for (let killAt = 1; ; killAt++) {
      const place = await open();
      const before = await Promise.all(place.ids.map((id) => shown(id, place.aws)));
      const { ended } = await run('commit', place, killAt);
      const now = await flags(place);
      states.add(now.join(' '));
      if (ended === 0) break;
      expect(ended).toBe('SIGKILL');
      const undone = await run('undo', place, 0);
      // Before there was a record, nothing was written.
      const nothing = undone.said.includes('is on record') && now.join(' ') === 'false false';
      expect(undone.ended === 0 || nothing, `killed at step ${killAt}: ${undone.said}`).toBe(true);
      expect(await Promise.all(place.ids.map((id) => shown(id, place.aws)))).toEqual(before);
    }
    expect([...states]).toEqual(['false false', 'true false', 'true true']);
  });

  it('finishes taking back what it was killed while taking back', async () => {
    const states = new Set<string>();
    for (let killAt = 1; ; killAt++) {
      const place = await open();
      const before = await Promise.all(place.ids.map((id) => shown(id, place.aws)));
      await change(place, place.ids.map(flagOn));
      const { ended } = await run('undo', place, killAt);
      states.add((await flags(place)).join(' '));
      if (ended === 0) break;
      expect(ended).toBe('SIGKILL');
      expect([0, 1]).toContain((await run('undo', place, 0)).ended);
      expect(await Promise.all(place.ids.map((id) => shown(id, place.aws)))).toEqual(before);
      expect(readdirSync(place.folder)).toEqual([]);
    }
    expect([...states]).toEqual(['true true', 'true false', 'false false']);
  });
});
