import type { Peculiarity } from '../../model/server.ts';
import type { Setting } from '../../model/value.ts';
import { callSiteOf, type Endpoint, optionOf, statelessOf } from './javascript-endpoints.ts';
import type { Program } from './javascript-program.ts';
import { functionKey } from './javascript-reach.ts';
import { reuseOf } from './javascript-reuse.ts';
import type { Service } from './javascript-service.ts';

/** What only one check understands of an endpoint. */
export function peculiaritiesOf(program: Program, endpoint: Endpoint, service: Service): readonly Peculiarity[] {
  const stateless = statelessOf(program, endpoint);
  return [
    ...reuseOf(program, endpoint, service.reached, stateless),
    ...openStreams(program, endpoint, service, stateless),
    ...rejecting(program, endpoint),
  ];
}

/** `createMcpHandler(factory, { legacy: 'reject' })`, unless the program sends older clients elsewhere first. */
function rejecting(program: Program, { kind, module, call }: Endpoint): readonly Peculiarity[] {
  if (kind !== 'handler') return [];
  const option = optionOf(program, module, call, 1, 'legacy');
  const rejects = option.kind === 'given' && option.outcome.kind === 'known' && option.outcome.value === 'reject';
  const routed = program.modules.some(({ imports }) =>
    imports.some(({ name }) => name === 'isLegacyRequest' || name === 'legacyStatelessFallback'),
  );
  return rejects && !routed ? [{ check: 'legacy-clients-rejected', at: option.entry.at, saw: "legacy: 'reject'" }] : [];
}

/** GET requests that come to a stateless transport: it opens a stream on which nothing is ever sent. */
function openStreams(
  program: Program,
  { kind }: Endpoint,
  { routes, reached }: Service,
  stateless: Setting<boolean>,
): readonly Peculiarity[] {
  if (kind !== 'streamable' || stateless.kind === 'unclear' || !stateless.value) return [];
  const tellsMethods = program.modules.some((module) =>
    module.compared.some(
      ({ text, scope }) => !text.startsWith('/') && reached.functions.has(functionKey({ module, index: scope })),
    ),
  );
  const open = routes.find(({ methods, call }) => methods === 'all' || call.callee.text.endsWith('.get'));
  if (open === undefined || tellsMethods) return [];
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
