import type { Edit } from '../../model/change.ts';
import type { Place } from '../../model/location.ts';
import { meaningOf } from './javascript-names.ts';
import { callAt, keyOf, originOf, type Program, type Spot } from './javascript-program.ts';
import type { CallNote, JavaScriptModule } from './javascript-syntax.ts';

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
  transport?: Place,
): readonly Edit[] | undefined {
  const { module, expression } = server;
  if (expression.kind !== 'name' || calls.some((site) => site.module !== module)) return undefined;
  const meaning = meaningOf(module, expression.name, expression.scope);
  if (meaning === undefined || 'function' in meaning) return undefined;
  const [first] = calls;
  if (first === undefined) return undefined;
  const own = { calls: calls.map(({ call }) => call.at), ...(transport === undefined ? {} : { transport }) };
  if (!('local' in meaning)) {
    const [value, second] = meaning.values;
    const factory = freeName(expression.name, [module]);
    if (value === undefined || second !== undefined || value.kind !== 'call' || factory === undefined) return undefined;
    return [{ kind: 'renew', at: first.call.at, factory, made: value.at, ...own }];
  }
  const made = exportedValue(program, module, meaning.module, meaning.name);
  const factory = made === undefined ? undefined : freeName(expression.name, [module, made.module]);
  if (made === undefined || factory === undefined) return undefined;
  const { at } = made.expression;
  return [
    { kind: 'renew', at, factory, made: at, calls: [] },
    { kind: 'renew', at: first.call.at, factory, ...own },
  ];
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
function freeName(variable: string, modules: readonly JavaScriptModule[]): string | undefined {
  const capital = `${variable.slice(0, 1).toUpperCase()}${variable.slice(1)}`;
  const taken = new Set(
    modules.flatMap(({ imports, functions, bindings }) => [
      ...imports.map(({ local }) => local),
      ...functions.flatMap((note) => [note.name ?? '', ...note.names]),
      ...bindings.map((binding) => binding.name),
    ]),
  );
  return [`create${capital}`, `createMcp${capital}`, `make${capital}`].find((name) => !taken.has(name));
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
