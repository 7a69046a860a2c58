import type { Peculiarity } from '../../model/server.ts';
import type { Setting } from '../../model/value.ts';
import type { Endpoint } from './javascript-endpoints.ts';
import { packageMemberOf } from './javascript-packages.ts';
import { callAt, originOf, type Program, type Spot } from './javascript-program.ts';
import { functionKey, type Reached } from './javascript-reach.ts';
import type { CallNote, JavaScriptModule } from './javascript-syntax.ts';

interface Site {
  readonly module: JavaScriptModule;
  readonly call: CallNote;
}

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
    return [
      { check: 'transport-reused', at: endpoint.call.at, saw: 'transport', related: [{ ...handling.call.at, label }] },
    ];
  }
  return shared ? [] : inside.flatMap((site) => connected(program, site, inside, reached) ?? []).slice(0, 1);
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
  const closes = inside.some((site) => site.call.callee.kind === 'member' && site.call.callee.property === 'close');
  const related = [{ ...making.at, label: 'the one server' }];
  return { check: 'transport-reused', at: call.at, saw: closes ? 'server, closed' : 'server', related };
}

/** An instance of the SDKs' servers. */
function isServer(program: Program, spot: Spot): boolean {
  const call = callAt(spot);
  if (call?.isNew !== true) return false;
  const made = packageMemberOf(program, { module: spot.module, expression: call.callee });
  return made !== undefined && /^(?:Mcp)?Server$/.test(made.name) && made.package.startsWith('@modelcontextprotocol/');
}
