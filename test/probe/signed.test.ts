import { beforeAll, describe, expect, it } from 'vitest';
import { openSigner } from '../../src/world/aws/sign.ts';
import { type AgentCore, openAgentCore } from '../stand-ins/agentcore/stand-in.ts';
import { run } from '../support/run.ts';
import { closeLater, endpointAt, serverOf, told, urlOf } from './deployed.ts';

// Requests signed with SigV4, to a stand-in that computes each signature again.

const SECRET = 'wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY';
const KEYS = { AWS_ACCESS_KEY_ID: '111122223333', AWS_SECRET_ACCESS_KEY: SECRET };
let core: AgentCore;
let arn = '';
let old = '';

beforeAll(async () => {
  core = await openAgentCore({ secretKey: SECRET });
  closeLater(core.close);
  const document = {
    protocolConfiguration: { serverProtocol: 'MCP' },
    metadataConfiguration: { requireMMDSV2: true },
    roleArn: 'arn:aws:iam::111122223333:role/tides',
  };
  arn = core.seed({ name: 'tides', account: '111122223333', region: 'eu-west-1', document });
  old = core.seed({
    name: 'old',
    account: '111122223333',
    region: 'eu-west-1',
    document: { ...document, metadataConfiguration: {} },
  });
  core.serve('tides', await serverOf('fixtures/checks/ping-rejected/passes/project/server.mjs'));
}, 30_000);

function endpoint(of = arn): ReturnType<typeof endpointAt> {
  return endpointAt(urlOf(core.url, encodeURIComponent(of)));
}

/** Credentials come from where every AWS tool finds them: the environment of the process. */
async function withKeys<T>(keys: { readonly [name: string]: string }, work: () => Promise<T>): Promise<T> {
  const before = Object.keys(keys).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, keys);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

const signer = (): ReturnType<typeof openSigner> => openSigner({ environment: KEYS, region: 'eu-west-1' }, 'eu-west-1');

describe('a runtime that takes AWS credentials', () => {
  it('lets signed requests in, those of the official client among them', async () => {
    const { probed, failed, unclear } = await withKeys(KEYS, () => told({ endpoint: endpoint(), signer }));
    expect({ failed, unclear, isHealthy: probed.isHealthy }).toEqual({ failed: [], unclear: [], isHealthy: true });
    expect(probed.probe.client?.tools).toEqual([{ name: 'next_tide' }]);
    expect(JSON.stringify(probed)).not.toContain(SECRET);
    expect(JSON.stringify(probed)).not.toMatch(/Signature=[0-9a-f]/);
  });

  it('refuses another secret, and that is said', async () => {
    const keys = { ...KEYS, AWS_SECRET_ACCESS_KEY: 'another' };
    const { failed, says } = await withKeys(keys, () => told({ endpoint: endpoint(), signer }));
    expect({ failed, says }).toEqual({
      failed: ['auth-refused'],
      says: expect.stringMatching(/does not let the caller in: 403 `.*signature we calculated does not match/),
    });
  });

  it('is proven to be of that kind where a token is refused and a signature is not', async () => {
    const token = {
      from: '`BEARER_TOKEN`',
      now: 0,
      text: () => 'eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.c2ln',
      verify: () => Promise.reject(new Error('not asked')),
    };
    const { failed, says } = await withKeys(KEYS, () => told({ endpoint: endpoint(), token, signer }));
    expect({ failed, says }).toEqual({
      failed: ['auth-family-mismatch'],
      says: expect.stringMatching(/a signed one is let in\.$/),
    });
  });

  it('is named where nothing was given to show', async () => {
    const { code, out } = await run(['probe', urlOf(core.url, encodeURIComponent(arn))]);
    expect(code).toBe(0);
    expect(out).toMatch(/What is behind the door was not asked: give a token/);
  });

  it('is reached by its ARN where the environment names another address, with the account behind it', async () => {
    const environment = { ...KEYS, AWS_ENDPOINT_URL: core.url, AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: core.url };
    const { code, out } = await withKeys(environment, () => run(['probe', arn, '--offline'], environment));
    expect(out).toMatch(/The official client met `tides`/);
    expect(code).toBe(0);
  });
});

describe('what is behind the door', () => {
  it.each([
    ['health-check', 'health-check-fails', /health check of the runtime fails: 200 with -32010/],
    ['initialization', 'runtime-fails-to-start', /reaches no running server in the runtime: 424/],
    ['gateway', 'runtime-fails-to-start', /reaches no running server in the runtime: 502/],
  ] as const)('fails by %s, and is named', async (mode, check, message) => {
    core.fail('tides', mode);
    try {
      const { failed, says } = await withKeys(KEYS, () => told({ endpoint: endpoint(), signer }));
      expect({ failed, says }).toEqual({ failed: [check], says: expect.stringMatching(message) });
    } finally {
      core.fail('tides', undefined);
    }
  });

  it('is an old runtime', async () => {
    const { failed, says, does } = await withKeys(KEYS, () => told({ endpoint: endpoint(old), signer }));
    expect({ failed, says }).toEqual({
      failed: ['runtime-fails-to-start'],
      says: expect.stringMatching(/not allowed to start: .*MMDSv2/),
    });
    expect(does).toMatch(/fix --cloud --review mmdsv2-required/);
  });

  it('is another region', async () => {
    const { failed } = await withKeys(KEYS, () =>
      told({ endpoint: endpoint(arn.replace('eu-west-1', 'us-east-1')), signer }),
    );
    expect(failed).toEqual(['endpoint-not-found']);
  });
});
