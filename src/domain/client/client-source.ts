import type { ClientCode } from '../../model/client.ts';
import type { Place } from '../../model/location.ts';
import {
  type Call,
  type Expr,
  flattened,
  followed,
  type MapEntry,
  type Resolver,
  type Span,
} from './client-program.ts';

/** A program and where it stands. */
export interface ClientSource {
  readonly resolver: Resolver;
  /** The whole text of the file or code block. */
  readonly text: string;
  readonly document: boolean;
  at(span: Span): Place;
}

/** What every finding about client code carries. */
export function codeAt({ resolver, document, at }: ClientSource, span: Span): ClientCode {
  return { at: at(span), language: resolver.program.language, document };
}

/** The calls of a program. */
export function callsOf({ resolver }: ClientSource): readonly Call[] {
  return resolver.program.expressions.filter((expr) => expr.kind === 'call');
}

/** What an expression comes to, through names and through functions of the same file that return one thing. */
export function resolved(expr: Expr, resolver: Resolver, depth = 0): Expr {
  const [only, ...others] = followed(expr, resolver);
  if (only === undefined || others.length > 0 || depth > 4) return expr;
  if (only.kind !== 'call') return only;
  const [called, ...more] = resolver.functions(only.callee);
  const [value] = called?.returns ?? [];
  return value === undefined || more.length > 0 || called?.returns.length !== 1
    ? only
    : resolved(value, resolver, depth + 1);
}

/** The members of a map, those set later included; `open`: there may be more. */
export interface Members {
  readonly entries: readonly MapEntry[];
  readonly open: boolean;
}

/** Reads a map through names, spreads and later assignments of its keys; `undefined` when it is none. */
export function membersOf(expr: Expr, resolver: Resolver, depth = 0): Members | undefined {
  const map = resolved(expr, resolver);
  if (map.kind !== 'map' || depth > 4) return undefined;
  const spread = map.spreads.map((inner) => membersOf(inner, resolver, depth + 1));
  const later =
    expr.kind === 'name'
      ? resolver.additions(expr).map(({ key, value }) => (key === '' || key === undefined ? { value } : { key, value }))
      : [];
  const updated =
    expr.kind === 'name' &&
    resolver.program.expressions.some((one) => one.kind === 'call' && one.callee === `${expr.name}.update`);
  const entries = [...spread.flatMap((one) => one?.entries ?? []), ...map.entries, ...later];
  return {
    entries,
    open:
      updated || spread.some((one) => one === undefined || one.open) || entries.some(({ key }) => key === undefined),
  };
}

/** A text with `\0` for every part that is not known. */
export function shapeOf(expr: Expr, resolver: Resolver): string {
  return flattened(resolved(expr, resolver), resolver)
    .map((part) => (typeof part === 'string' ? part : '\0'))
    .join('');
}
