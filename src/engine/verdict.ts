import type { Severity } from '../model/check.ts';
import type { Report } from '../model/report.ts';

/** From which severity on a finding makes the exit code 1. */
export type Threshold = Severity | 'never';

const RANK: Record<Severity, number> = { note: 1, warning: 2, error: 3 };

/**
 * 0: everything asked was answered, nothing at or above the threshold. 1: findings at or above it.
 * 3: something asked could not be answered (or the doctor itself failed), and no finding decides.
 */
export function exitCodeOf(report: Pick<Report, 'outcomes' | 'unread'>, threshold: Threshold): 0 | 1 | 3 {
  const least = threshold === 'never' ? Infinity : RANK[threshold];
  let open = report.unread.length > 0;
  for (const outcome of report.outcomes) {
    if (outcome.status === 'unknown' || outcome.status === 'crashed') open = true;
    if (outcome.status !== 'fail') continue;
    if (outcome.unclear.length > 0) open = true;
    if (outcome.findings.some((finding) => RANK[finding.severity ?? outcome.check.severity] >= least)) return 1;
  }
  return open ? 3 : 0;
}
