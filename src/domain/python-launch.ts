import type { Launch, Mount } from '../model/server.ts';
import type { ResolvedVersion } from '../model/dependency.ts';
import type { Setting } from '../model/value.ts';
import { environmentThing } from './python-environment.ts';
import { guardOf } from './python-guard.ts';
import { describeVersion } from './python-line.ts';
import { importsOf } from './python-module.ts';
import type { PythonSdkLine } from './python-sdk-line.ts';
import { asBoolean, asNumber, asText, settle, type Source, sourceOf, unlessOf } from './python-settings.ts';
import { callSiteOf } from './python-callsite.ts';
import { type AsgiApp, type Draft, given, type MountDraft, type StartDraft, type Thing, type Walk } from './python-things.ts';

/** What decides the settings of one way of starting. */
export interface Case {
  readonly draft: Draft;
  readonly begin: StartDraft;
  readonly line: PythonSdkLine | undefined;
  readonly version: ResolvedVersion;
  readonly walk: Walk;
}

/** The settings that hold for one way of starting a server. */
export function launchOf(one: Case): Launch {
  const { begin } = one;
  const appCall = begin.app?.call;
  const transport = resting(transportOf(one), begin.unless);
  return {
    how: begin.how,
    at: begin.at,
    ...(begin.call === undefined ? {} : { call: callSiteOf(begin.call) }),
    ...(appCall === undefined ? {} : { appCall: callSiteOf(appCall) }),
    ...(begin.condition === undefined ? {} : { condition: begin.condition }),
    reached: begin.reached,
    transport,
    host: hostOf(one),
    port: portOf(one),
    path: pathOf(one),
    stateless: statelessOf(one),
    hostGuard: guardOf(one, transport),
  };
}

/** A way that is taken only by default: what is served there rests on the same variable. */
function resting(transport: Setting<string>, unless: string | undefined): Setting<string> {
  if (unless === undefined || transport.kind === 'unclear') return transport;
  if (transport.kind === 'set') return { unless: unlessOf(unless), ...transport };
  return { kind: 'set', value: transport.value, at: transport.at, via: transport.because, unless: unlessOf(unless) };
}

/** `the default of fastmcp 3.2.4`. */
function byDefault<T>(value: T, { draft, version, begin }: Case, of = `the default of ${describeVersion({ library: draft.library, version })}`): Setting<T> {
  return { kind: 'default', value, at: begin.at, because: of };
}

const METHOD_TRANSPORT: { readonly [method: string]: string } = {
  run_stdio_async: 'stdio',
  run_sse_async: 'sse',
  run_streamable_http_async: 'streamable-http',
  streamable_http_app: 'streamable-http',
  handle_request: 'streamable-http',
  mount_http: 'streamable-http',
  sse_app: 'sse',
  mount: 'sse',
  mount_sse: 'sse',
};

function transportOf(one: Case): Setting<string> {
  const { begin, draft } = one;
  const fixed = METHOD_TRANSPORT[begin.method];
  if (fixed !== undefined) return { kind: 'set', value: fixed, at: begin.app?.call?.expression.at ?? begin.at };
  if (draft.library === 'bedrock-agentcore') return { kind: 'set', value: 'http-invocations', at: begin.at };
  if (draft.library === 'mcp-lowlevel') return streamsOf(one);
  if (begin.method === 'http_app') return settle([argument(begin.app?.call, 'transport')], asText, () => ({ kind: 'set', value: 'http', at: begin.app?.call?.expression.at ?? begin.at }));
  const written = begin.transport === undefined ? argument(begin.call, 'transport', 0) : thingAt(begin.transport, begin);
  if (begin.call?.open === true && written === undefined) return opened(begin);
  if (begin.method === 'run_http_async') return settle([written], asText, () => ({ kind: 'default', value: 'streamable-http', at: begin.at, because: `the default of \`run_http_async\`` }));
  return settle([written, fromEnvironment(one, 'transport')], asText, () => byDefault(one.line?.defaults.transport ?? 'stdio', one, 'no `transport` is given'));
}

