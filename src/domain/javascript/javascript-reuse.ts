import type { Peculiarity } from '../../model/server.ts';
import type { Setting } from '../../model/value.ts';
import type { Endpoint } from './javascript-endpoints.ts';
import { packageMemberOf } from './javascript-packages.ts';
import { callAt, keyOf, originOf, type Program, type Spot } from './javascript-program.ts';
import { functionKey, type Reached } from './javascript-reach.ts';
import { connectionsOf, renewalOf, type Site } from './javascript-renewal.ts';

/** A transport or a server that one request leaves behind for the next one. `reached` is what a request runs. */
export function reuseOf(
  program: Program,
  endpoint: Endpoint,
  reached: Reached,
  stateless: Setting<boolean>,
): readonly Peculiarity[] {
  if (endpoint.kind !== 'streamable') return [];
  const inside = callsIn(program, reached);
  const handling = inside.find(({ call }) => call.callee.kind === 'member' && call.callee.property === 'handleRequest');
  const shared = !reached.functions.has(endpoint.madeIn) && reached.objects.has(endpoint.key);
  // The transport of `@hono/mcp` has code of its own, without that refusal.
  if (
    shared &&
    endpoint.member.package !== '@hono/mcp' &&
    handling !== undefined &&
    stateless.kind !== 'unclear' &&
    stateless.value
  ) {
    const label = 'every request comes here';
    const renewal = renewalOfTransport(program, endpoint, inside);
    return [
      {
        check: 'transport-reused',
        at: endpoint.call.at,
        saw: 'transport',
        related: [{ ...handling.call.at, label }],
        ...(renewal === undefined ? {} : { edits: renewal }),
      },
    ];
  }
  if (shared) return stateless.kind === 'set' && !stateless.value ? sessionless(program, endpoint, inside) : [];
  return inside.flatMap((site) => connected(program, site, inside, reached) ?? []).slice(0, 1);
}

/** A transport that keeps one session for all: how each request would have one without. */
function sessionless(program: Program, endpoint: Endpoint, inside: readonly Site[]): readonly Peculiarity[] {
  const { call } = endpoint;
  const options = call.arguments.find(({ kind }) => kind === 'object');
  // Whoever is told about sessions keeps them.
  const isTold = options?.kind === 'object' && options.entries.some(({ key }) => key.startsWith('onsession'));
  const edits = isTold ? undefined : renewalOfTransport(program, endpoint, inside, { sessionIdGenerator: 'undefined' });
  return edits === undefined ? [] : [{ check: 'not-stateless', at: call.at, saw: 'sessions', edits }];
}

/** What it takes to make the transport that answers, and the server that is connected to it, for each request. */
function renewalOfTransport(
  program: Program,
  { key, call, module }: Endpoint,
  inside: readonly Site[],
  options?: { readonly [name: string]: string },
): Peculiarity['edits'] {
  const [connection, second] = connectionsOf(program, key);
  if (connection?.module !== module || second !== undefined || connection.call.callee.kind !== 'member')
    return undefined;
  const answering = inside.filter(({ module: where, call: { callee } }) => {
    const origin =
      callee.kind === 'member' && callee.property === 'handleRequest'
        ? originOf(program, { module: where, expression: callee.object })
        : undefined;
    return origin !== undefined && keyOf(origin) === key;
  });
  return renewalOf(program, { module, expression: connection.call.callee.object }, answering, {
    transport: call.at,
    ...(options === undefined ? {} : { options }),
  });
}

function callsIn(program: Program, reached: Reached): readonly Site[] {
  return program.modules.flatMap((module) =>
    module.calls
      .filter(({ scope }) => reached.functions.has(functionKey({ module, index: scope })))
      .map((call) => ({ module, call })),
  );
}

/** `server.connect(transport)` in a handler, where the server was made once, outside. */
function connected(
  program: Program,
  { module, call }: Site,
  inside: readonly Site[],
  reached: Reached,
): Peculiarity | undefined {
  if (call.isNew || call.callee.kind !== 'member' || call.callee.property !== 'connect') return undefined;
  if (call.conditions.some(({ test }) => /connected/i.test(test.text))) return undefined;
  const made = originOf(program, { module, expression: call.callee.object });
  const making = made === undefined ? undefined : callAt(made);
  if (made === undefined || making === undefined || !isServer(program, made)) return undefined;
  if (reached.functions.has(functionKey({ module: made.module, index: making.scope }))) return undefined;
  const connecting = inside.filter(
    (other) =>
      other.call.callee.kind === 'member' &&
      other.call.callee.property === 'connect' &&
      originOf(program, { module: other.module, expression: other.call.callee.object })?.expression.at ===
        made.expression.at,
  );
  const edits = renewalOf(program, { module, expression: call.callee.object }, connecting);
  const closes = inside.some((site) => site.call.callee.kind === 'member' && site.call.callee.property === 'close');
  const related = [{ ...making.at, label: 'the one server' }];
  const saw = closes ? 'server, closed' : 'server';
  return { check: 'transport-reused', at: call.at, saw, related, ...(edits === undefined ? {} : { edits }) };
}

/** An instance of the SDKs' servers. */
function isServer(program: Program, spot: Spot): boolean {
  const call = callAt(spot);
  if (call?.isNew !== true) return false;
  const made = packageMemberOf(program, { module: spot.module, expression: call.callee });
  return made !== undefined && /^(?:Mcp)?Server$/.test(made.name) && made.package.startsWith('@modelcontextprotocol/');
}
