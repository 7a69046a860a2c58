import type { Aws } from '../model/aws.ts';
import type { Collected, Collector, Collectors, FactName, Facts, Gap, Known } from '../model/fact.ts';
import { Failure } from '../model/failure.ts';
import type { World } from '../model/world.ts';

/** The facts of one run, each with its value or the reason why there is none. */
export type Sheet = { readonly [K in FactName]?: Collected<Facts[K]> };

/**
 * Collects the wanted facts and what they need, each once. A foreseen failure becomes a gap, and whatever needs that
 * fact gets the same gap, so that every check names the root cause. An unforeseen error is a bug and is thrown. What was
 * collected `before` is not collected again.
 */
export async function collect(
  wanted: Iterable<FactName>,
  collectors: Partial<Collectors>,
  world: World,
  before: Sheet = {},
): Promise<Sheet> {
  const pending = new Map<FactName, Promise<Collected<Facts[FactName]>>>();
  for (const [name, fact] of Object.entries(before)) pending.set(name as FactName, Promise.resolve(fact));

  const ask = (name: FactName): Promise<Collected<Facts[FactName]>> => {
    const known = pending.get(name);
    if (known !== undefined) return known;
    const collecting = collectOne(name);
    pending.set(name, collecting);
    return collecting;
  };

  const collectOne = async (name: FactName): Promise<Collected<Facts[FactName]>> => {
    const collector = collectors[name] as Collector<FactName> | undefined;
    if (collector === undefined) return { ok: false, gap: { because: `nothing collects \`${name}\`` } };
    const needs: Partial<Record<FactName, unknown>> = {};
    // Facts of the cloud wait for the network: they are asked for side by side.
    const asked = collector.needs.map((need) => [need, ask(need)] as const);
    for (const [need, answer] of asked) {
      const got = await answer;
      if (!got.ok) return got;
      needs[need] = got.value;
    }
    try {
      // The loop above put every fact that the collector declared into `needs`.
      return { ok: true, value: await collector.collect(needs as Known<FactName>, worldFor(collector, world)) };
    } catch (error) {
      if (error instanceof Failure) return { ok: false, gap: gapOf(error) };
      throw error;
    }
  };

  const sheet: Partial<Record<FactName, Collected<unknown>>> = { ...before };
  const [near, far] = apart([...wanted], collectors);
  for (const name of near) {
    sheet[name] = await ask(name);
    // What goes on in the background gets its turn.
    await new Promise((resolve) => void setImmediate(resolve));
  }
  await Promise.all(far.map(async (name) => (sheet[name] = await ask(name))));
  // Each name was filled by the collector of that very name.
  return sheet as Sheet;
}

/** The facts that files give, and those that are waited for: the latter are asked for side by side. */
function apart(
  names: readonly FactName[],
  collectors: Partial<Collectors>,
): readonly [near: readonly FactName[], far: readonly FactName[]] {
  const isNear = (name: FactName): boolean => collectors[name]?.source === 'files';
  return [names.filter(isNear), names.filter((name) => !isNear(name))];
}

/** A collector's view of the world: of AWS it may call what it declares, so that the policy of the README is true. */
function worldFor({ permissions }: Collector<FactName>, world: World): World {
  const { aws } = world;
  if (aws === undefined) return world;
  const declared: Aws = {
    region: aws.region,
    isCustom: aws.isCustom,
    ask(call) {
      const action = aws.actionOf(call);
      if (permissions?.includes(action) !== true) throw new Error(`no collector of this fact declares \`${action}\``);
      return aws.ask(call);
    },
    actionOf: (call) => aws.actionOf(call),
  };
  return { ...world, aws: declared };
}

function gapOf(failure: Failure): Gap {
  return failure.hint === undefined ? { because: failure.message } : { because: failure.message, hint: failure.hint };
}
