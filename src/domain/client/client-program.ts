/**
 * Client code in a form that is the same for Python and TypeScript: expressions, who assigns what to which name, calls.
 * It is as much of a program as the questions about clients need, and no more.
 */

/** A stretch of the source, as offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Expr = Span & { readonly source: string } & (
    | { readonly kind: 'text'; readonly parts: readonly (string | Expr)[] }
    | { readonly kind: 'name'; readonly name: string; readonly scope: number }
    | { readonly kind: 'map'; readonly entries: readonly MapEntry[]; readonly spreads: readonly Expr[] }
    | {
        readonly kind: 'call';
        readonly callee: string;
        readonly on?: Expr;
        readonly args: readonly Arg[];
        readonly spreads: readonly Expr[];
      }
    | { readonly kind: 'member'; readonly on: Expr; readonly name: string }
    | { readonly kind: 'other'; readonly children: readonly Expr[] }
  );

export type Call = Extract<Expr, { kind: 'call' }>;

export interface MapEntry {
  /** Absent: computed. */
  readonly key?: string;
  readonly value: Expr;
}

export interface Arg {
  readonly name?: string;
  readonly value: Expr;
}

export interface Assignment {
  readonly name: string;
  readonly value: Expr;
  readonly scope: number;
  readonly start: number;
  /** `headers["Accept"] = …`: the key that is set in what the name holds. */
  readonly key?: string;
}

export interface FunctionDefinition {
  readonly name: string;
  readonly scope: number;
  readonly parameters: readonly string[];
  readonly returns: readonly Expr[];
}

export interface ImportOf extends Span {
  readonly module: string;
  readonly name: string;
  /** What it is called in the file. */
  readonly local: string;
  readonly scope: number;
}

/** A module that is imported as a whole: `import urllib.parse`. */
export interface ImportedModule {
  readonly module: string;
  readonly local: string;
  readonly scope: number;
}

/** What a `with` statement opens, and the names that it unpacks it into. */
export interface Opening {
  readonly value: Expr;
  readonly targets: readonly (Span & { readonly source: string })[];
}

export interface Program {
  readonly language: 'python' | 'typescript';
  /** The scope around each scope; the module is 0 and has none. */
  readonly outer: readonly (number | undefined)[];
  readonly assignments: readonly Assignment[];
  readonly functions: readonly FunctionDefinition[];
  /** Every expression, outermost first. */
  readonly expressions: readonly Expr[];
  readonly imports: readonly ImportOf[];
  readonly modules: readonly ImportedModule[];
  readonly openings: readonly Opening[];
}

/** A program that knows what its names stand for. */
export interface Resolver {
  readonly program: Program;
  /** What a name stands for at its place: the last assignment before it in its function, else those around it. */
  definitions(name: Extract<Expr, { kind: 'name' }>): readonly Expr[];
  /** Whether it is a parameter of the function it is used in. */
  isParameter(name: Extract<Expr, { kind: 'name' }>): boolean;
  /** The functions of the file that a call may be a call of. */
  functions(callee: string): readonly FunctionDefinition[];
  /** The keys that are set in a map after it was made, by name: `headers["Accept"] = …`. */
  additions(name: Extract<Expr, { kind: 'name' }>): readonly Assignment[];
}

/** Indexes a program by name. */
export function resolverOf(program: Program): Resolver {
  const byName = groupBy(program.assignments, ({ name }) => name);
  const functions = groupBy(program.functions, ({ name }) => name);
  const around = (scope: number): readonly number[] => {
    const scopes = [scope];
    for (let next = program.outer[scope]; next !== undefined; next = program.outer[next]) scopes.push(next);
    return scopes;
  };
  const assigned = (name: string, scope: number, before: number): readonly Assignment[] => {
    const all = (byName.get(name) ?? []).filter(({ key }) => key === undefined);
    for (const [distance, current] of around(scope).entries()) {
      const here = all.filter((one) => one.scope === current);
      if (here.length === 0 && !hasParameter(current, name)) continue;
      if (distance > 0) return here;
      // Not the assignment that the name itself stands in: `arn = quote(arn)`.
      const last = here.filter(({ value }) => value.end <= before).at(-1);
      return last === undefined ? [] : [last];
    }
    return [];
  };
  const hasParameter = (scope: number, name: string): boolean =>
    program.functions.some((one) => one.scope === scope && one.parameters.includes(name));
  return {
    program,
    definitions: ({ name, scope, start }) => assigned(name, scope, start).map(({ value }) => value),
    isParameter: ({ name, scope, start }) =>
      assigned(name, scope, start).length === 0 && around(scope).some((one) => hasParameter(one, name)),
    functions: (callee) => functions.get(callee.slice(callee.lastIndexOf('.') + 1)) ?? [],
    additions: ({ name, scope }) => {
      const scopes = around(scope);
      return (byName.get(name) ?? []).filter((one) => one.key !== undefined && scopes.includes(one.scope));
    },
  };
}

/** What an expression stands for once names are followed: itself when it is no name, or cannot be followed. */
export function followed(expr: Expr, resolver: Resolver, depth = 0): readonly Expr[] {
  if (expr.kind !== 'name' || depth > 6) return [expr];
  const found = resolver.definitions(expr);
  return found.length === 0 ? [expr] : found.flatMap((one) => followed(one, resolver, depth + 1));
}

/** The parts of a text with the texts that its names stand for put in; what is not a text stays an expression. */
export function flattened(expr: Expr, resolver: Resolver, depth = 0): readonly (string | Expr)[] {
  if (depth > 6) return [expr];
  if (expr.kind === 'text') {
    return expr.parts.flatMap((part) => (typeof part === 'string' ? [part] : flattened(part, resolver, depth + 1)));
  }
  const [only, ...others] = expr.kind === 'name' ? resolver.definitions(expr) : [];
  // A name that stands for a text is that text; one that stands for a call keeps its name, for the call has it in it.
  return only?.kind === 'text' && others.length === 0 ? flattened(only, resolver, depth + 1) : [expr];
}

/** The text of a literal, also through names. */
export function literalOf(expr: Expr | undefined, resolver: Resolver): string | undefined {
  if (expr === undefined) return undefined;
  const parts = flattened(expr, resolver);
  return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined;
}

/** An argument by its keyword, or by its place among those without one. */
export function argument(call: Call, name: string, position?: number): Expr | undefined {
  const named = call.args.find((arg) => arg.name === name);
  if (named !== undefined || position === undefined) return named?.value;
  return call.args.filter((arg) => arg.name === undefined)[position]?.value;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
