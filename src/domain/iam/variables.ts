import type { Context } from './request.ts';
import { literal } from './pattern.ts';

/**
 * A text of a policy with its variables filled in, as a pattern. `open`: the value of a key is not known, and the
 * pattern has a run in its place. `absent`: the request has no such key, so that the text matches nothing.
 */
export type Filled =
  | { readonly kind: 'filled'; readonly pattern: string }
  | { readonly kind: 'open'; readonly pattern: string; readonly keys: readonly string[] }
  | { readonly kind: 'absent'; readonly pattern: string; readonly keys: readonly string[] };

/** How a text is to be read: whether `*` and `?` are wildcards, and whether the policy's version knows variables. */
export interface Reading {
  readonly wildcards: boolean;
  readonly variables: boolean;
}

/**
 * Fills in `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, `${*}`, `${?}` and `${$}`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html (verified 2026-11-25)
 */
export function filled(text: string, context: Context, { wildcards, variables }: Reading): Filled {
  const asWritten = wildcards ? (part: string): string => part : literal;
  if (!variables || !text.includes('${')) return { kind: 'filled', pattern: asWritten(text) };
  const open: string[] = [];
  const absent: string[] = [];
  const parts = text.split(/\$\{([^}]*)\}/).map((part, index) => {
    if (index % 2 === 0) return asWritten(part);
    const value = valueIn(part, context);
    if (value.kind === 'text') return literal(value.text);
    (value.kind === 'absent' ? absent : open).push(value.key);
    return '*';
  });
  const pattern = parts.join('');
  if (absent.length > 0) return { kind: 'absent', pattern, keys: absent };
  return open.length > 0 ? { kind: 'open', pattern, keys: open } : { kind: 'filled', pattern };
}

type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'open' | 'absent'; readonly key: string };

function valueIn(variable: string, context: Context): Value {
  if (['*', '?', '$'].includes(variable)) return { kind: 'text', text: variable };
  const [, key = '', otherwise] = /^\s*([^\s,]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(variable) ?? [];
  if (key === '') return { kind: 'open', key: variable };
  const value = context(key);
  if (value.kind === 'absent')
    return otherwise === undefined ? { kind: 'absent', key } : { kind: 'text', text: otherwise };
  // A key with several values is no variable, and whether a wildcard in a value is one is not documented.
  const [only] = value.kind === 'known' && value.values.length === 1 ? value.values : [];
  return only === undefined || /[*?]/.test(only) ? { kind: 'open', key } : { kind: 'text', text: only };
}
