import type { Setting } from '../../model/value.ts';
import type { App, Route } from './javascript-apps.ts';
import { type Endpoint, optionOf } from './javascript-endpoints.ts';
import { packageMemberOf } from './javascript-packages.ts';
import { callAt, keyOf, type Program, type Spot } from './javascript-program.ts';
import type { Reached } from './javascript-reach.ts';
import { unlessSet } from './javascript-settings.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

/** Middleware of the SDKs that answers 403 to unknown Host headers. */
const VALIDATORS = /^(?:hostHeaderValidation|localhostHostValidation)$/;

/** What requests pass on their way to an endpoint. */
export interface Served {
  readonly apps: readonly App[];
  /** All that a request can touch. */
  readonly reached: Reached;
}

/** Whether requests with a foreign Host header are refused, by the transport, the application or its middleware. */
export function hostGuardOf(
  program: Program,
  endpoint: Endpoint,
  { apps, reached }: Served,
  routes: readonly Route[],
): Setting<boolean> {
  const guards = [
    ofTransport(program, endpoint),
    ...apps.map((app) => ofApp(program, app)),
    ofMiddleware(program, apps, routes),
    ofHandler(program, reached),
  ];
  const said = guards.filter((guard) => guard !== undefined);
  const on = said.find((guard) => guard.kind !== 'unclear' && guard.value);
  const none = {
    kind: 'default',
    value: false,
    at: endpoint.call.at,
    because: 'nothing checks the Host header',
  } as const;
  return on ?? said.find(({ kind }) => kind === 'unclear') ?? said[0] ?? none;
}

/** The transport looks at the Host header only when it is told to and has a list; the list must hold the port, too. */
function ofTransport(program: Program, { module, call, kind }: Endpoint): Setting<boolean> | undefined {
  if (kind !== 'streamable') return undefined;
  const enabled = optionOf(program, module, call, 0, 'enableDnsRebindingProtection');
  if (enabled.kind !== 'given') return undefined;
  const { outcome, entry } = enabled;
  if (outcome.kind === 'unclear') return { kind: 'unclear', saw: outcome.saw, at: entry.at };
  const hosts = optionOf(program, module, call, 0, 'allowedHosts');
  if (outcome.value !== true || hosts.kind === 'absent') return { kind: 'set', value: false, at: entry.at };
  const unless = outcome.unless === undefined ? {} : { unless: unlessSet(outcome.unless) };
  return { kind: 'set', value: true, at: entry.at, ...unless };
}

/**
 * `createMcpExpressApp()` and its kin: on for a loopback `host`, which is the default, whatever `listen` says. So in
 * every release that has them (1.24.0 of the 1.x SDK on); seen to answer 403 in 1.24.3, 1.25.3, 1.32.2 and 2.0.2,
 * https://github.com/modelcontextprotocol/typescript-sdk/blob/v1.x/src/server/express.ts, verified 2026-11-23.
 */
function ofApp(program: Program, { spot, guardedBy }: App): Setting<boolean> | undefined {
  const call = callAt(spot);
  if (call === undefined || guardedBy === undefined) return undefined;
  const hosts = optionOf(program, spot.module, call, 0, 'allowedHosts');
  if (hosts.kind === 'given' && !(hosts.outcome.kind === 'known' && hosts.outcome.value === undefined))
    return { kind: 'set', value: true, at: hosts.entry.at };
  const host = optionOf(program, spot.module, call, 0, 'host');
  if (host.kind === 'hidden' || hosts.kind === 'hidden')
    return { kind: 'unclear', saw: `decided by the options of \`${guardedBy}\``, at: call.at };
  if (host.kind === 'absent') {
    return {
      kind: 'default',
      value: true,
      at: call.at,
      because: `\`${guardedBy}()\` without \`host\` takes local Host headers only`,
    };
  }
  const { outcome, entry } = host;
  if (outcome.kind === 'unclear') return { kind: 'unclear', saw: `decided by the host, ${outcome.saw}`, at: entry.at };
  const unless = outcome.unless === undefined ? {} : { unless: unlessSet(outcome.unless) };
  const written = outcome.written === undefined ? {} : { written: outcome.written };
  return {
    kind: 'set',
    value: outcome.value === undefined || LOOPBACK.has(String(outcome.value)),
    at: entry.at,
    ...unless,
    ...written,
  };
}

/** `app.use(hostHeaderValidation([…]))`. */
function ofMiddleware(program: Program, apps: readonly App[], routes: readonly Route[]): Setting<boolean> | undefined {
  const keys = new Set(apps.map(({ key }) => key));
  const handlers = routes.filter(({ app }) => keys.has(app.key)).flatMap((route) => route.handlers);
  const found = handlers.find((handler) => isValidator(program, handler));
  return found === undefined ? undefined : { kind: 'set', value: true, at: found.expression.at };
}

/** `if (!validateHost(req, res)) return;` in a bare handler. */
function ofHandler(program: Program, { objects }: Reached): Setting<boolean> | undefined {
  for (const module of program.modules) {
    for (const [index, { at }] of module.calls.entries()) {
      const spot: Spot = { module, expression: { kind: 'call', call: index, text: '', at } };
      if (objects.has(keyOf(spot)) && isValidator(program, spot)) return { kind: 'set', value: true, at };
    }
  }
  return undefined;
}

function isValidator(program: Program, spot: Spot): boolean {
  const call = callAt(spot);
  const made =
    call === undefined ? undefined : packageMemberOf(program, { module: spot.module, expression: call.callee });
  return made !== undefined && VALIDATORS.test(made.name) && made.package.startsWith('@modelcontextprotocol/');
}
