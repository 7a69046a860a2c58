import type { CheckMeta, Finding, Severity } from '../model/check.ts';
import type { Outcome } from '../model/report.ts';

/** A finding with the check that made it. */
export interface Found {
  readonly check: CheckMeta;
  readonly finding: Finding;
}

/** Every finding of a run, in the order of the checks. */
export function foundIn(outcomes: readonly Outcome[]): readonly Found[] {
  return outcomes.flatMap((outcome) =>
    outcome.status === 'fail' ? outcome.findings.map((finding) => ({ check: outcome.check, finding })) : [],
  );
}

/** How grave a finding is: by itself, or as its check is. */
export function severityOf({ check, finding }: Found): Severity {
  return finding.severity ?? check.severity;
}
