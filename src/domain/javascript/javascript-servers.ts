import type { ImportSite, Launch, Server } from '../../model/server.ts';
import type { Setting } from '../../model/value.ts';
import { type Route, routesOf } from './javascript-apps.ts';
import { asksOf, authenticationOf } from './javascript-conduct.ts';
import { callSiteOf, type Endpoint, endpointsOf, packageOf, statelessOf } from './javascript-endpoints.ts';
import { fastmcpLaunches } from './javascript-fastmcp.ts';
import { hostGuardOf } from './javascript-guard.ts';
import type { JavaScriptResolver } from './javascript-imports.ts';
import { listensOf } from './javascript-listens.ts';
import { pathOfHandler, pathOfRoutes } from './javascript-paths.ts';
import { callAt, type Program, programOf } from './javascript-program.ts';
import { peculiaritiesOf } from './javascript-peculiarities.ts';
import { both, type Reaching, reaching, reachOf } from './javascript-reach.ts';
import { isReached, mountsOf, reachedBy, type Service, serviceOf, type Whole } from './javascript-service.ts';
import type { JavaScriptModule, ModuleImport } from './javascript-syntax.ts';
import type { Surroundings } from '../server/surroundings.ts';

/** Longer files are bundles, in which a build has put the libraries as well. */
const LONGEST = 500_000;

/** Whether a text can hold an MCP server at all; cheap, so that most files are never parsed. */
export function mentionsJavaScriptServer(text: string): boolean {
  return (
    text.length < LONGEST &&
    /@modelcontextprotocol\/(?:sdk|server|node|express|hono|fastify)\b|@hono\/mcp|['"]fastmcp['"]/.test(text)
  );
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
  const whole: Whole = {
    program,
    endpoints,
    routes: routesOf(program),
    listens: listensOf(program),
    reached: new Map(),
  };
  const servers = endpoints.map((endpoint) => serverOf(whole, endpoint)).filter(({ launches }) => launches.length > 0);
  return together(servers);
}

function serverOf(whole: Whole, endpoint: Endpoint): Server {
  const { program } = whole;
  const { module, call, member, className } = endpoint;
  const name = packageOf(endpoint);
  const version = program.surroundings.versionOf('npm', name);
  const service = serviceOf(whole, endpoint);
  const launches =
    endpoint.kind === 'fastmcp'
      ? fastmcpLaunches(program, endpoint, version)
      : endpoint.kind === 'stdio'
        ? [stdioLaunch(program, endpoint)]
        : httpLaunches(whole, endpoint, service);
  const variable = module.bindings.find(({ values }) =>
    values.some((value) => value.kind === 'call' && module.calls[value.call] === call),
  )?.name;
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
    peculiarities: peculiaritiesOf(program, endpoint, service),
  };
}

function httpLaunches(whole: Whole, endpoint: Endpoint, service: Service): readonly Launch[] {
  const { program } = whole;
  const { at } = endpoint.call;
  const transport: Setting<string> = { kind: 'set', value: endpoint.kind === 'sse' ? 'sse' : 'streamable-http', at };
  const path =
    service.routes.length > 0
      ? pathOfRoutes(program, service.routes, (app) => mountsOf(whole, app), at)
      : directPath(whole, endpoint, service);
  const shared = {
    transport,
    path,
    stateless: statelessOf(program, endpoint),
    hostGuard: hostGuardOf(program, endpoint, service, whole.routes),
    ...guardedApp(service),
  };
  const launches = service.listens.map(({ module, call, host, port }) => ({
    how: 'listen' as const,
    at: call.at,
    call: callSiteOf(module, call),
    ...shared,
    ...reaching(
      both(reachOf(program, module, call.scope, call.conditions), routesReach(program, service.routes)),
      transport,
    ),
    host,
    port,
  }));
  if (launches.length > 0 || !(program.surroundings.started === 'as-program' && service.routes.length > 0))
    return launches;
  const saw = 'decided where the application is started, which is not in these files';
  return [
    {
      how: 'listen',
      at,
      reached: 'unclear',
      ...shared,
      host: { kind: 'unclear', saw, at },
      port: { kind: 'unclear', saw, at },
    },
  ];
}

/** The call that makes the application, when the application may refuse requests. */
function guardedApp({ apps }: Service): Pick<Launch, 'appCall'> {
  const spot = apps.find(({ guardedBy }) => guardedBy !== undefined)?.spot;
  const call = spot === undefined ? undefined : callAt(spot);
  return spot === undefined || call === undefined ? {} : { appCall: callSiteOf(spot.module, call) };
}

function routesReach(program: Program, routes: readonly Route[]): Reaching {
  const reaches = routes.map(({ module, call }) => reachOf(program, module, call.scope, call.conditions));
  return (
    reaches.find(({ reached }) => reached === 'yes') ??
    reaches.find(({ reached }) => reached === 'unclear') ??
    reaches[0] ?? { reached: 'yes' }
  );
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

/** Modules of Node itself, without their prefix. */
const BUILT_IN = new Set(
  'assert buffer child_process cluster crypto dns events fs fs/promises http http2 https module net os path perf_hooks process readline stream timers timers/promises tls url util v8 vm worker_threads zlib'.split(
    ' ',
  ),
);

function isPackage({ module, typeOnly }: ModuleImport): boolean {
  return !typeOnly && !/^(?:\.|@\/|~\/|#|node:)/.test(module) && !BUILT_IN.has(module);
}

function importSite({ module, name, local, at }: ModuleImport): ImportSite {
  return { module, name, at, ...(local === name || local === '' ? {} : { alias: local }) };
}

/**
 * One program that can serve in several ways is one server with several launches. Old transports that are offered
 * beside a streamable one do no harm: `/sse` for old clients, standard input for local ones.
 */
function together(servers: readonly Server[]): readonly Server[] {
  const speaks = ({ transport }: Launch, value: string): boolean =>
    transport.kind !== 'unclear' && transport.value === value;
  const main = servers.find(({ launches }) => launches.some((launch) => speaks(launch, 'streamable-http')));
  if (main === undefined) return servers;
  const served = main.launches.some(({ reached }) => reached === 'yes');
  const others = servers.filter(
    ({ launches }) => !launches.every((launch) => speaks(launch, 'sse') || speaks(launch, 'stdio')),
  );
  const local = servers
    .filter((server) => !others.includes(server))
    .flatMap(({ launches }) => launches.filter((launch) => speaks(launch, 'stdio')));
  return others.map((server) =>
    server === main && !served ? { ...server, launches: [...server.launches, ...local] } : server,
  );
}
