import { type Bound, boundsOf, releasesOf } from './releases.ts';
import { exactVersion, intersect, newestOf } from './versions.ts';
import { rememberedBy } from '../remembered.ts';

/** What a build asks of one Python package. */
export interface Wish {
  readonly name: string;
  /** All must hold. */
  readonly specifiers: readonly string[];
  readonly extras: readonly string[];
}

/** A version that was chosen. */
export interface Choice {
  readonly name: string;
  readonly version: string;
  /** What it asks of other packages. */
  readonly bounds: readonly Bound[];
}

/**
 * Chooses versions as pip and uv do: of each package the newest, going back where two do not fit. `undefined`: no
 * releases fit together. Packages whose releases are not known take no part.
 */
export function chooseTogether(wishes: readonly Wish[]): readonly Choice[] | undefined {
  return chooseAmong(wishes.filter((wish) => candidatesOf(wish).length > 0));
}

/** The agents of one project mostly ask for the same packages. */
const chooseAmong = rememberedBy(
  (known: readonly Wish[]) => JSON.stringify(known),
  (known) =>
    choose(
      known.toSorted((a, b) => Number(isPinned(b)) - Number(isPinned(a))),
      [],
    ),
);

/** The releases that a wish allows, the newest first; a pin is believed even when the release is not listed. */
export const candidatesOf = rememberedBy(
  ({ name, specifiers }: Wish) => JSON.stringify([name, specifiers]),
  findCandidates,
);

function findCandidates({ name, specifiers }: Wish): readonly string[] {
  const releases = releasesOf('pypi', name);
  if (releases.length === 0) return [];
  const allowed = intersect('pypi', releases, specifiers);
  if (allowed.length > 0) return allowed.toReversed();
  const pin = specifiers.map((specifier) => exactVersion('pypi', specifier)).find((version) => version !== undefined);
  return pin !== undefined && newestOf('pypi', [pin], specifiers) === pin ? [pin] : [];
}

/** Depth first. Of releases that ask for the same, only the newest is tried: the others would fail alike. */
function choose(open: readonly Wish[], chosen: readonly Choice[]): readonly Choice[] | undefined {
  const wish = nextOf(open, chosen);
  if (wish === undefined) return chosen;
  const rest = open.filter(({ name }) => name !== wish.name);
  const tried = new Set<string>();
  for (const version of candidatesOf(withBounds(wish, chosen))) {
    const choice = { name: wish.name, version, bounds: boundsOf(wish.name, version, wish.extras) };
    const asked = JSON.stringify(choice.bounds);
    if (tried.has(asked)) continue;
    tried.add(asked);
    if (!leavesRoom(choice, rest, chosen)) continue;
    const found = choose(rest, [...chosen, choice]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Those that ask come before those that are asked for, so that nothing chosen is bounded afterwards. */
const LAST = ['strands-agents', 'fastmcp', 'mcp'];

function nextOf(open: readonly Wish[], chosen: readonly Choice[]): Wish | undefined {
  const names = new Set([...open, ...chosen].map(({ name }) => name));
  const brought = chosen
    .flatMap(({ bounds }) => bounds)
    .filter(({ on }) => !names.has(on))
    .map(({ on }): Wish => ({ name: on, specifiers: [], extras: [] }));
  const waiting = [...open, ...brought];
  const bounding = waiting.some(({ name }) => !LAST.includes(name));
  const rank = ({ name }: Wish): number => (bounding ? LAST.indexOf(name) : Number(name === 'mcp'));
  return waiting.toSorted((a, b) => rank(a) - rank(b))[0];
}

function withBounds(wish: Wish, chosen: readonly Choice[]): Wish {
  const bounds = chosen.flatMap((choice) => choice.bounds).filter(({ on }) => on === wish.name);
  return { ...wish, specifiers: [...wish.specifiers, ...bounds.map(({ specifier }) => specifier)] };
}

/** Whether some release of every package that is still open fits what a choice asks of it. */
function leavesRoom(choice: Choice, open: readonly Wish[], chosen: readonly Choice[]): boolean {
  return choice.bounds.every(({ on }) => {
    const wish = open.find(({ name }) => name === on) ?? { name: on, specifiers: [], extras: [] };
    return releasesOf('pypi', on).length === 0 || candidatesOf(withBounds(wish, [...chosen, choice])).length > 0;
  });
}

function isPinned({ specifiers }: Wish): boolean {
  return specifiers.some((specifier) => exactVersion('pypi', specifier) !== undefined);
}
