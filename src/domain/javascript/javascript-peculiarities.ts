import type { Peculiarity } from '../../model/server.ts';
import type { Setting } from '../../model/value.ts';
import type { Route } from './javascript-apps.ts';
import { callSiteOf, type Endpoint, optionOf, statelessOf } from './javascript-endpoints.ts';
import { originOf, type Program } from './javascript-program.ts';
import { functionKey } from './javascript-reach.ts';
import { servingOf } from './javascript-renewal.ts';
import { reuseOf } from './javascript-reuse.ts';
import type { Service } from './javascript-service.ts';

/** What only one check understands of an endpoint. */
export function peculiaritiesOf(program: Program, endpoint: Endpoint, service: Service): readonly Peculiarity[] {
  const stateless = statelessOf(program, endpoint);
  const open = openRoute(program, service);
  return [
    ...reuseOf(program, endpoint, service.reached, stateless).flatMap((shared) => withStream(shared, open)),
    ...openStreams(endpoint, open, stateless),
    ...rejecting(program, endpoint),
    ...local(program, endpoint),
  ];
}

/** A server over standard input, where it can be told how it would answer HTTP requests. */
function local(program: Program, endpoint: Endpoint): readonly Peculiarity[] {
  if (endpoint.kind !== 'stdio' || endpoint.library !== '@modelcontextprotocol/sdk') return [];
  const edits = servingOf(program, endpoint);
  return edits === undefined ? [] : [{ check: 'transport-not-http', at: endpoint.call.at, saw: 'stdio', edits }];
}

/** `createMcpHandler(factory, { legacy: 'reject' })`, unless the program sends older clients elsewhere first. */
function rejecting(program: Program, { kind, module, call }: Endpoint): readonly Peculiarity[] {
  if (kind !== 'handler') return [];
  const option = optionOf(program, module, call, 1, 'legacy');
  const rejects = option.kind === 'given' && option.outcome.kind === 'known' && option.outcome.value === 'reject';
  const routed = program.modules.some(({ imports }) =>
    imports.some(({ name }) => name === 'isLegacyRequest' || name === 'legacyStatelessFallback'),
  );
  if (!rejects || routed) return [];
  const edits = leftOut(program, { module, call });
  return [{ check: 'legacy-clients-rejected', at: option.entry.at, saw: "legacy: 'reject'", ...edits }];
}

/** The option goes, from the call or from the object that is passed to it. */
function leftOut(program: Program, { module, call }: Pick<Endpoint, 'module' | 'call'>): Pick<Peculiarity, 'edits'> {
  const [, options] = call.arguments;
  const drop = ['legacy'];
  if (options?.kind === 'object') return { edits: [{ kind: 'call', at: call.at, drop }] };
  const origin = options === undefined ? undefined : originOf(program, { module, expression: options });
  return origin?.expression.kind === 'object' ? { edits: [{ kind: 'members', at: origin.expression.at, drop }] } : {};
}

/** Without a session, a stream would be of no use any more: the route that opens one changes, too. */
function withStream(shared: Peculiarity, open: Route | undefined): readonly Peculiarity[] {
  if (shared.check !== 'not-stateless' || open === undefined) return [shared];
  const { methods, module, call, app } = open;
  return methods === 'all' ? [{ ...shared, call: callSiteOf(module, call), framework: app.framework }] : [];
}

/** The route by which GET requests come to an endpoint. */
function openRoute(program: Program, { routes, reached }: Service): Route | undefined {
  const tellsMethods = program.modules.some((module) =>
    module.compared.some(
      ({ text, scope }) => !text.startsWith('/') && reached.functions.has(functionKey({ module, index: scope })),
    ),
  );
  return tellsMethods
    ? undefined
    : routes.find(({ methods, call }) => methods === 'all' || call.callee.text.endsWith('.get'));
}

/** GET requests that come to a stateless transport: it opens a stream on which nothing is ever sent. */
function openStreams({ kind }: Endpoint, open: Route | undefined, stateless: Setting<boolean>): readonly Peculiarity[] {
  if (kind !== 'streamable' || stateless.kind === 'unclear' || !stateless.value || open === undefined) return [];
  const { call, module, app } = open;
  return [
    {
      check: 'get-stream-left-open',
      at: call.calleeAt,
      saw: call.callee.text,
      call: callSiteOf(module, call),
      framework: app.framework,
    },
  ];
}
