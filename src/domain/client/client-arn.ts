import type { RuntimeUrl } from '../../model/client.ts';
import { argument, type Expr, flattened, followed, literalOf, type Resolver } from './client-program.ts';

type Encoding = RuntimeUrl['arn'];

/** A name that promises an encoded ARN: nobody can tell from outside whether it keeps the promise. */
const ENCODED_NAME = /enc|esc|quot|url|safe/i;
/** A name that promises an ARN as AWS writes it. */
const RAW_NAME = /(?:^|[_\-.])arn$|Arn$|ARN$/;

/** Whether an ARN that is put into the path of a URL is percent-encoded, and exactly once. */
export function encodingOf(expr: Expr, resolver: Resolver, depth = 0): Encoding {
  if (depth > 6) return 'unclear';
  switch (expr.kind) {
    case 'text':
      return ofText(expr, resolver);
    case 'name':
      return ofName(expr, resolver, depth);
    case 'call':
      return ofCall(expr, resolver, depth);
    case 'member':
      return isRawName(expr.name) ? 'raw-name' : 'unclear';
    default:
      return 'unclear';
  }
}

/** Whether a literal ARN is percent-encoded. */
export function encodingOfLiteral(text: string): Encoding {
  if (/^arn:[\w-]+:bedrock-agentcore:.*\//.test(text)) return 'raw';
  if (/^arn%253A/i.test(text)) return 'double';
  if (!/^arn(?:%3A|:)/i.test(text)) return 'unclear';
  const colon = text.includes(':');
  const slash = text.includes('/');
  if (colon && slash) return 'raw';
  return colon || slash ? 'partly' : 'encoded';
}

/** Whether a name promises a bare ARN. */
export function isRawName(name: string): boolean {
  return RAW_NAME.test(name) && !ENCODED_NAME.test(name);
}

function ofText(expr: Expr, resolver: Resolver): Encoding {
  const literal = literalOf(expr, resolver);
  if (literal !== undefined) return encodingOfLiteral(literal);
  const [first] = flattened(expr, resolver);
  // An ARN that is put together in place: `f"arn:aws:bedrock-agentcore:{region}:…"`.
  return typeof first === 'string' && first.startsWith('arn:') ? 'raw' : 'unclear';
}

function ofName(expr: Extract<Expr, { kind: 'name' }>, resolver: Resolver, depth: number): Encoding {
  const values = followed(expr, resolver);
  const found = new Set(
    values.map((value) =>
      value === expr || value.kind === 'name' ? 'unclear' : encodingOf(value, resolver, depth + 1),
    ),
  );
  const [only] = found;
  if (found.size === 1 && only !== undefined && only !== 'unclear') return only;
  return found.size <= 1 && isRawName(expr.name) ? 'raw-name' : 'unclear';
}

function ofCall(expr: Extract<Expr, { kind: 'call' }>, resolver: Resolver, depth: number): Encoding {
  const name = expr.callee.slice(expr.callee.lastIndexOf('.') + 1);
  const inner = argument(expr, 'string', 0);
  if (name === 'encodeURIComponent' || name === 'quote_plus') return encodedOnce(inner, resolver, depth);
  if (name === 'encodeURI') return 'partly';
  if (name === 'quote' && inner !== undefined) {
    const safe = argument(expr, 'safe', 1);
    const kept = safe === undefined ? '/' : literalOf(safe, resolver);
    if (kept === undefined) return 'unclear';
    return kept.includes('/') || kept.includes(':') ? 'partly' : encodedOnce(inner, resolver, depth);
  }
  if (name === 'replace' || name === 'replaceAll') return ofReplace(expr, resolver);
  if (/environ\.get$|getenv$/.test(expr.callee))
    return isRawName(literalOf(expr.args[0]?.value, resolver) ?? '') ? 'raw-name' : 'unclear';
  return 'unclear';
}

function encodedOnce(inner: Expr | undefined, resolver: Resolver, depth: number): Encoding {
  if (inner === undefined) return 'unclear';
  return encodingOf(inner, resolver, depth + 1) === 'encoded' ? 'double' : 'encoded';
}

/** `arn.replace(':', '%3A').replace('/', '%2F')`: what is replaced along the chain. */
function ofReplace(expr: Expr, resolver: Resolver): Encoding {
  const replaced: string[] = [];
  let current: Expr | undefined = expr;
  while (current?.kind === 'call' && /(?:^|\.)replace(?:All)?$/.test(current.callee)) {
    const put = literalOf(current.args[1]?.value, resolver) ?? '';
    if (/^%3A$/i.test(put)) replaced.push(':');
    if (/^%2F$/i.test(put)) replaced.push('/');
    if (put.startsWith('%25')) return 'unclear';
    current = current.on;
  }
  if (replaced.length === 0) return 'unclear';
  return replaced.includes(':') && replaced.includes('/') ? 'encoded' : partOrChain(current, resolver, replaced);
}

/** The other half may have been replaced in a line before. */
function partOrChain(base: Expr | undefined, resolver: Resolver, replaced: readonly string[]): Encoding {
  if (base === undefined) return 'partly';
  const earlier = encodingOf(base, resolver, 3);
  const complements = earlier === 'partly' && replaced.length === 1;
  return complements || earlier === 'unclear' ? 'unclear' : 'partly';
}
