import type { ArnMade, RuntimeUrl } from '../../model/client.ts';
import { encodingOf, encodingOfLiteral } from './client-arn.ts';
import { callableIn } from './client-names.ts';
import { argument, type Expr, flattened, followed, literalOf, type Span } from './client-program.ts';
import { type ClientSource, codeAt } from './client-source.ts';

/** The URLs of a program that are put together around an ARN: `…/runtimes/` + ARN + `/invocations`. */
export function urlsOf(source: ClientSource): readonly RuntimeUrl[] {
  const { resolver } = source;
  const seen = new Set<number>();
  return resolver.program.expressions.flatMap((expr) => {
    if (expr.kind !== 'text') return [];
    const found = arnIn(joined(expr), expr);
    return (found.length > 0 ? found : arnIn(flattened(expr, resolver), expr)).flatMap(
      ({ arn, span }): readonly RuntimeUrl[] => {
        if (seen.has(span.start)) return [];
        seen.add(span.start);
        const encoding = typeof arn === 'string' ? encodingOfLiteral(arn) : encodingOf(arn, resolver);
        const made = madeOf(arn, span, encoding, source);
        const python = resolver.program.language === 'python';
        return [
          {
            ...codeAt(source, span),
            arn: encoding,
            saw: typeof arn === 'string' ? arn : arn.source,
            ...(made === undefined ? {} : { made }),
            ...(python ? { encoder: callableIn(resolver.program, 'urllib.parse', 'quote', 'function') } : {}),
          },
        ];
      },
    );
  });
}

/** The parts of a text that is put together with `+`, names left as they are. */
function joined(expr: Expr): readonly (string | Expr)[] {
  return expr.kind === 'text'
    ? expr.parts.flatMap((part) => (typeof part === 'string' ? [part] : joined(part)))
    : [expr];
}

function arnIn(
  parts: readonly (string | Expr)[],
  whole: Expr,
): readonly { readonly arn: string | Expr; readonly span: Span }[] {
  const index = parts.findIndex((part) => typeof part === 'string' && part.includes('/runtimes/'));
  const before = parts[index];
  if (typeof before !== 'string') return [];
  const rest = before.slice(before.indexOf('/runtimes/') + '/runtimes/'.length);
  const next = parts[index + 1];
  const after = parts.slice(index + 2).find((part) => typeof part === 'string');
  if (rest === '' && next !== undefined && typeof next !== 'string') {
    return typeof after === 'string' && after.startsWith('/invocations') ? [{ arn: next, span: next }] : [];
  }
  const literal = /^(arn.*?)\/invocations/.exec(
    parts
      .slice(index)
      .map((part) => (typeof part === 'string' ? part : '…'))
      .join('')
      .split('/runtimes/')[1] ?? '',
  );
  return literal?.[1] === undefined ? [] : [{ arn: literal[1], span: whole }];
}

/** What stands in the URL, or the call that its name stands for, as far as something can be written in its place. */
function madeOf(
  arn: string | Expr,
  span: Span,
  encoding: RuntimeUrl['arn'],
  source: ClientSource,
): ArnMade | undefined {
  const { resolver, at, text } = source;
  if (typeof arn === 'string')
    return text.slice(span.start, span.end).includes(arn) ? { kind: 'literal', at: at(span) } : undefined;
  if (encoding === 'raw' || encoding === 'raw-name') {
    const mayBeMissing = followed(arn, resolver).some((value) => /^process\.env\b[^?|!]*$/.test(value.source));
    return { kind: 'value', at: at(arn), quotes: quotesIn(arn, source), mayBeMissing };
  }
  const [call, ...others] = followed(arn, resolver);
  if (call?.kind !== 'call' || others.length > 0) return undefined;
  const callee = call.callee.slice(call.callee.lastIndexOf('.') + 1);
  const replaces = callee.startsWith('replace');
  const inner = replaces ? call.on : (argument(call, 'string', 0) ?? call.args[0]?.value);
  if (inner === undefined || (replaces && !/^%(?:3A|2F)$/i.test(literalOf(call.args[1]?.value, resolver) ?? '')))
    return undefined;
  return { kind: 'call', at: at(call), callee, inner: inner.source, quotes: quotesIn(call, source) };
}

/** The quotes for a text at a place: not those of the text around it, which older versions of Python take for its end. */
function quotesIn({ start, end }: Span, { resolver, text }: ClientSource): '"' | "'" {
  const isPart = /\{\s*$/.test(text.slice(Math.max(0, start - 20), start));
  const around = resolver.program.expressions.findLast(
    (expr) => expr.kind === 'text' && expr.start < start && end < expr.end && /^\w*["']/.test(expr.source),
  );
  if (isPart && around !== undefined) return /^\w*"/.test(around.source) ? "'" : '"';
  return text.split("'").length > text.split('"').length ? "'" : '"';
}
