import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SignJWT } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { send } from '../../src/world/http.ts';
import { freePort } from '../support/port.ts';
import { folderWith } from '../support/run.ts';
import { TODAY } from './days.ts';
import { build } from './environment.ts';
import { ran } from './program.ts';
import { unlessUnavailable } from './unavailable.ts';

// The official client in Python, which shares nothing with the door, goes through it with the right token, and is told
// what AgentCore tells it with each wrong one.

const PROGRAM = resolve('dist/bin.cjs');
const SERVER = resolve('fixtures/checks/ping-rejected/passes/project/server.mjs');
const MANIFEST = `default_agent: tides
agents:
  tides:
    name: tides
    entrypoint: server.py
    deployment_type: container
    platform: linux/arm64
    aws:
      execution_role: null
      execution_role_auto_create: true
      account: "111122223333"
      region: eu-west-1
      network_configuration:
        network_mode: PUBLIC
      protocol_configuration:
        server_protocol: MCP
    authorizer_configuration:
      customJWTAuthorizer:
        discoveryUrl: https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab1Cd2Ef3/.well-known/openid-configuration
        allowedClients: [1h57kf5cpq17m0eml12abcdef]
`;

/** What the door says when it opens. */
interface Opening {
  readonly url: string;
  readonly issuer: string;
}

const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
});

describe.skipIf(!existsSync(PROGRAM))('the Python client at the front door', { timeout: 300_000 }, () => {
  it('goes through with an access token, and is refused with each other one', async (context) => {
    const built = await unlessUnavailable(context, () => build({ requirements: ['mcp==1.30.0'], before: TODAY }));
    if (!built.ok) throw new Error(built.because);
    const door = await openDoor(await startServer());
    const session = async (token: string): Promise<unknown> => {
      const words = [join(import.meta.dirname, 'session.py'), door.url, token];
      const { output } = await ran(join(built.environment.bin, 'python'), words);
      return JSON.parse(output.trim().split('\n').at(-1) ?? '');
    };
    const tokenOf = async (kind: string): Promise<string> => (await fetch(`${door.issuer}/token/${kind}`)).text();

    expect(await session(await tokenOf('access'))).toEqual({ tools: ['next_tide'], text: 'at noon' });
    expect(await session(await tokenOf('m2m'))).toEqual({ tools: ['next_tide'], text: 'at noon' });
    expect(await session(await tokenOf('id'))).toMatchObject({
      refused: { status: 401, body: { error: { code: -32001, message: mismatchOf('client_id') } } },
    });
    expect(await session('')).toMatchObject({
      refused: {
        status: 401,
        authenticate: expect.stringContaining('resource_metadata='),
        body: { error: { code: -32001 } },
      },
    });
    expect(await session('no.token')).toMatchObject({ refused: { status: 403 } });
    expect(await session(await forged(door.issuer))).toMatchObject({
      refused: { status: 401, body: { error: { code: -32001 } } },
    });
  });
});

function mismatchOf(claim: string): unknown {
  return expect.stringContaining(`Claim '${claim}' value mismatch with configuration`);
}

/** A token of the right shape that another key has signed. */
function forged(issuer: string): Promise<string> {
  const key = new TextEncoder().encode('a key that is nobody else’s, and long enough');
  return new SignJWT({ client_id: '1h57kf5cpq17m0eml12abcdef', token_use: 'access' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setExpirationTime('1h')
    .sign(key);
}

async function startServer(): Promise<string> {
  const port = await freePort();
  started.push(spawn(process.execPath, [SERVER], { env: { PORT: String(port) }, stdio: 'ignore' }));
  const url = `http://127.0.0.1:${port}/mcp`;
  for (let turn = 0; turn < 500; turn++) {
    if ((await send({ method: 'GET', url, headers: {}, limitMs: 1000 })).kind === 'response') return url;
    await sleep(20);
  }
  throw new Error('The server does not answer.');
}

/** Opens the door of the built program in front of a server that runs. */
async function openDoor(server: string): Promise<Opening> {
  const root = folderWith({ '.bedrock_agentcore.yaml': MANIFEST });
  const words = ['rehearse', root, '--serve', '0', '--issuer', '--url', server, '--format', 'json'];
  const child = spawn(process.execPath, [PROGRAM, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  let text = '';
  for (;;) {
    const [piece] = await once(child.stdout, 'data');
    text += String(piece);
    // It is written whole, and ends with the brace that it began with.
    if (/\n\}\s*$/.test(text)) return JSON.parse(text) as Opening;
  }
}
