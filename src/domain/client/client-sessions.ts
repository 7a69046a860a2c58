import type { SessionId, SessionMade } from '../../model/client.ts';
import { callableIn } from './client-names.ts';
import { type Expr, flattened, followed, type Resolver } from './client-program.ts';
import { type ClientSource, codeAt } from './client-source.ts';

const SESSION_KEY = /^(?:runtimeSessionId|x-amzn-bedrock-agentcore-runtime-session-id)$/i;

/** The runtime session ids of a program whose length can be told. */
export function sessionsOf(source: ClientSource): readonly SessionId[] {
  const { resolver } = source;
  return resolver.program.expressions.flatMap((expr) => {
    const entries =
      expr.kind === 'map'
        ? expr.entries
        : expr.kind === 'call'
          ? expr.args.map(({ name, value }) => ({ ...(name === undefined ? {} : { key: name }), value }))
          : [];
    return entries.flatMap(({ key, value }): readonly SessionId[] => {
      const length = key !== undefined && SESSION_KEY.test(key) ? lengthOf(value, resolver) : undefined;
      if (length === undefined) return [];
      const { language } = resolver.program;
      const generator = language === 'python' ? callableIn(resolver.program, 'uuid', 'uuid4', 'module') : undefined;
      return [
        {
          ...codeAt(source, value),
          length,
          saw: value.source,
          made: madeOf(value, source),
          ...(generator === undefined ? {} : { generator }),
        },
      ];
    });
  });
}

/** The text or call that an id is, or that its name stands for. */
function madeOf(value: Expr, { resolver, at }: ClientSource): SessionMade {
  const [only, ...others] = followed(value, resolver);
  const made = only === undefined || others.length > 0 ? value : only;
  const inner = made.kind === 'call' && /^(?:str|String)$/.test(made.callee) ? made.args[0]?.value : made;
  const hex = inner?.kind === 'member' && inner.name === 'hex' ? inner.on.source : undefined;
  return { kind: 'code', at: at(made), ...(hex === undefined ? {} : { hex }) };
}

/** The length of a text of which every part is known; a UUID has 36 characters, its `hex` 32. */
function lengthOf(expr: Expr, resolver: Resolver, depth = 0): number | undefined {
  let length = 0;
  for (const part of flattened(expr, resolver)) {
    const one =
      typeof part === 'string' ? (isPlaceholder(part) ? undefined : part.length) : uuidLength(part, resolver, depth);
    if (one === undefined) return undefined;
    length += one;
  }
  return length;
}

function uuidLength(expr: Expr, resolver: Resolver, depth: number): number | undefined {
  if (depth > 6) return undefined;
  const [value, ...others] = expr.kind === 'name' ? resolver.definitions(expr) : [expr];
  if (value === undefined || others.length > 0) return undefined;
  if (value.kind === 'text') return lengthOf(value, resolver, depth + 1);
  if (
    value.kind === 'member' &&
    value.name === 'hex' &&
    value.on.kind === 'call' &&
    /(?:^|\.)uuid[14]$/.test(value.on.callee)
  )
    return 32;
  if (value.kind !== 'call') return undefined;
  if (/(?:^|\.)(?:uuid[14]|randomUUID|uuidv4)$/.test(value.callee)) return 36;
  const inner = value.callee === 'str' || value.callee === 'String' ? value.args[0]?.value : undefined;
  return inner === undefined ? undefined : uuidLength(inner, resolver, depth + 1);
}

/** Whether a text stands for something that the reader puts in. */
export function isPlaceholder(text: string): boolean {
  return /[<>[\]{}$]|\.\.\.|…|your|\bxxx/i.test(text) || /^[A-Z][A-Z0-9_-]*$/.test(text);
}
