import type { CommandLine, Launch, Mount } from '../../model/server.ts';
import type { Setting } from '../../model/value.ts';
import { callSiteOf } from './python-callsite.ts';
import {
  argument,
  byDefault,
  type Case,
  fromBinder,
  fromEnvironment,
  isManaged,
  libraryDefault,
  later,
  opened,
  sources,
  thingAt,
} from './python-case.ts';
import { guardOf } from './python-guard.ts';
import { importsOf } from './python-module.ts';
import { asBoolean, asNumber, asText, settle, unlessOf } from './python-settings.ts';
import type { AsgiApp, Draft, MountDraft } from './python-things.ts';

/** The settings that hold for one way of starting a server. */
export function launchOf(one: Case, command: CommandLine | undefined): Launch {
  const { begin } = one;
  const appCall = begin.app?.call;
  const transport = resting(transportOf(one), begin.unless);
  return {
    how: begin.how,
    at: begin.at,
    method: begin.method,
    ...(command === undefined ? {} : { command }),
    ...(begin.call === undefined ? {} : { call: callSiteOf(begin.call) }),
    ...(appCall === undefined ? {} : { appCall: callSiteOf(appCall) }),
    ...(begin.condition === undefined ? {} : { condition: begin.condition }),
    reached: begin.reached,
    ...(begin.uncalled === undefined ? {} : { uncalled: begin.uncalled }),
    ...(begin.flags === undefined ? {} : { flags: begin.flags }),
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
  if (begin.method === 'http_app')
    return settle([argument(begin.app?.call, 'transport')], asText, () => ({
      kind: 'set',
      // The word is younger than the method.
      value: one.line === undefined || one.line.transports.includes('http') ? 'http' : 'streamable-http',
      at: begin.app?.call?.expression.at ?? begin.at,
    }));
  const written =
    begin.transport === undefined ? argument(begin.call, 'transport', 0) : thingAt(begin.transport, begin);
  if (begin.call?.open === true && written === undefined) return opened(begin);
  if (begin.method === 'run_http_async')
    return settle([written], asText, () => ({
      kind: 'default',
      value: 'streamable-http',
      at: begin.at,
      because: `the default of \`run_http_async\``,
    }));
  return settle([written, fromEnvironment(one, 'transport')], asText, () =>
    byDefault(one.line?.defaults.transport ?? 'stdio', one, 'no `transport` is given'),
  );
}

/** A low-level server is handed its streams; the module says where they come from. */
function streamsOf({ begin, draft, walk }: Case): Setting<string> {
  const module = walk.modules(begin.at.path) ?? walk.modules(draft.path);
  const imports = module === undefined ? [] : importsOf(module);
  const brings = (name: string, from: string): boolean =>
    imports.some((one) => one.module === from || one.name === name);
  const stdio = brings('stdio_server', 'mcp.server.stdio');
  const sse = brings('SseServerTransport', 'mcp.server.sse');
  if (stdio !== sse) return { kind: 'set', value: stdio ? 'stdio' : 'sse', at: begin.at };
  return { kind: 'unclear', saw: `\`${begin.call?.expression.text ?? ''}\` (its streams decide)`, at: begin.at };
}

function hostOf(one: Case): Setting<string> {
  const { begin, line } = one;
  if (begin.binder !== undefined)
    return settle([begin.host === undefined ? undefined : fromBinder('host', begin)], asText, () =>
      byDefault('127.0.0.1', one, `the default of \`${begin.binder}\``),
    );
  if (one.draft.library === 'bedrock-agentcore')
    return settle([argument(begin.call, 'host', 1)], asText, () => byDefault('0.0.0.0', one));
  return settle(
    [begin.host === undefined ? undefined : thingAt(begin.host, begin), ...sources(one, 'host')],
    asText,
    () => libraryDefault(line?.defaults.host ?? '127.0.0.1', one, 'host'),
  );
}

function portOf(one: Case): Setting<number> {
  const { begin, line } = one;
  if (begin.binder !== undefined)
    return settle([begin.port === undefined ? undefined : fromBinder('port', begin)], asNumber, () =>
      byDefault(8000, one, `the default of \`${begin.binder}\``),
    );
  if (one.draft.library === 'bedrock-agentcore')
    return settle([argument(begin.call, 'port', 0)], asNumber, () => byDefault(8080, one));
  return settle(
    [begin.port === undefined ? undefined : thingAt(begin.port, begin), ...sources(one, 'port')],
    asNumber,
    () => libraryDefault(line?.defaults.port ?? 8000, one, 'port'),
  );
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
  if (isManaged(one) || draft.library === 'fastapi-mcp') return byDefault('/', one);
  if (app !== undefined) {
    const names = [
      argument(app.call, 'path', app.method === 'http_app' ? 0 : undefined),
      argument(app.call, 'streamable_http_path'),
    ];
    if (app.call?.open === true && names.every((name) => name === undefined)) return opened(begin);
    return settle([...names, ...later(one, 'streamable_http_path')], asText, () =>
      libraryDefault(fallback, one, 'path', 'streamable_http_path'),
    );
  }
  return settle(
    [
      begin.path === undefined ? argument(begin.call, 'path') : thingAt(begin.path, begin),
      ...sources(one, 'streamable_http_path'),
    ],
    asText,
    () => libraryDefault(fallback, one, 'path', 'streamable_http_path'),
  );
}

/** A prefix and the inner path behind it; a route matches its own path alone. */
function mountedPath(mount: MountDraft, own: Setting<string>): Setting<string> {
  const prefix = settle([{ thing: mount.prefix, text: '', at: mount.at }], asText, () => ({
    kind: 'unclear',
    saw: 'not written',
    at: mount.at,
  }));
  if (prefix.kind === 'unclear' || mount.exact) return prefix;
  if (own.kind === 'unclear') return own;
  const outer = prefix.value.replace(/\/$/, '');
  if (outer === '') return own;
  return {
    kind: 'set',
    value: `${outer}${own.value.startsWith('/') ? '' : '/'}${own.value}`,
    at: prefix.at,
    via: `mounted at \`${prefix.value}\`, with \`${own.value}\` inside`,
  };
}

function statelessOf(one: Case): Setting<boolean> {
  const { begin, draft } = one;
  if (draft.library === 'fastapi-mcp') return byDefault(false, one, '`fastapi_mcp` has no stateless mode');
  if (draft.library === 'bedrock-agentcore') return byDefault(true, one);
  if (isManaged(one))
    return settle([argument(draft.call, 'stateless', 3)], asBoolean, () =>
      draft.call.open ? opened(begin) : byDefault(false, one, undefined, draft.call.expression.at),
    );
  const app = begin.app?.call;
  if (begin.stateless !== undefined)
    return settle([thingAt(begin.stateless, begin)], asBoolean, () => byDefault(false, one));
  const near = [
    argument(app, 'stateless_http'),
    argument(begin.app === undefined ? begin.call : undefined, 'stateless_http'),
    argument(begin.app === undefined ? begin.call : undefined, 'stateless'),
  ];
  if (
    (app?.open === true || (begin.app === undefined && begin.call?.open === true)) &&
    near.every((name) => name === undefined)
  )
    return opened(begin);
  return settle([...near, ...later(one, 'stateless_http')], asBoolean, () =>
    libraryDefault(one.line?.defaults.stateless ?? false, one, 'stateless_http'),
  );
}

/** The mounts of a server, with the paths that result. */
export function mountsOf(draft: Draft, cases: readonly Case[]): readonly Mount[] {
  return draft.mounts.map((mount) => {
    const one = cases.find(({ begin }) => begin.mount === mount);
    const path: Setting<string> =
      one === undefined ? { kind: 'unclear', saw: 'not started', at: mount.at } : pathOf(one);
    const prefix = settle(
      [{ thing: mount.prefix, text: '', at: mount.at }],
      asText,
      () => ({ kind: 'unclear', saw: 'not written', at: mount.at }) as Setting<string>,
    );
    return {
      at: mount.at,
      prefix,
      own: one === undefined ? path : ownPath(one, mount.app),
      path,
      lifespan: mount.lifespan,
      alone: mount.alone,
      appAt: mount.app.call?.expression.at ?? mount.at,
      ...(mount.inner === undefined ? {} : { inner: mount.inner }),
      ...(mount.into === undefined ? {} : { into: mount.into }),
      ...(mount.outer === undefined ? {} : { outer: callSiteOf(mount.outer) }),
    };
  });
}
