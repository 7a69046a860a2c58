import type { Check, CheckMeta, Finding, Unclear } from '../model/check.ts';
import type { FactName, Facts, Gap, Known } from '../model/fact.ts';
import type { Outcome } from '../model/report.ts';
import type { Sheet } from './collect.ts';

/** Asks one check about the facts of a sheet. Never throws: a bug in a check is that check's outcome. */
export function runCheck(check: Check, sheet: Sheet): Outcome {
  try {
    return judgeAll(check, sheet);
  } catch (error) {
    return {
      check: metaOf(check),
      status: 'crashed',
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

function judgeAll(check: Check, sheet: Sheet): Outcome {
  const meta = metaOf(check);
  const known: Partial<Record<FactName, unknown>> = {};
  for (const name of check.needs) {
    const fact = sheet[name];
    if (fact === undefined || !fact.ok) {
      const gap = fact?.gap ?? { because: `\`${name}\` was not collected` };
      return { check: meta, status: 'unknown', examined: 0, gap, unclear: [], ignored: 0 };
    }
    known[name] = fact.value;
  }
  let gap: Gap | undefined;
  for (const name of check.also ?? []) {
    const fact = sheet[name];
    if (fact?.ok === true) known[name] = fact.value;
    // It was asked for, and what it would have said is missing.
    else if (fact !== undefined) gap ??= fact.gap;
  }
  const findings: Finding[] = [];
  const unclear: Unclear[] = [];
  let examined = 0;
  // The loop above put every fact that the check declared into `known`.
  for (const subject of check.subjects(known as Known<FactName> & Facts)) {
    examined += 1;
    const verdict = check.judge(subject);
    if (verdict === undefined) continue;
    if ('unclear' in verdict) unclear.push(verdict);
    else findings.push(verdict);
  }
  if (examined === 0 && gap === undefined) return { check: meta, status: 'not-applicable' };
  if (findings.length > 0) return { check: meta, status: 'fail', examined, findings, unclear, ignored: 0 };
  if (unclear.length > 0 || gap !== undefined)
    return { check: meta, status: 'unknown', examined, ...(gap === undefined ? {} : { gap }), unclear, ignored: 0 };
  return { check: meta, status: 'pass', examined, ignored: 0 };
}

/** What a report carries of a check: its words, not its functions. */
export function metaOf({ id, title, severity, why, remedy, references, fix }: CheckMeta): CheckMeta {
  return { id, title, severity, why, remedy, references, fix };
}
