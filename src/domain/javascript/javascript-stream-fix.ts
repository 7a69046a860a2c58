import type { Edit, Fix } from '../../model/change.ts';
import type { Peculiarity } from '../../model/server.ts';
import type { CallSite } from '../../model/value.ts';

/** What answers 405 in a framework: as the handler of a route, and as a route for every method but POST. */
interface Refusal {
  readonly handler: string;
  readonly route: (app: string, path: string) => string;
}

const ALL = (handler: string): Refusal => ({ handler, route: (app, path) => `${app}.all(${path}, ${handler});` });
const FASTIFY = '(_request, reply) => reply.code(405).header("Allow", "POST").send()';

const REFUSALS: Readonly<Record<string, Refusal>> = {
  express: ALL('(_req, res) => {\n\tres.status(405).set("Allow", "POST").end();\n}'),
  hono: ALL('(c) => c.body(null, 405, { Allow: "POST" })'),
  fastify: {
    handler: FASTIFY,
    route: (app, path) => `${app}.route({\n\tmethod: ["GET", "DELETE"],\n\turl: ${path},\n\thandler: ${FASTIFY},\n});`,
  },
};

const TITLE = 'Give the transport POST requests only, and answer the others with 405';

/** How a route that hands GET to a stateless transport answers it with 405: `app.all(path, …)`, `app.get(path, one)`. */
export function closedStreamFix({ call, framework }: Peculiarity): Fix | undefined {
  const refusal = REFUSALS[framework ?? ''];
  const [, app, verb] = /^([\w$.]+)\.(all|use|get)$/.exec(call?.callee ?? '') ?? [];
  if (refusal === undefined || call === undefined || app === undefined) return undefined;
  const path = pathIn(call, verb === 'use');
  const given = call.arguments.length;
  if (path === undefined || given < 2 || call.arguments.some(({ name }) => name !== undefined)) return undefined;
  if (verb === 'get' && given > 2) return undefined;
  const edits: readonly Edit[] =
    verb === 'get'
      ? [{ kind: 'call', at: call.at, positions: { 1: refusal.handler } }]
      : [
          { kind: 'swap', at: call.calleeAt, from: `.${verb}`, to: '.post' },
          { kind: 'line', at: call.at, where: 'after', put: refusal.route(app, path) },
        ];
  return { title: TITLE, safety: 'review', edits };
}

/** The path as code; `use` may as well be given a handler there. */
function pathIn({ arguments: [first] }: CallSite, literal: boolean): string | undefined {
  if (first?.value.kind === 'literal') return JSON.stringify(first.value.value);
  return first !== undefined && !literal && /^[\w$.]+$/.test(first.value.text) ? first.value.text : undefined;
}
