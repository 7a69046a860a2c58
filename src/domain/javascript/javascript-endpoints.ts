import type { Library } from '../../model/server.ts';
import type { Argument, CallSite, Setting } from '../../model/value.ts';
import { type PackageMember, packageMemberOf } from './javascript-packages.ts';
import { keyOf, originOf, type Program, type Spot } from './javascript-program.ts';
import { functionKey } from './javascript-reach.ts';
import type { CallNote, JavaScriptModule, ObjectEntry } from './javascript-syntax.ts';
import { argumentValue, branchOf, unlessSet } from './javascript-settings.ts';
import { evaluate, type Outcome } from './javascript-values.ts';

/** What an endpoint speaks. `handler`: the 2.x SDK's `createMcpHandler`, which makes a transport for each request. */
type EndpointKind = 'streamable' | 'handler' | 'sse' | 'stdio' | 'fastmcp';

/** A place in the program that makes a transport, a handler or a whole server. */
export interface Endpoint {
  readonly kind: EndpointKind;
  readonly library: Library;
  readonly className: string;
  readonly member: PackageMember;
  readonly module: JavaScriptModule;
  readonly call: CallNote;
  /** The key of the object that is made. */
  readonly key: string;
  /** The function that makes it. */
  readonly madeIn: string;
}

