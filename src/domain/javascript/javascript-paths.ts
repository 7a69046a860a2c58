import type { Place } from '../../model/location.ts';
import type { Setting, Written } from '../../model/value.ts';
import type { App, PathPattern, Route } from './javascript-apps.ts';
import type { Program } from './javascript-program.ts';
import { functionKey, type Reached } from './javascript-reach.ts';
import { evaluate } from './javascript-values.ts';

const CONTRACT = '/mcp';

/** A path that requests reach the endpoint by. */
interface Candidate {
  readonly path: string;
  readonly at: Place;
  readonly written?: Written;
}

/** The routes that hand an application on to another one: `app.use('/mcp', router)`. */
export type Mounts = (app: App) => readonly Route[];

/** The path that the routes, whose handlers lead to the endpoint, give to it. */
export function pathOfRoutes(program: Program, routes: readonly Route[], mounts: Mounts, at: Place): Setting<string> {
  const serving = routes.filter(({ methods }) => methods !== 'other');
  const candidates = (serving.length > 0 ? serving : routes).flatMap((route) =>
    route.paths.flatMap((pattern) =>
      prefixesOf(program, route.app, mounts).map((prefix) => candidateOf(program, prefix, pattern, route)),
    ),
  );
  return chosen(candidates, at);
}

/** Paths that a bare HTTP handler compares with on its way to the endpoint. */
export function pathOfHandler(program: Program, reached: Reached, at: Place): Setting<string> {
  const compared = program.modules.flatMap((module) =>
    module.compared.filter(
      ({ scope, text }) => text.startsWith('/') && reached.functions.has(functionKey({ module, index: scope })),
    ),
  );
  if (compared.length === 0)
    return { kind: 'default', value: CONTRACT, at, because: 'the handler answers on every path' };
  const exact =
    compared.find(({ text }) => text === CONTRACT) ??
    compared.find(({ text, prefix }) => prefix && `${CONTRACT}/`.startsWith(text) && text !== '/');
  if (exact !== undefined) return { kind: 'set', value: CONTRACT, at: exact.at };
  const [only, second] = compared.filter(
    ({ text }) => !/^\/(?:health|ping|ready|live|status|metrics|favicon|\.well-known)|^\/$/.test(text),
  );
  if (only !== undefined && second === undefined)
    return {
      kind: 'set',
      value: only.text,
      at: only.at,
      written: { as: 'literal', at: only.at, text: only.text },
    };
  return { kind: 'unclear', saw: `one of ${compared.length} that the handler compares with`, at };
}

function chosen(candidates: readonly (Candidate | Place)[], at: Place): Setting<string> {
  const known = candidates.filter((candidate) => 'at' in candidate);
  const contract =
    known.find(({ path }) => path === CONTRACT) ?? (candidates.length === known.length ? known[0] : undefined);
  if (contract !== undefined) {
    const written = contract.written === undefined ? {} : { written: contract.written };
    return { kind: 'set', value: contract.path, at: contract.at, ...written };
  }
  return {
    kind: 'unclear',
    saw: 'built when the program runs',
    at: candidates.find((candidate) => 'range' in candidate) ?? at,
  };
}

/** The paths under which an application is mounted in others; the empty one when it is not. */
function prefixesOf(program: Program, app: App, mounts: Mounts, depth = 0): readonly Prefix[] {
  const outside = depth > 3 ? [] : mounts(app);
  if (outside.length === 0) return [{ text: '' }];
  return outside.flatMap((route) =>
    route.paths.flatMap((pattern) => {
      const own = textOf(program, pattern);
      return prefixesOf(program, route.app, mounts, depth + 1).map((outer): Prefix => {
        if (outer.text === undefined || own.text === undefined) return { text: undefined };
        const text = joined(outer.text, own.text);
        return text === own.text ? own : { text };
      });
    }),
  );
}

interface Prefix {
  readonly text: string | undefined;
  readonly written?: Written;
}

function candidateOf(program: Program, prefix: Prefix, pattern: PathPattern, { app, call }: Route): Candidate | Place {
  const own = textOf(program, pattern);
  const at = pattern.spot?.expression.at ?? call.calleeAt;
  if (own.text === undefined || prefix.text === undefined) return at;
  const whole = joined(prefix.text, own.text);
  // The part that is not right: of `/api` and `/mcp` the first.
  const { written } = whole === own.text ? own : /^\/(?:mcp\/?)?$/.test(own.text) ? prefix : {};
  return {
    path: covers(whole, pattern.prefix, app) ? CONTRACT : whole,
    at,
    ...(written === undefined ? {} : { written: whole === own.text ? written : { ...written, shared: true } }),
  };
}

function textOf(program: Program, { spot }: PathPattern): Prefix {
  if (spot === undefined) return { text: '/' };
  const outcome = evaluate(program, spot);
  if (outcome.kind === 'unclear' || typeof outcome.value !== 'string') return { text: undefined };
  return outcome.written === undefined ? { text: outcome.value } : { text: outcome.value, written: outcome.written };
}

function joined(prefix: string, path: string): string {
  if (path.startsWith('*')) return `${prefix}/${path}`;
  const whole = `${prefix}/${path}`.replaceAll(/\/{2,}/g, '/');
  return prefix !== '' && (path === '/' || path === '') ? whole.replace(/\/$/, '') || '/' : whole;
}

/** Whether a pattern answers `/mcp`: Express and Koa do not mind a slash at the end, Hono and Fastify do. */
function covers(pattern: string, prefix: boolean, { framework }: App): boolean {
  const strict = framework === 'fastify' || framework === 'hono';
  const path = strict ? pattern : pattern.replace(/(.)\/$/, '$1').toLowerCase();
  const [before] = path.split(/\{?\/?\*/);
  if (before !== undefined && before !== path) return before === '' || before === CONTRACT;
  if (prefix && path === '/') return true;
  return path === CONTRACT || /^\/:\w+\??$/.test(path);
}
