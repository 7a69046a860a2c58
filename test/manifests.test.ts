import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import { runCheck } from '../src/engine/run.ts';
import { manifests as collector } from '../src/facts/manifests.ts';
import type { Facts } from '../src/model/fact.ts';
import type { FileText, World } from '../src/model/world.ts';
import { isInside } from '../src/domain/text.ts';

const YAML = `default_agent: weather
agents:
  weather:
    name: weather
    entrypoint: server.py
    aws: {account: '111122223333', region: eu-west-1, execution_role: null, protocol_configuration: {server_protocol: MCP}}
    authorizer_configuration:
      customJWTAuthorizer: {discoveryUrl: 'https://login.example/.well-known/openid-configuration', allowedClients: [a]}
    request_header_configuration: {requestHeaderAllowlist: [X-A]}
`;
const JSON_TEXT = `{ "name": "skywatch", "version": 1, "runtimes": [{ "name": "weather", "build": "CodeZip", "entrypoint": "main.py",
  "codeLocation": "app/", "runtimeVersion": "PYTHON_3_13", "envVars": [{ "name": "A", "value": "b" }], "authorizerType": "CUSTOM_JWT",
  "authorizerConfiguration": { "customJwtAuthorizer": { "discoveryUrl": "x", "customClaims": [{}] } },
  "lifecycleConfiguration": { "maxLifetime": 60 } }], "onlineEvalConfigs": [{ "agent": "weather" }] }
`;
const FILES: Record<string, string> = {
  '.bedrock_agentcore.yaml': YAML,
  'agentcore/agentcore.json': JSON_TEXT,
  'agentcore/aws-targets.json': '[{ "name": "default", "account": "111122223333", "region": "eu-west-1" }]',
  'other/.agentcore/config.json':
    '{ "name": "weather", "entrypoint": "server.py", "authorizer": { "type": "x", "discoveryUrl": "y" } }',
  'other/.bearer_token': 'abc',
};

describe('Manifests of any kind', () => {
  it('crash neither their readers nor the checks', async () => {
    const path = fc.constantFrom(...Object.keys(FILES));
    const edit = fc.tuple(
      fc.nat(900),
      fc.nat(20),
      fc.constantFrom('', ':', 'null', '[]', '{}', '"', "'", '- ', 'x: ', '*a', '7', ',', '\n'),
    );
    await fc.assert(
      fc.asyncProperty(path, fc.array(edit, { minLength: 1, maxLength: 4 }), async (name, edits) => {
        const text = edits.reduce(
          (before, [at, length, put]) => before.slice(0, at) + put + before.slice(at + length),
          FILES[name] ?? '',
        );
        expect(await faultsIn({ ...FILES, [name]: text })).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('keep no secret', async () => {
    const secret = '0k1l2m3n4o5p6q7r8s9t0u1v2w3x4y5z';
    const value = await collected({
      '.bedrock_agentcore.yaml': `${YAML}    oauth_configuration: {client_secret: ${secret}}\n`,
      '.env': `CLIENT_SECRET=${secret}\n`,
    });
    expect(value.secrets).toHaveLength(2);
    expect(JSON.stringify(value)).not.toContain(secret);
  });
});

/** What goes wrong in the checks that are about manifests alone: crashes, and places outside the files. */
async function faultsIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const value = await collected(files);
  const alone = checks.filter(({ needs }) => needs.length === 1 && needs[0] === 'manifests');
  return alone.flatMap((check) => {
    const outcome = runCheck(check, { manifests: { ok: true, value } });
    if (outcome.status === 'crashed') return [outcome.error];
    const places = outcome.status === 'fail' ? outcome.findings.map(({ at }) => at) : [];
    return places.flatMap((at) =>
      at.kind === 'file' && !isInside(at.range, files[at.path] ?? '') ? [JSON.stringify(at)] : [],
    );
  });
}

async function collected(files: Readonly<Record<string, string>>): Promise<Facts['manifests']> {
  const look = async (path: string): Promise<FileText> => ({ ok: true, text: files[path] ?? '' });
  const list = Object.keys(files).toSorted();
  const world: World = {
    name: '.',
    agent: undefined,
    list: async () => list,
    read: look,
    glance: look,
    parser: () => Promise.reject(new Error('no source is parsed here')),
  };
  return collector.collect({ project: { name: '.', files: list } }, world);
}
