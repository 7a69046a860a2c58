import type { TokenPick, TokenUse } from '../../model/client.ts';
import type { Located } from '../../model/location.ts';
import { type Call, type Expr, followed, type Resolver } from './client-program.ts';
import { type ClientSource, codeAt } from './client-source.ts';

type Kept = 'yes' | 'maybe' | 'no';

/** The places of a program that take an ID token, and whether it goes to a runtime as the bearer token. */
export function tokensOf(source: ClientSource): readonly TokenUse[] {
  const { resolver, text } = source;
  const taken = resolver.program.expressions.filter(isTaken);
  if (taken.length === 0) return [];
  const toRuntime =
    /\/runtimes\//.test(text) ||
    (/bedrock-?agentcore/i.test(text) && /streamable_?http_?client|StreamableHTTPClientTransport/i.test(text));
  const bearers = bearersOf(resolver);
  const sent = bearers.filter((bearer) => isIdToken(bearer, resolver) === 'yes');
  const [first] = sent;
  const maybe = bearers.some((bearer) => isIdToken(bearer, resolver) === 'maybe');
  const cognito = /cognito|initiate_?auth/i.test(text);
  const ways = sent.map((bearer) => wayTo(bearer, resolver));
  const both = resolver.program.expressions.some(isAccess);
  const picks = both
    ? sent.map((bearer) => nameBeside(bearer, source))
    : [...new Set(ways.flatMap((way) => way.taken))].map((expr) => pickOf(expr, source));
  return taken.map((expr) => ({
    ...codeAt(source, expr),
    key: keyOf(expr, ID_KEYS) === 'id_token' ? 'id_token' : 'IdToken',
    cognito,
    picks: picks.includes(undefined) ? [] : picks.flatMap((pick) => pick ?? []),
    alone: both || ways.every(({ alone }) => alone),
    ...(first !== undefined && toRuntime
      ? { sent: 'yes' as const, sentAt: source.at(first) }
      : { sent: maybe && toRuntime ? ('unclear' as const) : ('no' as const) }),
  }));
}

/** What a token is taken by on the way to where it is sent, and whether nothing else of the file uses what is on it. */
interface Way {
  readonly taken: readonly Expr[];
  readonly alone: boolean;
}

function wayTo(expr: Expr, resolver: Resolver, depth = 0): Way {
  if (depth > 6) return { taken: [], alone: false };
  if (isTaken(expr)) return { taken: [expr], alone: true };
  const further = nextOf(expr, resolver).map((one) => wayTo(one, resolver, depth + 1));
  const own = usesOf(expr, resolver);
  return { taken: further.flatMap(({ taken }) => taken), alone: own === 1 && further.every(({ alone }) => alone) };
}

function nextOf(expr: Expr, resolver: Resolver): readonly Expr[] {
  if (expr.kind === 'name') return resolver.definitions(expr);
  if (expr.kind !== 'call') return [];
  return isKept(expr) ? [expr.on] : resolver.functions(expr.callee).flatMap((one) => one.returns);
}

/** How often a program uses what an expression names; one that names nothing is used where it stands. */
function usesOf(expr: Expr, { program }: Resolver): number {
  if (expr.kind === 'name')
    return program.expressions.filter((one) => one.kind === 'name' && one.name === expr.name).length;
  if (expr.kind !== 'call' || isKept(expr)) return 1;
  return program.expressions.filter((one) => one.kind === 'call' && one.callee === expr.callee).length;
}

/** The name of the access token beside that of the ID token which is sent. */
function nameBeside(bearer: Expr, { resolver, at }: ClientSource): TokenPick | undefined {
  const { assignments } = resolver.program;
  const [taken, ...others] = bearer.kind === 'name' ? resolver.definitions(bearer) : [];
  const own = assignments.find(({ value }) => value === taken);
  const access = assignments.filter(({ value, scope }) => scope === own?.scope && isAccess(value));
  const [other, ...more] = access.filter(({ start }) => start < bearer.start);
  return own === undefined || others.length > 0 || other === undefined || more.length > 0
    ? undefined
    : { value: bearer.source, at: at(bearer), access: other.name };
}

