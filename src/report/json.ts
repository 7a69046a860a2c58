import type { Finding, Severity, Unclear } from '../model/check.ts';
import type { Location } from '../model/location.ts';
import type { Fix, Safety } from '../model/change.ts';
import type { NotAsked, Outcome, Report, Reporter } from '../model/report.ts';
import type { Probe } from '../model/probe.ts';
import type { Rehearsal } from '../model/rehearsal.ts';
import type { Unread } from '../model/project.ts';
import { summaryOf, type Summary } from './summary.ts';

/** The report of one run, for machines. Members are only ever added under one schema version. */
export interface JsonReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  /** The folder as it was named on the command line. */
  readonly root: string;
  /** One per check that was asked, by the check's name. */
  readonly outcomes: readonly JsonOutcome[];
  /** What was not asked, and how to ask for it. */
  readonly notAsked: readonly NotAsked[];
  /** Files that belong to the project's deployment and could not be read. */
  readonly unread: readonly Unread[];
  readonly summary: JsonSummary;
  /** What was played to a server, where one was asked. */
  readonly rehearsal?: Rehearsal;
  /** What a deployed endpoint answered, where one was asked. */
  readonly probe?: Probe;
  /** IAM actions that the caller was denied, where an AWS account was asked. */
  readonly denied?: readonly string[];
}

export interface JsonSummary extends Summary {
  /** Files that git does not ignore. */
  readonly files: number;
  /** The agent runtimes that this project declares. */
  readonly agents: readonly string[];
}

export interface JsonOutcome {
  readonly check: string;
  /**
   * `unknown`: it was asked, and the files do not tell (`unclear`, `because`). `crashed`: a bug of the doctor.
   */
  readonly status: 'pass' | 'fail' | 'not-applicable' | 'unknown' | 'crashed';
  /** The severity of the check; a finding may be graver or milder. */
  readonly severity: Severity;
  /** How many subjects were looked at. */
  readonly examined: number;
  readonly findings: readonly JsonFinding[];
  /** Subjects that could not be judged. */
  readonly unclear: readonly Unclear[];
  /** Findings silenced by comments. */
  readonly ignored: number;
  /** Why it is unknown or crashed. */
  readonly because?: string;
  readonly hint?: string;
}

export interface JsonFinding {
  readonly message: string;
  readonly severity: Severity;
  readonly at: Location;
  /** What to do. */
  readonly remedy: string;
  readonly related?: readonly Location[];
  /** What `fix` would do about it. */
  readonly fix?: JsonFix & { readonly alternatives?: readonly JsonFix[] };
}

export interface JsonFix {
  readonly title: string;
  /** `safe`: keeps what the program means. `review`: a person must say yes. */
  readonly safety: Safety;
  /** The word for `--choose`, where there are several ways. */
  readonly name?: string;
}

/** The report that stands on stdout instead when nothing could be examined. */
export interface JsonFailure {
  readonly schemaVersion: 1;
  readonly error: { readonly message: string; readonly hint?: string };
}

/** For machines: the whole report, in an order that depends on nothing but the input. */
export const json: Reporter = (report) => `${JSON.stringify(jsonReportOf(report), undefined, 2)}\n`;

/** The report as data. */
export function jsonReportOf(report: Report): JsonReport {
  const { tool, root, outcomes, notAsked, unread, looked, rehearsal, probe, denied } = report;
  return {
    schemaVersion: 1,
    tool,
    root,
    outcomes: outcomes.map(outcomeOf),
    notAsked,
    unread,
    summary: { ...summaryOf(report), files: looked.files, agents: looked.agents },
    ...(rehearsal === undefined ? {} : { rehearsal }),
    ...(probe === undefined ? {} : { probe }),
    ...(denied === undefined || denied.length === 0 ? {} : { denied }),
  };
}

function outcomeOf(outcome: Outcome): JsonOutcome {
  const { check, status } = outcome;
  const judged = status === 'fail' || status === 'unknown';
  return {
    check: check.id,
    status,
    severity: check.severity,
    examined: 'examined' in outcome ? outcome.examined : 0,
    findings: status === 'fail' ? outcome.findings.map((finding) => findingOf(finding, outcome)) : [],
    unclear: judged ? outcome.unclear : [],
    ignored: 'ignored' in outcome ? outcome.ignored : 0,
    ...(status === 'crashed' ? { because: outcome.error } : {}),
    ...(status === 'unknown' && outcome.gap !== undefined ? outcome.gap : {}),
  };
}

function findingOf({ message, severity, at, remedy, related, fix }: Finding, { check }: Outcome): JsonFinding {
  return {
    message,
    severity: severity ?? check.severity,
    at,
    remedy: remedy ?? check.remedy,
    ...(related === undefined ? {} : { related }),
    ...(fix === undefined ? {} : { fix: { ...jsonFixOf(fix), ...alternativesOf(fix) } }),
  };
}

function jsonFixOf({ title, safety, name }: Fix): JsonFix {
  return { title, safety, ...(name === undefined ? {} : { name }) };
}

function alternativesOf({ alternatives }: Fix): { readonly alternatives?: readonly JsonFix[] } {
  return alternatives === undefined ? {} : { alternatives: alternatives.map(jsonFixOf) };
}
