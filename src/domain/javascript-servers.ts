import type { ImportSite, Launch, Peculiarity, Server } from '../model/server.ts';
import type { Setting } from '../model/value.ts';
import { type App, appOf, type Route, routesOf } from './javascript-apps.ts';
import { asksOf, authenticationOf } from './javascript-conduct.ts';
import { callSiteOf, type Endpoint, endpointsOf, optionOf, packageOf, statelessOf } from './javascript-endpoints.ts';
import { fastmcpLaunches } from './javascript-fastmcp.ts';
import { hostGuardOf } from './javascript-guard.ts';
import type { JavaScriptResolver } from './javascript-imports.ts';
import { type Listen, listensOf } from './javascript-listens.ts';
import { pathOfHandler, pathOfRoutes } from './javascript-paths.ts';
import { type Program, programOf } from './javascript-program.ts';
import { both, type Reached, reachedFrom, type Reaching, reaching, reachOf } from './javascript-reach.ts';
import { reuseOf } from './javascript-reuse.ts';
import type { JavaScriptModule, ModuleImport } from './javascript-syntax.ts';
import type { Surroundings } from './surroundings.ts';

/** Whether a text can hold an MCP server at all; cheap, so that most files are never parsed. */
export function mentionsJavaScriptServer(text: string): boolean {
  return /@modelcontextprotocol\/(?:sdk|server|node|express|hono|fastify)\b|@hono\/mcp|['"]fastmcp['"]/.test(text);
}

/**
 * The MCP servers that this module starts, itself or through the project's modules that it imports. A server that is
 * built in an imported module is among them, with that module's path. A transport that nothing here starts is not,
 * unless the module is known to be the program: then its launch is unclear. `part` and `because` are left to the caller.
 */
export function settleJavaScriptServers(
  module: JavaScriptModule,
  resolver: JavaScriptResolver,
  surroundings: Surroundings,
): readonly Server[] {
  const program = programOf(module, resolver, surroundings);
  const endpoints = endpointsOf(program);
  if (endpoints.length === 0) return [];
  const whole: Whole = { program, endpoints, routes: routesOf(program), listens: listensOf(program), reached: new Map() };
  const servers = endpoints.map((endpoint) => serverOf(whole, endpoint)).filter(({ launches }) => launches.length > 0);
  return together(servers);
}

interface Whole {
  readonly program: Program;
  readonly endpoints: readonly Endpoint[];
  readonly routes: readonly Route[];
  readonly listens: readonly Listen[];
  /** What each route and each listening call reaches; worked out once. */
  readonly reached: Map<Route | Listen, Reached>;
}

function reachedBy({ program, reached }: Whole, from: Route | Listen): Reached {
  const known = reached.get(from) ?? reachedFrom(program, from.handlers);
  reached.set(from, known);
  return known;
}

function serverOf(whole: Whole, endpoint: Endpoint): Server {
  const { program } = whole;
  const { module, call, member, className } = endpoint;
  const name = packageOf(endpoint);
  const version = program.surroundings.versionOf('npm', name);
  const service = serviceOf(whole, endpoint);
  const launches =
    endpoint.kind === 'fastmcp' ? fastmcpLaunches(program, endpoint, version) : endpoint.kind === 'stdio' ? [stdioLaunch(program, endpoint)] : httpLaunches(whole, endpoint, service);
  const variable = module.bindings.find(({ values }) => values.some((value) => value.kind === 'call' && module.calls[value.call] === call))?.name;
  return {
    path: module.path,
    language: 'typescript',
    library: endpoint.library,
    version,
    imported: importSite(member.site),
    imports: program.modules.flatMap(({ imports }) => imports.filter(isPackage).map(importSite)),
    className,
    ...(variable === undefined ? {} : { variable }),
    construction: callSiteOf(module, call),
    launches,
    part: 'unsure',
    because: '',
    asksClient: asksOf(program),
    authentication: authenticationOf(program, endpoint),
    mounts: [],
    peculiarities: peculiaritiesOf(whole, endpoint, service),
  };
}

/** How requests come to an endpoint. */
interface Service {
  readonly routes: readonly Route[];
  readonly apps: readonly App[];
  /** Listening calls that answer with the endpoint. */
  readonly listens: readonly Listen[];
  /** All that a request can touch. */
  readonly reached: Reached;
}

function serviceOf(whole: Whole, endpoint: Endpoint): Service {
  const leads = (from: Route | Listen): boolean => isReached(reachedBy(whole, from), endpoint);
  const routes = whole.routes.filter(leads);
  const apps = withOuterApps(whole, routes);
  const keys = new Set(apps.map(({ key }) => key));
  const linked = whole.listens.filter((listen) => leads(listen) || [...listen.apps].some((key) => keys.has(key)));
  const listens = linked.length > 0 || whole.listens.length > 1 ? linked : whole.listens;
  const all = [...routes, ...listens.filter(leads)].map((from) => reachedBy(whole, from));
  return {
    routes,
    apps: [...apps, ...appsOf(whole, listens)],
    listens,
    reached: { functions: new Set(all.flatMap(({ functions }) => [...functions])), objects: new Set(all.flatMap(({ objects }) => [...objects])) },
  };
}

function isReached({ functions, objects }: Reached, { key, madeIn }: Endpoint): boolean {
  return objects.has(key) || functions.has(madeIn);
}

/** The applications of the routes, and those that these are mounted in. */
function withOuterApps(whole: Whole, routes: readonly Route[]): readonly App[] {
  const apps = new Map(routes.map(({ app }) => [app.key, app]));
  for (const { key } of apps.values()) {
    for (const route of whole.routes) {
      if (!apps.has(route.app.key) && reachedBy(whole, route).objects.has(key)) apps.set(route.app.key, route.app);
    }
  }
  return [...apps.values()];
}

function appsOf({ program }: Whole, listens: readonly Listen[]): readonly App[] {
  return listens.flatMap(({ handlers }) => handlers.flatMap((spot) => appOf(program, spot) ?? []));
}

function httpLaunches(whole: Whole, endpoint: Endpoint, service: Service): readonly Launch[] {
  const { program } = whole;
  const { at } = endpoint.call;
  const transport: Setting<string> = { kind: 'set', value: endpoint.kind === 'sse' ? 'sse' : 'streamable-http', at };
  const path = service.routes.length > 0 ? pathOfRoutes(program, service.routes, whole.routes, at) : directPath(whole, endpoint, service);
  const shared = { transport, path, stateless: statelessOf(program, endpoint), hostGuard: hostGuardOf(program, endpoint, service.apps, whole.routes) };
  const launches = service.listens.map(({ module, call, host, port }) => ({
    how: 'listen' as const,
    at: call.at,
    call: callSiteOf(module, call),
    ...shared,
    ...reaching(both(reachOf(program, module, call.scope, call.conditions), routesReach(program, service.routes)), transport),
    host,
    port,
  }));
  if (launches.length > 0 || !(program.surroundings.started === 'as-program' && service.routes.length > 0)) return launches;
  const saw = 'decided where the application is started, which is not in these files';
  return [{ how: 'listen', at, reached: 'unclear', ...shared, host: { kind: 'unclear', saw, at }, port: { kind: 'unclear', saw, at } }];
}

function routesReach(program: Program, routes: readonly Route[]): Reaching {
  const reaches = routes.map(({ module, call }) => reachOf(program, module, call.scope, call.conditions));
  return reaches.find(({ reached }) => reached === 'yes') ?? reaches.find(({ reached }) => reached === 'unclear') ?? reaches[0] ?? { reached: 'yes' };
}

function directPath(whole: Whole, endpoint: Endpoint, { listens }: Service): Setting<string> {
  const direct = listens.find((listen) => isReached(reachedBy(whole, listen), endpoint));
  const { at } = endpoint.call;
  if (direct === undefined) return { kind: 'unclear', saw: 'not to be found: nothing here routes requests to it', at };
  return pathOfHandler(whole.program, reachedBy(whole, direct), at);
}

function stdioLaunch(program: Program, { module, call }: Endpoint): Launch {
  const { at } = call;
  const unused = { kind: 'unclear', saw: 'not used by a server that speaks over standard input', at } as const;
  return {
    how: 'run',
    at,
    call: callSiteOf(module, call),
    ...reaching(reachOf(program, module, call.scope, call.conditions), { kind: 'set', value: 'stdio', at }),
    host: unused,
    port: unused,
    path: unused,
    stateless: unused,
    hostGuard: unused,
  };
}

function peculiaritiesOf({ program }: Whole, endpoint: Endpoint, service: Service): readonly Peculiarity[] {
  return [...reuseOf(program, endpoint, service.reached, statelessOf(program, endpoint)), ...rejecting(program, endpoint)];
}

/** `createMcpHandler(factory, { legacy: 'reject' })`, unless the program sends older clients elsewhere first. */
function rejecting(program: Program, { kind, module, call }: Endpoint): readonly Peculiarity[] {
  if (kind !== 'handler') return [];
  const option = optionOf(program, module, call, 1, 'legacy');
  const rejects = option.kind === 'given' && option.outcome.kind === 'known' && option.outcome.value === 'reject';
  const routed = program.modules.some(({ imports }) => imports.some(({ name }) => name === 'isLegacyRequest' || name === 'legacyStatelessFallback'));
  return rejects && !routed ? [{ check: 'legacy-clients-rejected', at: option.entry.at, saw: "legacy: 'reject'" }] : [];
}

function isPackage({ module, typeOnly }: ModuleImport): boolean {
  return !typeOnly && !/^(?:\.|@\/|~\/|#)/.test(module);
}

function importSite({ module, name, local, at }: ModuleImport): ImportSite {
  return { module, name, at, ...(local === name || local === '' ? {} : { alias: local }) };
}

/**
 * One program that can serve in several ways is one server with several launches. Old transports that are offered
 * beside a streamable one do no harm: `/sse` for old clients, standard input for local ones.
 */
function together(servers: readonly Server[]): readonly Server[] {
  const speaks = ({ transport }: Launch, value: string): boolean => transport.kind !== 'unclear' && transport.value === value;
  const main = servers.find(({ launches }) => launches.some((launch) => speaks(launch, 'streamable-http')));
  if (main === undefined) return servers;
  const served = main.launches.some(({ reached }) => reached === 'yes');
  const others = servers.filter(({ launches }) => !launches.every((launch) => speaks(launch, 'sse') || speaks(launch, 'stdio')));
  const local = servers.filter((server) => !others.includes(server)).flatMap(({ launches }) => launches.filter((launch) => speaks(launch, 'stdio')));
  return others.map((server) => (server === main && !served ? { ...server, launches: [...server.launches, ...local] } : server));
}
