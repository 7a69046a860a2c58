import type { Report } from '../model/report.ts';

/** The numbers of a run. `unknown` counts checks that were asked and could not be answered, wholly or in part. */
export interface Summary {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly unknown: number;
  readonly passed: number;
  readonly notApplicable: number;
  readonly crashed: number;
  /** Findings silenced by comments. */
  readonly ignored: number;
}

/** Counts a report. */
export function summaryOf({ outcomes }: Report): Summary {
  const severities = outcomes.flatMap((outcome) =>
    outcome.status === 'fail' ? outcome.findings.map(({ severity }) => severity ?? outcome.check.severity) : [],
  );
  const having = (status: string): number => outcomes.filter((outcome) => outcome.status === status).length;
  return {
    errors: severities.filter((severity) => severity === 'error').length,
    warnings: severities.filter((severity) => severity === 'warning').length,
    notes: severities.filter((severity) => severity === 'note').length,
    unknown:
      having('unknown') + outcomes.filter((outcome) => outcome.status === 'fail' && outcome.unclear.length > 0).length,
    passed: having('pass'),
    notApplicable: having('not-applicable'),
    crashed: having('crashed'),
    ignored: outcomes.reduce((sum, outcome) => sum + ('ignored' in outcome ? outcome.ignored : 0), 0),
  };
}
