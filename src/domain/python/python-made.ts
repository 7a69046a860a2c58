import { isOuter, routesIn } from './python-apps.ts';
import { authenticatorsIn } from './python-drafts.ts';
import { type CallMade, given, type Given, type Made, type Notes, type Thing, type Walk } from './python-things.ts';

/** What another package's function gives. */
export function make(name: string, call: CallMade): Made {
  const notes: Notes = { routes: [], options: [], commands: [], authentication: [], lifespan: undefined };
  if (isOuter(name)) {
    notes.routes.push(...routesIn(given(call, 'routes')?.thing));
    const middleware = given(call, 'middleware');
    if (middleware !== undefined)
      notes.authentication.push(...authenticatorsIn(middleware.thing, middleware.written.at));
  }
  return { kind: 'made', name, call, notes };
}

/** Functions handed to code that cannot be seen may be called by it. */
export function handOver(list: readonly Given[], walk: Walk): void {
  for (const { thing } of list) escape(thing, walk);
}

/** One such thing. */
export function escape(thing: Thing, walk: Walk): void {
  if (thing.kind === 'function') walk.escaped.add(thing.definition);
  if (thing.kind === 'server') thing.draft.handedOver = true;
  if (thing.kind === 'asgi') thing.app.draft.handedOver = true;
  if (thing.kind === 'list') for (const item of thing.items) escape(item, walk);
  if (thing.kind === 'partial') escape(thing.of, walk);
}
