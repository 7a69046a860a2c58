import { type App, appOf, type Route } from './javascript-apps.ts';
import type { Endpoint } from './javascript-endpoints.ts';
import type { Served } from './javascript-guard.ts';
import type { Listen } from './javascript-listens.ts';
import type { Program } from './javascript-program.ts';
import { type Reached, reachedFrom } from './javascript-reach.ts';

/** A program, its endpoints, and all that may bring requests to them. */
export interface Whole {
  readonly program: Program;
  readonly endpoints: readonly Endpoint[];
  readonly routes: readonly Route[];
  readonly listens: readonly Listen[];
  /** What each route and each listening call reaches; worked out once. */
  readonly reached: Map<Route | Listen, Reached>;
}

/** What a request to a route, or to a port, can touch. */
export function reachedBy({ program, reached }: Whole, from: Route | Listen): Reached {
  const known = reached.get(from) ?? reachedFrom(program, from.handlers);
  reached.set(from, known);
  return known;
}

/** How requests come to an endpoint. */
export interface Service extends Served {
  readonly routes: readonly Route[];
  /** Listening calls that answer with the endpoint. */
  readonly listens: readonly Listen[];
}

/** Finds the routes and the ports that lead to an endpoint. */
export function serviceOf(whole: Whole, endpoint: Endpoint): Service {
  const leads = (from: Route | Listen): boolean => isReached(reachedBy(whole, from), endpoint);
  const routes = whole.routes.filter(leads);
  const apps = withOuterApps(whole, routes);
  const keys = new Set(apps.map(({ key }) => key));
  const linked = whole.listens.filter((listen) => leads(listen) || [...listen.apps].some((key) => keys.has(key)));
  const listens = linked.length > 0 || whole.listens.length > 1 ? linked : whole.listens;
  const all = [...routes, ...listens.filter(leads)].map((from) => reachedBy(whole, from));
  return {
    routes,
    apps: [...apps, ...appsOf(whole, listens)],
    listens,
    reached: {
      functions: new Set(all.flatMap(({ functions }) => [...functions])),
      objects: new Set(all.flatMap(({ objects }) => [...objects])),
    },
  };
}

/** Whether what a request touches includes an endpoint. */
export function isReached({ functions, objects }: Reached, { key, madeIn }: Endpoint): boolean {
  return objects.has(key) || functions.has(madeIn);
}

/** The applications of the routes, and those that these are mounted in. */
function withOuterApps(whole: Whole, routes: readonly Route[]): readonly App[] {
  const apps = new Map(routes.map(({ app }) => [app.key, app]));
  for (const inner of apps.values()) {
    for (const { app } of mountsOf(whole, inner)) if (!apps.has(app.key)) apps.set(app.key, app);
  }
  return [...apps.values()];
}

/** The routes that hand an application on to another one. */
export function mountsOf(whole: Whole, { key }: App): readonly Route[] {
  return whole.routes.filter((route) => route.app.key !== key && reachedBy(whole, route).objects.has(key));
}

function appsOf({ program }: Whole, listens: readonly Listen[]): readonly App[] {
  return listens.flatMap(({ handlers }) => handlers.flatMap((spot) => appOf(program, spot) ?? []));
}
