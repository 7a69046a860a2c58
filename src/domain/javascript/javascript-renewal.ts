import type { Edit } from '../../model/change.ts';
import type { Place } from '../../model/location.ts';
import type { Endpoint } from './javascript-endpoints.ts';
import { meaningOf } from './javascript-names.ts';
import { callAt, keyOf, originOf, type Program, type Spot } from './javascript-program.ts';
import type { CallNote, JavaScriptModule, ModuleImport } from './javascript-syntax.ts';

/** A call and the module that it stands in. */
export interface Site {
  readonly module: JavaScriptModule;
  readonly call: CallNote;
}

/**
 * The edits by which the requests that make these calls (`transport.handleRequest(…)`, `server.connect(…)`) make a
 * server of their own; `undefined` where what makes it now is not a variable of the same file, or one that is imported
 * from another file by this one alone. `transport`: it is made once, too.
 */
export function renewalOf(
  program: Program,
  server: Spot,
  calls: readonly Site[],
  transport: Transport = {},
): readonly Edit[] | undefined {
  const { module } = server;
  const [first] = calls;
  if (first === undefined || calls.some((site) => site.module !== module)) return undefined;
  return renewals(program, server, { at: first.call.at, calls: calls.map(({ call }) => call.at), ...transport }, []);
}

type Transport = Pick<Renewal, 'transport' | 'options'>;
type Renewal = Extract<Edit, { kind: 'renew' }>;

function renewals(
  program: Program,
  { module, expression }: Spot,
  own: Omit<Renewal, 'kind' | 'factory' | 'made'>,
  taken: readonly string[],
): readonly Renewal[] | undefined {
  const meaning = expression.kind === 'name' ? meaningOf(module, expression.name, expression.scope) : undefined;
  if (expression.kind !== 'name' || meaning === undefined || 'function' in meaning) return undefined;
  if (!('local' in meaning)) {
    const [value, second] = meaning.values;
    const factory = freeName(expression.name, [module], taken);
    if (value === undefined || second !== undefined || value.kind !== 'call' || factory === undefined) return undefined;
    return [{ kind: 'renew', factory, made: value.at, ...own }];
  }
  const made = exportedValue(program, module, meaning.module, meaning.name);
  const factory = made === undefined ? undefined : freeName(expression.name, [module, made.module], taken);
  if (made === undefined || factory === undefined) return undefined;
  const { at } = made.expression;
  return [
    { kind: 'renew', at, factory, made: at, calls: [] },
    { kind: 'renew', factory, ...own },
  ];
}

/**
 * The edits by which a server of the 1.x SDK that speaks over standard input answers HTTP requests instead, by Node's own
 * means; `undefined` where that is not to be told.
 */
export function servingOf(program: Program, endpoint: Endpoint): readonly Edit[] | undefined {
  const { key, module, call, member } = endpoint;
  const { site } = member;
  const [connection, second] = connectionsOf(program, key);
  if (connection?.module !== module || second !== undefined || connection.call.callee.kind !== 'member')
    return undefined;
  const isAlone = module.imports.filter(({ at }) => at === site.at || isSame(at, site.at)).length === 1;
  const isPlain = module.imports.includes(site) && site.local === site.name && site.module.includes('server/stdio');
  if (!isAlone || !isPlain) return undefined;
  const names = namesIn([module]);
  const serve = names.has('createServer') ? 'createHttpServer' : 'createServer';
  const made = renewals(
    program,
    { module, expression: connection.call.callee.object },
    { at: call.at, calls: [], transport: call.at, serve },
    [serve],
  );
  return made && [...made, ...importsFor(site, serve, names)];
}

/** The import of the transport becomes that of the one for HTTP; Node's `createServer` is imported beside it. */
function importsFor({ at, required }: ModuleImport, serve: string, names: ReadonlySet<string>): readonly Edit[] {
  const renamed: readonly Edit[] = names.has('StreamableHTTPServerTransport')
    ? [{ kind: 'cut', at }]
    : [
        { kind: 'swap', at, from: 'StdioServerTransport', to: 'StreamableHTTPServerTransport' },
        { kind: 'swap', at, from: 'server/stdio', to: 'server/streamableHttp' },
      ];
  const alias = serve === 'createServer' ? serve : undefined;
  if (required === true) {
    const put = `const { ${alias ?? `createServer: ${serve}`} } = require("node:http");`;
    return [...renamed, { kind: 'line', at, where: 'after', put }];
  }
  return [
    ...renamed,
    { kind: 'import', at, put: `import { ${alias ?? `createServer as ${serve}`} } from "node:http";` },
  ];
}

function isSame(a: Place, b: Place): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The value of a variable that another module exports, when one module alone imports it, by that name. */
function exportedValue(program: Program, from: JavaScriptModule, specifier: string, name: string): Spot | undefined {
  const target = program.resolver(from.path, specifier);
  const value = target?.exports.find((each) => each.name === name)?.value;
  if (target === undefined || value === undefined) return undefined;
  const users = program.modules.filter((module) =>
    module.imports.some(
      (site) => program.resolver(module.path, site.module) === target && (site.name === name || site.name === '*'),
    ),
  );
  const passing = program.modules.some((module) =>
    module.exports.some(({ from: source }) => source !== undefined && program.resolver(module.path, source) === target),
  );
  if (users.length !== 1 || passing) return undefined;
  if (value.kind === 'call') return { module: target, expression: value };
  const meaning = value.kind === 'name' ? meaningOf(target, value.name, 0) : undefined;
  const [only, second] = meaning !== undefined && 'values' in meaning ? meaning.values : [];
  return only?.kind === 'call' && second === undefined ? { module: target, expression: only } : undefined;
}

/** `createServer` for `server`, unless something there has that name. */
function freeName(
  variable: string,
  modules: readonly JavaScriptModule[],
  reserved: readonly string[],
): string | undefined {
  const capital = `${variable.slice(0, 1).toUpperCase()}${variable.slice(1)}`;
  const taken = namesIn(modules);
  return [`create${capital}`, `createMcp${capital}`, `make${capital}`].find(
    (name) => !taken.has(name) && !reserved.includes(name),
  );
}

/** Every name that modules use or give. */
function namesIn(modules: readonly JavaScriptModule[]): ReadonlySet<string> {
  return new Set(
    modules.flatMap(({ imports, functions, bindings }) => [
      ...imports.map(({ local }) => local),
      ...functions.flatMap((note) => [note.name ?? '', ...note.names]),
      ...bindings.map((binding) => binding.name),
    ]),
  );
}

/** The calls that connect a server to a transport. */
export function connectionsOf(program: Program, transportKey: string): readonly Site[] {
  return program.modules.flatMap((module) =>
    module.calls.filter((call) => isConnection(program, module, call, transportKey)).map((call) => ({ module, call })),
  );
}

function isConnection(program: Program, module: JavaScriptModule, call: CallNote, key: string): boolean {
  const [transport, second] = call.arguments;
  if (call.isNew || call.callee.kind !== 'member' || call.callee.property !== 'connect') return false;
  if (transport === undefined || second !== undefined) return false;
  const origin = originOf(program, { module, expression: transport });
  return origin !== undefined && callAt(origin) !== undefined && keyOf(origin) === key;
}
