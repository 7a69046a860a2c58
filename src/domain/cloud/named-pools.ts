import type { CloudTarget, Named, NamedRuntime } from '../../model/cloud.ts';
import type { Json } from '../../model/json.ts';
import type { PoolAuthorizer } from '../../model/pool.ts';
import { userPoolIn } from './arns.ts';
import { listAt, memberAt, textAt } from './documents.ts';

/** A pool before anybody looked at it: who names it, and the app clients that belong to it as far as names tell. */
export interface PoolNames {
  readonly id: string;
  readonly region: string;
  readonly named: readonly Named[];
  readonly authorizers: readonly PoolAuthorizer[];
  readonly clients: readonly Named[];
  /** What authorizers list as audience: of Cognito's tokens, app clients, too. */
  readonly audience: readonly Named[];
}

interface Gathered {
  readonly id: string;
  readonly region: string;
  readonly named: Named[];
  readonly authorizers: PoolAuthorizer[];
  readonly clients: Named[];
  readonly audience: Named[];
}

/** Every pool that targets and the authorizers of deployed runtimes name, each once. */
export function poolNamesOf(
  targets: readonly CloudTarget[],
  runtimes: readonly NamedRuntime[],
  region: string | undefined,
): readonly PoolNames[] {
  const found = new Map<string, Gathered>();
  const poolAt = (id: string, where: string, named: Named): Gathered => {
    const known = found.get(id) ?? { id, region: where, named: [], authorizers: [], clients: [], audience: [] };
    found.set(id, known);
    addOnce(known.named, named);
    return known;
  };
  for (const target of targets) addTarget(target, region, poolAt);
  for (const runtime of runtimes) addRuntime(runtime, poolAt);
  return [...found.values()];
}

type PoolAt = (id: string, region: string, named: Named) => Gathered;

function addTarget({ agent, userPool, clients }: CloudTarget, region: string | undefined, poolAt: PoolAt): void {
  if (userPool === undefined) return;
  const where = regionOfPool(userPool.value) ?? region;
  if (where === undefined) return;
  const pool = poolAt(userPool.value, where, userPool);
  for (const client of clients) addOnce(pool.clients, client);
  const listed = clients.filter(({ at }) => at !== undefined).map(({ value }) => value);
  if (listed.length > 0) pool.authorizers.push({ of: `agent \`${agent}\``, clients: listed, audience: [] });
}

function addRuntime({ asked, state }: NamedRuntime, poolAt: PoolAt): void {
  if (state.kind !== 'there') return;
  const authorizer = memberAt(state.value.document, 'authorizerConfiguration', 'customJWTAuthorizer');
  const issuer = userPoolIn(textAt(authorizer, 'discoveryUrl') ?? '');
  if (issuer === undefined) return;
  const of = `runtime \`${asked}\``;
  const pool = poolAt(issuer.id, issuer.region, { value: issuer.id, from: `in the \`discoveryUrl\` of ${of}` });
  const clients = textsIn(authorizer, 'allowedClients');
  const audience = textsIn(authorizer, 'allowedAudience');
  pool.authorizers.push({ of, clients, audience });
  for (const value of clients) addOnce(pool.clients, { value, from: `in \`allowedClients\` of ${of}` });
  for (const value of audience) addOnce(pool.audience, { value, from: `in \`allowedAudience\` of ${of}` });
}

/** The id of a pool begins with its region: `eu-central-1_AbCdEfGhI`. */
export function regionOfPool(id: string): string | undefined {
  return /^([a-z]{2,4}(?:-[a-z]+)+-\d)_[0-9A-Za-z]+$/.exec(id)?.[1];
}

function textsIn(document: Json | undefined, member: string): readonly string[] {
  return listAt(document, member).filter((item) => typeof item === 'string');
}

function addOnce(names: Named[], name: Named): void {
  if (!names.some(({ value }) => value === name.value)) names.push(name);
}
