import { planFix } from '../apply/plan.ts';
import { readExact } from '../apply/exact.ts';
import { applyText } from '../apply/text.ts';
import type { Planned, Texts, Ward } from '../engine/cure.ts';
import type { Fix, TextChange } from '../model/change.ts';
import type { Check } from '../model/check.ts';
import { Failure } from '../model/failure.ts';
import type { RealWorld } from '../world/index.ts';
import { withTexts } from '../world/overlay.ts';
import { collectAll, judge } from './examine.ts';

/** How a project is mended in memory: all that the loop needs but the one who chooses. */
export function mendingOf(root: string, wanted: readonly Check[], world: RealWorld): Omit<Ward, 'choose'> {
  return {
    async look(texts) {
      const now = withTexts(world, texts);
      return judge(wanted, await collectAll(now), now);
    },
    plan: (fix, texts) => plan(root, fix, withTexts(world, texts)),
    apply: (changes, texts) => apply(world, changes, texts),
  };
}

/** The text of a file in a state of the project. */
export async function textIn(world: RealWorld, path: string, texts: Texts): Promise<string> {
  const file = await withTexts(world, texts).glance(path);
  if (!file.ok) throw new Failure(`\`${path}\` cannot be read: ${file.because}.`);
  return file.text;
}

async function plan(root: string, fix: Fix, world: RealWorld): Promise<Planned> {
  try {
    for (const { at } of fix.edits) readExact(root, at.path);
  } catch (error) {
    if (error instanceof Failure) return { ok: false, because: error.message.replace(/\.$/, '') };
    throw error;
  }
  return planFix(fix, world);
}

async function apply(world: RealWorld, changes: readonly TextChange[], texts: Texts): Promise<Texts> {
  const after = new Map(texts);
  for (const path of new Set(changes.map((change) => change.path))) {
    const own = changes.filter((change) => change.path === path);
    after.set(path, applyText(await textIn(world, path, texts), own));
  }
  return after;
}