/** A low-level server is handed its streams; the module says where they come from. */
function streamsOf({ begin, draft, walk }: Case): Setting<string> {
  const module = walk.modules(begin.at.path) ?? walk.modules(draft.path);
  const imports = module === undefined ? [] : importsOf(module);
  const brings = (name: string, from: string): boolean => imports.some((one) => one.module === from || one.name === name);
  const stdio = brings('stdio_server', 'mcp.server.stdio');
  const sse = brings('SseServerTransport', 'mcp.server.sse');
  if (stdio !== sse) return { kind: 'set', value: stdio ? 'stdio' : 'sse', at: begin.at };
  return { kind: 'unclear', saw: `\`${begin.call?.expression.text ?? ''}\` (its streams decide)`, at: begin.at };
}

function hostOf(one: Case): Setting<string> {
  const { begin, line } = one;
  if (begin.binder !== undefined) return settle([begin.host === undefined ? undefined : fromBinder('host', begin)], asText, () => byDefault('127.0.0.1', one, `the default of \`${begin.binder}\``));
  if (one.draft.library === 'bedrock-agentcore') return settle([argument(begin.call, 'host', 1)], asText, () => byDefault('0.0.0.0', one));
  return settle([begin.host === undefined ? undefined : thingAt(begin.host, begin), ...sources(one, 'host')], asText, () => defaultOf(one, line?.defaults.host ?? '127.0.0.1'));
}

function portOf(one: Case): Setting<number> {
  const { begin, line } = one;
  if (begin.binder !== undefined) return settle([begin.port === undefined ? undefined : fromBinder('port', begin)], asNumber, () => byDefault(8000, one, `the default of \`${begin.binder}\``));
  if (one.draft.library === 'bedrock-agentcore') return settle([argument(begin.call, 'port', 0)], asNumber, () => byDefault(8080, one));
  return settle([begin.port === undefined ? undefined : thingAt(begin.port, begin), ...sources(one, 'port')], asNumber, () => defaultOf(one, line?.defaults.port ?? 8000));
}

function pathOf(one: Case): Setting<string> {
  const { begin, draft } = one;
  if (draft.library === 'bedrock-agentcore') return byDefault('/invocations', one);
  const own = ownPath(one, begin.app);
  return begin.mount === undefined ? own : mountedPath(begin.mount, own);
}

function ownPath(one: Case, app: AsgiApp | undefined): Setting<string> {
  const { begin, draft, line } = one;
  const fallback = line?.defaults.path ?? '/mcp';
  if (draft.library === 'mcp-lowlevel' || draft.library === 'fastapi-mcp') return byDefault('/', one);
  if (app !== undefined) {
    const names = [argument(app.call, 'path', app.method === 'http_app' ? 0 : undefined), argument(app.call, 'streamable_http_path')];
    if (app.call?.open === true && names.every((name) => name === undefined)) return opened(begin);
    return settle([...names, ...later(one, 'streamable_http_path')], asText, () => defaultOf(one, fallback));
  }
  return settle([begin.path === undefined ? argument(begin.call, 'path') : thingAt(begin.path, begin), ...sources(one, 'streamable_http_path')], asText, () => defaultOf(one, fallback));
}

/** A prefix and the inner path behind it; a route matches its own path alone. */
function mountedPath(mount: MountDraft, own: Setting<string>): Setting<string> {
  const prefix = settle([{ thing: mount.prefix, text: '', at: mount.at }], asText, () => ({ kind: 'unclear', saw: 'not written', at: mount.at }));
  if (prefix.kind === 'unclear' || mount.exact) return prefix;
  if (own.kind === 'unclear') return own;
  const outer = prefix.value.replace(/\/$/, '');
  if (outer === '') return own;
  return { kind: 'set', value: `${outer}${own.value.startsWith('/') ? '' : '/'}${own.value}`, at: prefix.at, via: `mounted at \`${prefix.value}\`, with \`${own.value}\` inside` };
}

