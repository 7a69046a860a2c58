import type { Collected, Collector, Collectors, FactName, Facts, Gap, Known } from '../model/fact.ts';
import { Failure } from '../model/failure.ts';
import type { World } from '../model/world.ts';

/** The facts of one run, each with its value or the reason why there is none. */
export type Sheet = { readonly [K in FactName]?: Collected<Facts[K]> };

/**
 * Collects the wanted facts and what they need, each once. A foreseen failure becomes a gap, and whatever needs that
 * fact gets the same gap, so that every check names the root cause. An unforeseen error is a bug and is thrown.
 */
export async function collect(
  wanted: Iterable<FactName>,
  collectors: Partial<Collectors>,
  world: World,
): Promise<Sheet> {
  const pending = new Map<FactName, Promise<Collected<Facts[FactName]>>>();

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
    for (const need of collector.needs) {
      const got = await ask(need);
      if (!got.ok) return got;
      needs[need] = got.value;
    }
    try {
      // The loop above put every fact that the collector declared into `needs`.
      return { ok: true, value: await collector.collect(needs as Known<FactName>, world) };
    } catch (error) {
      if (error instanceof Failure) return { ok: false, gap: gapOf(error) };
      throw error;
    }
  };

  const sheet: Partial<Record<FactName, Collected<unknown>>> = {};
  for (const name of wanted) {
    sheet[name] = await ask(name);
    // What goes on in the background gets its turn.
    await new Promise((resolve) => void setImmediate(resolve));
  }
  // Each name was filled by the collector of that very name.
  return sheet as Sheet;
}

function gapOf(failure: Failure): Gap {
  return failure.hint === undefined ? { because: failure.message } : { because: failure.message, hint: failure.hint };
}