/** `const { IdToken } = result` takes a member and names something after it. */
function pickOf(expr: Expr, { resolver, at }: ClientSource): TokenPick {
  const value = expr.kind === 'member' ? expr.name : (keyOf(expr, ID_KEYS) ?? '');
  const bare = resolver.program.assignments.some((one) => one.value === expr && one.name === expr.source);
  return { value, at: at(expr), ...(bare ? { bare } : {}) };
}

/** The environment variables that a program sends to a runtime as bearer tokens. */
export function bearerVariablesOf({ resolver, text, at }: ClientSource): readonly Located<string>[] {
  if (!/\/runtimes\//.test(text)) return [];
  return bearersOf(resolver).flatMap((bearer) =>
    followed(bearer, resolver).flatMap((value) => {
      const name = /^(?:os\.)?(?:environ(?:\.get)?|getenv)\W+["'](\w+)["']|^process\.env\W+(\w+)/.exec(value.source);
      const variable = name?.[1] ?? name?.[2];
      return variable === undefined ? [] : [{ value: variable, at: at(bearer) }];
    }),
  );
}

/** What is put behind `Bearer `. */
function bearersOf({ program }: Resolver): readonly Expr[] {
  return program.expressions.flatMap((expr) => {
    if (expr.kind !== 'text') return [];
    return expr.parts.flatMap((part, index) => {
      const before = expr.parts[index - 1];
      const label =
        typeof before === 'string' ? before : before?.kind === 'text' ? before.source.replaceAll(/["'`]/g, '') : '';
      return typeof part !== 'string' && /bearer\s+$/i.test(label) ? [part] : [];
    });
  });
}

function isIdToken(expr: Expr, resolver: Resolver, depth = 0): Kept {
  if (depth > 6) return 'no';
  if (isTaken(expr)) return 'yes';
  if (expr.kind === 'name') {
    const values = followed(expr, resolver).filter((value) => value !== expr);
    return all(values.map((value) => isIdToken(value, resolver, depth + 1)));
  }
  if (expr.kind === 'call') {
    if (isKept(expr)) return isIdToken(expr.on, resolver, depth + 1);
    const returns = resolver.functions(expr.callee).flatMap((one) => one.returns);
    return all(returns.map((value) => isIdToken(value, resolver, depth + 1)));
  }
  // One of several: `id_token or access_token`.
  if (expr.kind === 'other')
    return expr.children.some((child) => isIdToken(child, resolver, depth + 1) !== 'no') ? 'maybe' : 'no';
  return 'no';
}

/** A call that gives the token that it is called on: `token.strip()`. */
function isKept(expr: Call): expr is Call & { readonly on: Expr } {
  return expr.on !== undefined && /strip|getJwtToken|toString$/.test(expr.callee);
}

function all(kept: readonly Kept[]): Kept {
  if (kept.length > 0 && kept.every((one) => one === 'yes')) return 'yes';
  return kept.some((one) => one !== 'no') ? 'maybe' : 'no';
}

function isTaken(expr: Expr): boolean {
  return keyOf(expr, ID_KEYS) !== undefined;
}

function isAccess(expr: Expr): boolean {
  return keyOf(expr, ACCESS_KEYS) !== undefined;
}

/** `result['IdToken']`, `result.get('IdToken')`, `tokens.idToken`, `session.getIdToken()` */
function keyOf(expr: Expr, keys: ReadonlySet<string>): string | undefined {
  if (expr.kind === 'member') return keys.has(expr.name) ? expr.name : undefined;
  if (expr.kind !== 'call') return undefined;
  const getter = /(?:^|\.)get((?:Id|Access)Token)$/.exec(expr.callee)?.[1];
  if (getter !== undefined && keys.has(getter)) return getter;
  const [key] = /(?:^|\.)get$/.test(expr.callee) && expr.args[0]?.value.kind === 'text' ? expr.args[0].value.parts : [];
  return typeof key === 'string' && keys.has(key) ? key : undefined;
}

const ID_KEYS = new Set(['IdToken', 'id_token', 'idToken']);
const ACCESS_KEYS = new Set(['AccessToken', 'access_token', 'accessToken']);
