import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BedrockAgentCoreControlClient, CreateAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore-control';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect } from '../src/engine/collect.ts';
import { runCheck } from '../src/engine/run.ts';
import { checks } from '../checks/index.ts';
import { collectors } from '../src/facts/index.ts';
import type { Issuer } from '../src/model/token.ts';
import { makeIssuer } from '../src/rehearse/door/issuer.ts';
import { fetchDocument } from '../src/world/fetch.ts';
import { openWorld } from '../src/world/index.ts';
import { run as runBuilt } from './account/look.ts';
import { clientFor, environmentFor } from './emulators/aws.ts';
import { emulator } from './emulators/emulators.ts';
import { openRefusingProxy } from './stand-ins/refusing-proxy/proxy.ts';
import { openAgentCore } from './stand-ins/agentcore/stand-in.ts';
import { folderWith } from './support/run.ts';

// Issuers as they answer over HTTP: well, wrongly, and not at all.

let server: Server;
let url = '';
const pages = new Map<string, (response: ServerResponse) => void>();
beforeAll(async () => {
  server = createServer((request, response) => {
    const page = pages.get(request.url ?? '');
    if (page !== undefined) return page(response);
    response.writeHead(404).end('{}');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const SUFFIX = '/.well-known/openid-configuration';

/** Lets the issuer of a name answer with this, and gives its discovery URL. */
function issuerNamed(name: string, document: object | string, status = 200): string {
  const body = typeof document === 'string' ? document : JSON.stringify(document);
  pages.set(`/${name}${SUFFIX}`, (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  return `${url}/${name}${SUFFIX}`;
}

function manifestOf(discoveryUrl: string): string {
  return `agents:
  tides:
    name: tides
    entrypoint: server.py
    authorizer_configuration:
      customJWTAuthorizer:
        discoveryUrl: ${discoveryUrl}
        allowedClients:
          - boat
`;
}

interface Asked {
  readonly issuer: Issuer | undefined;
  readonly found: { readonly [check: string]: string };
}

/** What is learnt of an issuer, and what the checks make of it. */
async function askedAt(discoveryUrl: string): Promise<Asked> {
  const root = folderWith({ '.bedrock_agentcore.yaml': manifestOf(discoveryUrl) });
  const before = { runtimes: { ok: true, value: { runtimes: [] } } } as const;
  const sheet = await collect(['manifests', 'issuers', 'runtimes'], collectors, openWorld({ root }), before);
  const own = checks.filter(({ id }) => ['discovery-unreachable', 'issuer-mismatch', 'jwks-unusable'].includes(id));
  const found = Object.fromEntries(own.map((check) => [check.id, runCheck(check, sheet).status]));
  return { issuer: sheet.issuers?.ok === true ? sheet.issuers.value.issuers[0] : undefined, found };
}

function statuses(discovery: string, issuer: string, jwks: string): Asked['found'] {
  return { 'discovery-unreachable': discovery, 'issuer-mismatch': issuer, 'jwks-unusable': jwks };
}

describe('an issuer', () => {
  it('that answers well passes', async () => {
    const made = await makeIssuer(`${url}/well`);
    for (const [path, document] of Object.entries(made.documents))
      pages.set(path, (response) => void response.writeHead(200).end(JSON.stringify(document)));
    const { issuer, found } = await askedAt(made.discoveryUrl);
    expect(found).toEqual(statuses('pass', 'pass', 'pass'));
    expect(JSON.stringify(issuer)).not.toMatch(/"(?:n|e|x5c)":/);
  });

  it.each<[name: string, document: object | string, status: number, Asked['found']]>([
    ['missing', {}, 404, statuses('fail', 'not-applicable', 'not-applicable')],
    ['html', '<html></html>', 200, statuses('fail', 'not-applicable', 'not-applicable')],
    ['nameless', { jwks_uri: 'https://x.example' }, 200, statuses('fail', 'not-applicable', 'not-applicable')],
    ['broken', {}, 503, statuses('unknown', 'not-applicable', 'not-applicable')],
    ['guarded', {}, 403, statuses('unknown', 'not-applicable', 'not-applicable')],
    ['other', { issuer: 'https://login.ebbs.example' }, 200, statuses('pass', 'fail', 'fail')],
  ])('that is %s is judged by what it says', async (name, document, status, wanted) => {
    expect((await askedAt(issuerNamed(name, document, status))).found).toEqual(wanted);
  });

  it('whose keys are missing, empty or for encryption has none to check with', async () => {
    const keys: { readonly [name: string]: object } = {
      empty: { keys: [] },
      sealing: { keys: [{ kty: 'RSA', use: 'enc', kid: 'e' }] },
      secret: { keys: [{ kty: 'oct', kid: 's' }] },
    };
    for (const name of ['gone', ...Object.keys(keys)]) {
      const jwks = `${url}/${name}/jwks`;
      if (name !== 'gone') pages.set(`/${name}/jwks`, (response) => void response.end(JSON.stringify(keys[name])));
      const discovery = issuerNamed(name, { issuer: `${url}/${name}`, jwks_uri: jwks });
      expect([name, (await askedAt(discovery)).found]).toEqual([name, statuses('pass', 'pass', 'fail')]);
    }
  });

  it('that nobody answers for cannot be judged from here', async () => {
    expect((await askedAt(`http://127.0.0.1:9/x${SUFFIX}`)).found['discovery-unreachable']).toBe('unknown');
    expect((await askedAt(`https://nobody.invalid/x${SUFFIX}`)).found['discovery-unreachable']).toBe('unknown');
  });

  it('is followed where it sends on, a few times, and not out of HTTPS', async () => {
    const sendOn = (from: string, to: string): void =>
      void pages.set(from, (response) => void response.writeHead(302, { location: to }).end());
    sendOn('/moved', '/here');
    pages.set('/here', (response) => void response.end('{"issuer":"x"}'));
    expect(await fetchDocument(`${url}/moved`)).toMatchObject({ status: 200, message: { issuer: 'x' } });
    sendOn('/round', '/round');
    expect(await fetchDocument(`${url}/round`)).toMatchObject({ status: 302 });
    sendOn('/out', 'http://169.254.169.254/latest');
    expect(await fetchDocument(`${url}/out`)).toMatchObject({ kind: 'none', detail: 'only HTTPS is asked' });
  });

  it('that does not finish is not waited for', async () => {
    pages.set('/slow', (response) => void response.writeHead(200).write('{'));
    const answer = await fetchDocument(`${url}/slow`);
    expect(answer).not.toHaveProperty('message');
    expect(answer.totalMs).toBeLessThan(8000);
  });
});

describe('token --arn', () => {
  it('holds the token against the authorizer of the runtime, and says where there is none', async (context) => {
    const aws = await emulator(context, 'ministack');
    const core = await openAgentCore();
    const proxy = await openRefusingProxy({ default: aws.url, 'bedrock-agentcore-control': core.url });
    try {
      const control = new BedrockAgentCoreControlClient(clientFor(core));
      const made = await makeIssuer(`${url}/deployed`);
      for (const [path, document] of Object.entries(made.documents))
        pages.set(path, (response) => void response.end(JSON.stringify(document)));
      const create = async (agentRuntimeName: string, more: object): Promise<string> => {
        const { agentRuntimeArn } = await control.send(
          new CreateAgentRuntimeCommand({
            agentRuntimeName,
            roleArn: 'arn:aws:iam::111122223333:role/tides',
            agentRuntimeArtifact: {
              containerConfiguration: { containerUri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/tides:1' },
            },
            networkConfiguration: { networkMode: 'PUBLIC' },
            ...more,
          }),
        );
        return agentRuntimeArn ?? '';
      };
      const jwt = { discoveryUrl: made.discoveryUrl, allowedClients: ['boat'] };
      const guarded = await create('tides', { authorizerConfiguration: { customJWTAuthorizer: jwt } });
      const open = await create('ebbs', {});
      const token = await made.token({ kind: 'access', clientId: 'boat' });
      const look = (arn: string, held: string) =>
        runBuilt(['token', folderWith({}), '--arn', arn], { ...environmentFor(proxy), BEARER_TOKEN: held });
      const right = await look(guarded, token);
      expect(right.out).toMatch(/The authorizer of runtime `tides-\w+` lets it in\./);
      expect(right.code).toBe(0);
      const wrong = await look(guarded, await made.token({ kind: 'id', clientId: 'boat' }));
      expect(wrong.out).toContain('refuses it. The token is an ID token');
      expect(wrong.code).toBe(1);
      const unguarded = await look(open, token);
      expect(unguarded.err).toContain('The runtime has no JWT authorizer, so no bearer token opens it.');
      expect(unguarded.code).toBe(2);
      for (const { out, err } of [right, wrong, unguarded]) expect(out + err).not.toContain(token.split('.')[2]);
    } finally {
      await proxy.close();
      await core.close();
    }
  });
});
