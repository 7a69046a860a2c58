import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { type Probed, type ProbeCall, probeEndpoint } from '../../src/commands/probing.ts';
import { endpointOf } from '../../src/domain/probe/endpoint.ts';
import type { DoorConfig, JwtRules } from '../../src/model/door.ts';
import type { Endpoint } from '../../src/model/probe.ts';
import type { GivenToken } from '../../src/model/token.ts';
import { openDoor, type OpenDoor } from '../../src/rehearse/door/serve.ts';
import { send } from '../../src/world/http.ts';
import { verifySignature } from '../../src/world/token/signature.ts';
import { type FaultyLayer, openFaultyLayer } from '../stand-ins/faulty-layer.ts';
import { freePort } from '../support/port.ts';

export const ARN = 'arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/tides-Ab12Cd34Ef';
export const CLIENT = '1h57kf5cpq17m0eml12abcdef';

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

/** Has something closed when the tests of the file are over. */
export function closeLater(close: () => unknown): void {
  closing.push(close);
}

/** Starts a server of a fixture, in a process of its own. Its endpoint. */
export async function serverOf(script: string): Promise<string> {
  const port = await freePort();
  const child = spawn(process.execPath, [script], { env: { PORT: String(port) }, stdio: 'ignore' });
  closeLater(() => child.kill('SIGKILL'));
  for (let turn = 0; turn < 200; turn++) {
    const answer = await send({ method: 'GET', url: `http://127.0.0.1:${port}/up`, headers: {}, limitMs: 1000 });
    if (answer.kind === 'response') break;
    await sleep(20);
  }
  return `http://127.0.0.1:${port}/mcp`;
}

/** A runtime as clients see it: the front door, a real server behind it, and a layer that can go wrong before it. */
export interface Deployed {
  readonly door: OpenDoor;
  readonly layer: FaultyLayer;
  readonly endpoint: Endpoint;
  readonly token: (kind?: 'access' | 'id' | 'm2m', more?: object) => Promise<GivenToken>;
}

/** With rules it asks for tokens, with none for signatures. */
export async function deployed(
  server: string,
  rules: Partial<JwtRules> | 'none' = { allowedClients: [CLIENT] },
): Promise<Deployed> {
  const config: DoorConfig = {
    arn: ARN,
    allowedHeaders: [],
    ...(rules === 'none'
      ? {}
      : { rules: { discoveryUrl: 'https://replaced.example/.well-known/openid-configuration', ...rules } }),
  };
  const door = await openDoor({ config, server, port: 0, issuer: true });
  closeLater(door.close);
  const layer = await openFaultyLayer(door.origin);
  closeLater(layer.close);
  return {
    door,
    layer,
    endpoint: endpointAt(urlOf(layer.origin)),
    token: async (kind = 'access', more = {}) =>
      tokenGiven((await door.issuer?.token({ clientId: CLIENT, kind, ...more })) ?? ''),
  };
}

export function urlOf(origin: string, segment = encodeURIComponent(ARN)): string {
  return `${origin}/runtimes/${segment}/invocations?qualifier=DEFAULT`;
}

export function endpointAt(url: string): Endpoint {
  const addressed = endpointOf(url, {});
  if (!addressed.ok) throw new Error(addressed.gap.because);
  return addressed.endpoint;
}

export function tokenGiven(text: string): GivenToken {
  return {
    from: '`BEARER_TOKEN`',
    now: Math.floor(Date.now() / 1000),
    text: () => text,
    verify: (jwks) => verifySignature(text, jwks),
  };
}

/** What was found: the checks that failed, the first sentence of each, and what could not be told. */
export interface Told {
  readonly probed: Probed;
  readonly failed: readonly string[];
  readonly says: string;
  readonly does: string;
  readonly unclear: readonly string[];
}

/** What every probe of the stand-ins notes: their issuer registers nobody, and the door says where its metadata is. */
const NOTED = 'client-registration-unsupported';

export async function told(call: ProbeCall): Promise<Told> {
  const probed = await probeEndpoint({ limitMs: 20_000, ...call });
  const fails = probed.outcomes.flatMap((outcome) =>
    outcome.status === 'fail' && outcome.check.id !== NOTED ? [outcome] : [],
  );
  const [first] = fails.flatMap(({ check, findings }) => findings.map((finding) => ({ check, finding })));
  const crashed = probed.outcomes.filter(({ status }) => status === 'crashed');
  if (crashed.length > 0) throw new Error(JSON.stringify(crashed));
  return {
    probed,
    failed: fails.map(({ check }) => check.id),
    says: first?.finding.message ?? '',
    does: first?.finding.remedy ?? first?.check.remedy ?? '',
    unclear: probed.outcomes.flatMap((outcome) =>
      outcome.status === 'unknown' ? outcome.unclear.map(({ unclear }) => `${outcome.check.id}: ${unclear}`) : [],
    ),
  };
}
