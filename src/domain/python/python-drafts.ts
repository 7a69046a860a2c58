import type { Library } from '../../model/server.ts';
import type { Place } from '../../model/location.ts';
import {
  type CallMade,
  type Draft,
  given,
  type Imported,
  type MountDraft,
  type StartDraft,
  type Thing,
  type Walk,
} from './python-things.ts';

/** Something of a library that builds a server when it is called. */
interface Maker {
  readonly library: Library;
  readonly className: string;
}

/** Matched on where a name comes from, never on the name alone. */
const MAKERS: readonly { readonly pattern: RegExp; readonly library: Library; readonly className?: string }[] = [
  { pattern: /^mcp(?:\.\w+)*\.(FastMCP|MCPServer)$/, library: 'mcp' },
  {
    pattern:
      /^fastmcp(?:\.\w+)*\.(FastMCP|FastMCPOpenAPI|FastMCPProxy)(?:\.(?:from_fastapi|from_openapi|from_client|as_proxy))?$/,
    library: 'fastmcp',
  },
  { pattern: /^fastmcp(?:\.\w+)*\.create_proxy$/, library: 'fastmcp', className: 'FastMCP' },
  { pattern: /^mcp\.server\.streamable_http_manager\.(StreamableHTTPSessionManager)$/, library: 'mcp-lowlevel' },
  { pattern: /^mcp\.server(?:\.lowlevel(?:\.server)?)?\.(Server)$/, library: 'mcp-lowlevel' },
  { pattern: /^fastapi_mcp(?:\.\w+)*\.(FastApiMCP)$/, library: 'fastapi-mcp' },
  { pattern: /^bedrock_agentcore(?:\.\w+)*\.(BedrockAgentCoreApp)$/, library: 'bedrock-agentcore' },
];

/** What a dotted name builds, if it builds a server. */
export function makerOf(name: string): Maker | undefined {
  for (const { pattern, library, className } of MAKERS) {
    const match = pattern.exec(name);
    if (match !== null) return { library, className: className ?? match[1] ?? '' };
  }
  return undefined;
}

/** Begins a server. */
export function draftOf(
  { library, className }: Maker,
  imported: Imported | undefined,
  call: CallMade,
  walk: Walk,
): Thing {
  const draft: Draft = {
    library,
    className,
    imported,
    path: call.expression.at.path,
    call,
    variable: undefined,
    adjustments: [],
    starts: [],
    mounts: [],
    authentication: authenticationIn(call),
    absorbed: false,
    handedOver: false,
    globalsBefore: new Map(walk.globals),
  };
  for (const { thing } of call.arguments) if (thing.kind === 'server') thing.draft.absorbed = true;
  walk.drafts.push(draft);
  return { kind: 'server', draft };
}

const AUTHENTICATION = ['auth', 'token_verifier', 'auth_server_provider', 'auth_config'];

/** Arguments that make the server itself ask for a token. */
function authenticationIn(call: CallMade): Draft['authentication'] {
  const named = AUTHENTICATION.flatMap((name) => {
    const argument = given(call, name);
    if (argument === undefined || isPerhapsNone(argument.thing)) return [];
    return [{ value: `${name}=`, at: argument.written.at }];
  });
  const middleware = given(call, 'middleware');
  return [...named, ...(middleware === undefined ? [] : authenticatorsIn(middleware.thing, middleware.written.at))];
}

/** The same, where each stands in a statement of its own. */
export function authenticatorsAdded(thing: Thing, at: Place): Draft['authentication'] {
  return authenticatorsIn(thing, at).map((one) => ({ ...one, statement: true }));
}

/** `auth=get_auth()` may well be None where it is deployed. */
function isPerhapsNone(thing: Thing): boolean {
  if (thing.kind === 'either') return thing.options.some(isPerhapsNone);
  return thing.kind === 'known' && thing.value === null;
}

/** Middleware that authenticates, by its name: `Middleware(AuthenticationMiddleware, …)`, `[BearerAuth()]`. */
export function authenticatorsIn(thing: Thing, at: Place): Draft['authentication'] {
  if (thing.kind === 'list') return thing.items.flatMap((item) => authenticatorsIn(item, at));
  const name = nameOf(thing);
  if (name !== undefined && /(?:Authenticat|OAuth|Auth(?:[A-Z]|$)|JWT|Bearer|ApiKey|APIKey)/.test(name))
    return [{ value: name, at }];
  if (thing.kind === 'made' && thing.name.endsWith('.Middleware'))
    return thing.call.arguments.slice(0, 1).flatMap((first) => authenticatorsIn(first.thing, at));
  return [];
}

function nameOf(thing: Thing): string | undefined {
  if (thing.kind === 'class') return thing.definition.name;
  if (thing.kind === 'instance') return thing.of.definition.name;
  if (thing.kind === 'function') return thing.definition.name;
  return thing.kind === 'external' || thing.kind === 'made' ? thing.name.split('.').at(-1) : undefined;
}

/** Notes that a server is started here. Nothing behind this statement runs while it serves. */
export function start(draft: Draft, how: Omit<StartDraft, 'reached' | 'condition' | 'unless'>, walk: Walk): void {
  const { level, conditions, unless, uncalled, flags } = walk.reach;
  const condition = conditions.length === 0 ? undefined : conditions.join(' and ');
  const found: StartDraft = {
    ...how,
    reached: level,
    ...(condition === undefined ? {} : { condition }),
    ...(unless === undefined ? {} : { unless }),
    ...(uncalled === undefined ? {} : { uncalled }),
    ...(flags === undefined ? {} : { flags }),
  };
  const known = draft.starts.some((one) => sameStart(one, found));
  if (!known) draft.starts.push(found);
}

function sameStart(a: StartDraft, b: StartDraft): boolean {
  return (
    a.at.path === b.at.path &&
    a.at.range.start.line === b.at.range.start.line &&
    a.reached === b.reached &&
    a.condition === b.condition &&
    a.mount?.at === b.mount?.at
  );
}

/** Notes a mount once. */
export function mountOn(draft: Draft, mount: MountDraft): MountDraft {
  const known = draft.mounts.find(({ at }) => at === mount.at);
  if (known !== undefined) return known;
  draft.mounts.push(mount);
  return mount;
}