function statelessOf(one: Case): Setting<boolean> {
  const { begin, draft } = one;
  if (draft.library === 'fastapi-mcp') return byDefault(false, one, '`fastapi_mcp` has no stateless mode');
  if (draft.library === 'bedrock-agentcore') return byDefault(true, one);
  if (draft.library === 'mcp-lowlevel') return settle([argument(draft.call, 'stateless', 3)], asBoolean, () => (draft.call.open ? opened(begin) : byDefault(false, one)));
  const app = begin.app?.call;
  if (begin.stateless !== undefined) return settle([thingAt(begin.stateless, begin)], asBoolean, () => byDefault(false, one));
  const near = [argument(app, 'stateless_http'), argument(begin.app === undefined ? begin.call : undefined, 'stateless_http'), argument(begin.app === undefined ? begin.call : undefined, 'stateless')];
  if ((app?.open === true || (begin.app === undefined && begin.call?.open === true)) && near.every((name) => name === undefined)) return opened(begin);
  return settle([...near, ...later(one, 'stateless_http')], asBoolean, () => defaultOf(one, one.line?.defaults.stateless ?? false));
}

/** From near to far: the call that runs it, what was assigned later, the constructor, the environment. */
function sources(one: Case, name: string): readonly (Source | undefined)[] {
  const { begin } = one;
  const own = argument(begin.call, name);
  if (own === undefined && begin.call?.open === true) return [{ thing: { kind: 'unknown', because: 'it may be among arguments that are not written out' }, text: begin.call.expression.text, at: begin.at }];
  return [own, ...later(one, name)];
}

function later(one: Case, name: string): readonly (Source | undefined)[] {
  const { draft, walk } = one;
  const assigned = draft.adjustments.findLast((adjustment) => adjustment.name === name && adjustment.reached !== 'no');
  const adjustment = assigned === undefined ? undefined : { thing: assigned.reached === 'yes' ? assigned.thing : UNSURE, text: `${name}`, at: assigned.at };
  const built = argument(draft.call, name);
  const global = walk.globals.get(name);
  const hidden = built === undefined && draft.call.open ? { thing: UNSURE, text: draft.call.expression.text, at: draft.call.expression.at } : undefined;
  return [adjustment, built, hidden, global === undefined || one.line?.globalSettings === undefined ? undefined : thingAt(global, one.begin), fromEnvironment(one, name)];
}

const UNSURE: Thing = { kind: 'unknown', because: 'it may be set elsewhere' };

/** A variable such as `FASTMCP_HOST`, where the version reads it. */
function fromEnvironment({ line, walk, begin }: Case, name: string): Source | undefined {
  if (line === undefined || !line.environment.settings.includes(name)) return undefined;
  for (const prefix of line.environment.prefixes) {
    const variable = `${prefix}${name.toUpperCase()}`;
    const isSet = walk.environment.has(variable) || walk.surroundings.environment.some((one) => one.name === variable);
    if (isSet) return { thing: environmentThing(variable, undefined, walk), text: variable, at: begin.at };
  }
  return undefined;
}

function argument(call: Draft['call'] | undefined, name: string, position?: number): Source | undefined {
  return sourceOf(given(call, name, position));
}

function thingAt(thing: Thing, { at }: StartDraft): Source {
  return { thing, text: thing.kind === 'known' ? String(thing.value) : '', at: thing.kind === 'known' ? thing.at : at };
}

function fromBinder(name: 'host' | 'port', begin: StartDraft): Source | undefined {
  return argument(begin.call, name) ?? thingAt((name === 'host' ? begin.host : begin.port) ?? UNSURE, begin);
}

function opened<T>({ call, app, at }: StartDraft): Setting<T> {
  return { kind: 'unclear', saw: `\`${(app?.call ?? call)?.expression.text ?? ''}\` (its arguments are not written out)`, at };
}

/** A default that is sure only when the version is. */
function defaultOf<T>(one: Case, value: T): Setting<T> {
  return byDefault(value, one);
}

/** The mounts of a server, with the paths that result. */
export function mountsOf(draft: Draft, cases: readonly Case[]): readonly Mount[] {
  return draft.mounts.map((mount) => {
    const one = cases.find(({ begin }) => begin.mount === mount);
    const path: Setting<string> = one === undefined ? { kind: 'unclear', saw: 'not started', at: mount.at } : pathOf(one);
    const prefix = settle([{ thing: mount.prefix, text: '', at: mount.at }], asText, () => ({ kind: 'unclear', saw: 'not written', at: mount.at }) as Setting<string>);
    return { at: mount.at, prefix, path, lifespan: mount.lifespan, appAt: mount.app.call?.expression.at ?? mount.at };
  });
}
