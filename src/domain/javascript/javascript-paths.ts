import type { Place } from '../../model/location.ts';
import type { Setting } from '../../model/value.ts';
import type { App, PathPattern, Route } from './javascript-apps.ts';
import type { Program } from './javascript-program.ts';
import { functionKey, type Reached } from './javascript-reach.ts';
import { evaluate } from './javascript-values.ts';

const CONTRACT = '/mcp';

/** A path that requests reach the endpoint by. */
interface Candidate {
  readonly path: string;
  readonly at: Place;
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
  if (only !== undefined && second === undefined) return { kind: 'set', value: only.text, at: only.at };
  return { kind: 'unclear', saw: `one of ${compared.length} that the handler compares with`, at };
}

function chosen(candidates: readonly (Candidate | Place)[], at: Place): Setting<string> {
  const known = candidates.filter((candidate) => 'at' in candidate);
  const contract =
    known.find(({ path }) => path === CONTRACT) ?? (candidates.length === known.length ? known[0] : undefined);
  if (contract !== undefined) return { kind: 'set', value: contract.path, at: contract.at };
  return {
    kind: 'unclear',
    saw: 'built when the program runs',
    at: candidates.find((candidate) => 'range' in candidate) ?? at,
  };
}

/** The paths under which an application is mounted in others; the empty one when it is not. */
function prefixesOf(program: Program, app: App, mounts: Mounts, depth = 0): readonly (string | undefined)[] {
  const outside = depth > 3 ? [] : mounts(app);
  if (outside.length === 0) return [''];
  return outside.flatMap((route) =>
    route.paths.flatMap((pattern) => {
      const own = textOf(program, pattern);
      return prefixesOf(program, route.app, mounts, depth + 1).map((outer) =>
        outer === undefined || own === undefined ? undefined : joined(outer, own),
      );
    }),
  );
}

function candidateOf(
  program: Program,
  prefix: string | undefined,
  pattern: PathPattern,
  { app, call }: Route,
): Candidate | Place {
  const own = textOf(program, pattern);
  const at = pattern.spot?.expression.at ?? call.calleeAt;
  if (own === undefined || prefix === undefined) return at;
  const whole = joined(prefix, own);
  return { path: covers(whole, pattern.prefix, app) ? CONTRACT : whole, at };
}

function textOf(program: Program, { spot }: PathPattern): string | undefined {
  if (spot === undefined) return '/';
  const outcome = evaluate(program, spot);
  return outcome.kind === 'known' && typeof outcome.value === 'string' ? outcome.value : undefined;
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
