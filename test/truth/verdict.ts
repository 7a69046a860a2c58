import { checks } from '../../checks/index.ts';
import { collectAll, judge } from '../../src/commands/examine.ts';
import { foundIn, severityOf } from '../../src/engine/found.ts';
import type { Severity } from '../../src/model/check.ts';
import { openWorld } from '../../src/world/index.ts';
import { evidence } from './evidence.ts';

/** What the doctor says of a project without starting it. */
export interface Verdict {
  readonly found: readonly Said[];
  /** What it cannot tell, with the check. */
  readonly unclear: readonly Said[];
  /** Checks that crashed. */
  readonly crashed: readonly string[];
}

export interface Said {
  readonly id: string;
  readonly severity: Severity;
  readonly text: string;
}

/** Asks the checks that speak of what a process does. */
export async function verdictOn(root: string): Promise<Verdict> {
  const world = openWorld({ root });
  const sheet = await collectAll(world);
  const asked = checks.filter(({ id }) => id in evidence);
  const outcomes = judge(asked, sheet, world);
  return {
    found: foundIn(outcomes).map((one) => ({ id: one.check.id, severity: severityOf(one), text: one.finding.message })),
    unclear: outcomes.flatMap(({ check, ...outcome }) =>
      'unclear' in outcome
        ? outcome.unclear.map(({ unclear }) => ({ id: check.id, severity: check.severity, text: unclear }))
        : [],
    ),
    crashed: outcomes.flatMap((outcome) =>
      outcome.status === 'crashed' ? [`${outcome.check.id}: ${outcome.error}`] : [],
    ),
  };
}