/** Class or function, the packages it comes from, and what it is. */
const MADE_BY: readonly (readonly [RegExp, RegExp, EndpointKind])[] = [
  [/^(?:WebStandard)?StreamableHTTPServerTransport$/, /^@modelcontextprotocol\/(?:sdk|server)(?:\/|$)/, 'streamable'],
  [/^NodeStreamableHTTPServerTransport$/, /^@modelcontextprotocol\/node$/, 'streamable'],
  [/^StreamableHTTPTransport$/, /^@hono\/mcp$/, 'streamable'],
  [/^createMcpHandler$/, /^@modelcontextprotocol\/server$/, 'handler'],
  [/^SSEServerTransport$/, /^@modelcontextprotocol\/sdk\//, 'sse'],
  [/^StdioServerTransport$/, /^@modelcontextprotocol\/(?:sdk|server)\//, 'stdio'],
  [/^serveStdio$/, /^@modelcontextprotocol\/server\//, 'stdio'],
  [/^FastMCP$/, /^fastmcp$/, 'fastmcp'],
];

/** Every endpoint that the program makes. */
export function endpointsOf(program: Program): readonly Endpoint[] {
  return program.modules.flatMap((module) =>
    module.calls.flatMap((call, index) => endpointOf(program, module, call, index) ?? []),
  );
}

function endpointOf(program: Program, module: JavaScriptModule, call: CallNote, index: number): Endpoint | undefined {
  const name = call.callee.kind === 'member' ? call.callee.property : call.callee.text;
  if (!call.isNew && name !== 'createMcpHandler' && name !== 'serveStdio') return undefined;
  const member = packageMemberOf(program, { module, expression: call.callee });
  const made =
    member === undefined
      ? undefined
      : MADE_BY.find(([named, from]) => named.test(member.name) && from.test(member.package));
  if (member === undefined || made === undefined) return undefined;
  const expression = { kind: 'call', call: index, text: '', at: call.at } as const;
  return {
    kind: made[2],
    library: libraryOf(member.package),
    className: member.name,
    member,
    module,
    call,
    key: keyOf({ module, expression }),
    madeIn: functionKey({ module, index: call.scope }),
  };
}

function libraryOf(name: string): Library {
  if (name === 'fastmcp') return 'npm:fastmcp';
  return /^@modelcontextprotocol\/(?:server|node)\b/.test(name)
    ? '@modelcontextprotocol/server'
    : '@modelcontextprotocol/sdk';
}

/** The package whose version decides how an endpoint behaves. */
export function packageOf({ library, member }: Endpoint): string {
  if (library === 'npm:fastmcp') return 'fastmcp';
  return member.package.startsWith('@modelcontextprotocol/')
    ? member.package.split('/').slice(0, 2).join('/')
    : '@modelcontextprotocol/sdk';
}

/** An option of a call: found, absent, or possibly in something that is spread in. */
export type Option =
  | { readonly kind: 'given'; readonly entry: ObjectEntry; readonly spot: Spot; readonly outcome: Outcome }
  | { readonly kind: 'absent' }
  | { readonly kind: 'hidden'; readonly saw: string };

/** The option of that name in a call's options object; `options` is the argument's position, or an object itself. */
export function optionOf(
  program: Program,
  module: JavaScriptModule,
  call: CallNote,
  position: number,
  name: string,
): Option {
  const argument = call.arguments[position];
  if (argument === undefined || argument.kind === 'undefined') return { kind: 'absent' };
  return entryOf(program, { module, expression: argument }, name);
}

/** The entry of that name in an object. */
export function entryOf(program: Program, object: Spot, name: string): Option {
  const origin = originOf(program, object);
  const hidden = { kind: 'hidden', saw: `in \`${object.expression.text}\`, which cannot be followed` } as const;
  if (origin?.expression.kind !== 'object') return hidden;
  const entry = origin.expression.entries.findLast(({ key }) => key === name);
  if (entry === undefined)
    return origin.expression.open ? { kind: 'hidden', saw: 'in options that come from elsewhere' } : { kind: 'absent' };
  const spot = { module: origin.module, expression: entry.value };
  return { kind: 'given', entry, spot, outcome: evaluate(program, spot) };
}

/** Whether an endpoint keeps sessions. */
export function statelessOf(program: Program, endpoint: Endpoint): Setting<boolean> {
  const { module, call, kind } = endpoint;
  const { at } = call;
  if (kind === 'stdio' || kind === 'sse')
    return { kind: 'default', value: false, at, because: `\`${endpoint.className}\` holds one session per connection` };
  if (kind === 'handler')
    return { kind: 'default', value: true, at, because: '`createMcpHandler` answers each request by itself' };
  const option = optionOf(program, module, call, 0, 'sessionIdGenerator');
  if (option.kind === 'absent')
    return { kind: 'default', value: true, at, because: 'no `sessionIdGenerator` is given' };
  if (option.kind === 'hidden') return { kind: 'unclear', saw: option.saw, at };
  const { outcome, entry } = option;
  const spot = originOf(program, option.spot) ?? option.spot;
  const branch = branchOf(program, spot);
  const unless = branch?.unless === undefined ? {} : { unless: unlessSet(branch.unless) };
  if (outcome.kind === 'known' && outcome.value === undefined)
    return { kind: 'set', value: true, at: entry.at, ...unless };
  if (branch !== undefined && makesIds(program, branch.spot))
    return { kind: 'set', value: false, at: entry.at, ...unless };
  return { kind: 'unclear', saw: `decided by \`${option.spot.expression.text}\``, at: entry.at };
}

function makesIds(program: Program, spot: Spot): boolean {
  const origin = originOf(program, spot);
  if (origin?.expression.kind === 'function') return true;
  return (
    packageMemberOf(program, spot) !== undefined ||
    /^(?:globalThis\.)?crypto\.randomUUID(?:\.bind\(|$)/.test(spot.expression.text)
  );
}

/** A call as the model keeps it: the entries of an options object become named arguments. */
export function callSiteOf(module: JavaScriptModule, call: CallNote): CallSite {
  let open = false;
  const passed = call.arguments.flatMap((expression, position): readonly Argument[] => {
    if (expression.kind !== 'object')
      return [{ position, value: argumentValue({ module, expression }), at: expression.at }];
    open ||= expression.open;
    return expression.entries.map(({ key, value, at }) => ({
      name: key,
      value: argumentValue({ module, expression: value }),
      at,
    }));
  });
  return { callee: call.callee.text, at: call.at, calleeAt: call.calleeAt, arguments: passed, open };
}
