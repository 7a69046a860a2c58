import { starred } from '../domain/secret/secret-text.ts';
import { count, listing } from '../domain/words.ts';
import type { CheckMeta, Finding, Severity } from '../model/check.ts';
import type { Safety, TextChange } from '../model/change.ts';
import type { Applied, Left } from '../model/mending.ts';
import type { Location } from '../model/location.ts';
import type { Paint } from '../model/report.ts';
import { describeLocation } from './describe.ts';
import { printable } from './excerpt.ts';
import { wrapped } from './wrap.ts';

/** What a run of `fix` came to. */
export interface FixReport {
  readonly tool: { readonly name: string; readonly version: string };
  readonly root: string;
  /** `dry-run`: nothing was written. */
  readonly mode: 'written' | 'dry-run';
  readonly rounds: number;
  readonly applied: readonly Applied[];
  readonly left: readonly Left[];
  /** The files that were, or would be, written. */
  readonly files: readonly string[];
  /** The words of the call that chose the fixes, for the call that writes them: ` --review all`. */
  readonly choice: string;
}

/** The report of `fix --format json`. Members are only ever added under one schema version. */
export interface JsonFixReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly root: string;
  readonly mode: 'written' | 'dry-run';
  readonly rounds: number;
  readonly applied: readonly JsonApplied[];
  /** Fixes that could not be made, and why. */
  readonly refused: readonly JsonLeft[];
  /** Every other finding that is still there. */
  readonly left: readonly JsonLeft[];
  readonly files: readonly string[];
}

export interface JsonApplied {
  readonly check: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Location;
  readonly title: string;
  readonly safety: Safety;
  /** The edits of one round are described for the text that the round before left. Stars stand for secrets in it. */
  readonly round: number;
  readonly edits: readonly Omit<TextChange, 'kind'>[];
}

export interface JsonLeft {
  readonly check: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Location;
  readonly remedy: string;
  readonly why: Left['why'];
  readonly because?: string;
  /** What can be done about it with `--review` or `--choose`. */
  readonly fixes: readonly { readonly title: string; readonly safety: Safety; readonly name?: string }[];
}

/** For machines. */
export function fixJson(report: FixReport): string {
  return `${JSON.stringify(jsonFixReportOf(report), undefined, 2)}\n`;
}

function jsonFixReportOf({ tool, root, mode, rounds, applied, left, files }: FixReport): JsonFixReport {
  return {
    schemaVersion: 1,
    tool,
    root,
    mode,
    rounds,
    applied: applied.map(({ check, finding, fix: { title, safety }, round, changes }) => ({
      check: check.id,
      severity: finding.severity ?? check.severity,
      message: finding.message,
      at: finding.at,
      title,
      safety,
      round,
      edits: changes.map(({ path, range, expect, put }) => ({
        path,
        range,
        expect: starred(expect),
        put: starred(put),
      })),
    })),
    refused: left.filter(({ why }) => why === 'refused').map(jsonLeft),
    left: left.filter(({ why }) => why !== 'refused').map(jsonLeft),
    files,
  };
}

function jsonLeft({ check, finding, why, because }: Left): JsonLeft {
  const { fix } = finding;
  return {
    check: check.id,
    severity: finding.severity ?? check.severity,
    message: finding.message,
    at: finding.at,
    remedy: finding.remedy ?? check.remedy,
    why,
    ...(because === undefined ? {} : { because }),
    fixes: (fix === undefined ? [] : [fix, ...(fix.alternatives ?? [])]).map(({ title, safety, name }) => ({
      title,
      safety,
      ...(name === undefined ? {} : { name }),
    })),
  };
}

/** For a person: what was done, then what is left and how to go on. The diff stands before it. */
export function fixHuman(report: FixReport, paint: Paint): string {
  const { applied, left, mode } = report;
  const lines = [
    ...applied.map((one) => describeApplied(one, mode, paint)),
    ...(applied.length > 0 && left.length > 0 ? [''] : []),
    ...left.toSorted(graverFirst).flatMap((one) => describeLeft(one, paint)),
    ...(applied.length + left.length > 0 ? [''] : []),
    summaryOf(report),
    ...hintsOf(report),
  ];
  return `${lines.join('\n')}\n`;
}

function describeApplied({ check, finding, fix: { title } }: Applied, mode: FixReport['mode'], paint: Paint): string {
  const word = mode === 'written' ? 'mended' : 'would mend';
  return `${paint.strong(word)} ${describeLocation(finding.at)} ${paint.faint(`[${check.id}]`)} ${printable(title)}`;
}

function describeLeft({ check, finding, why, because }: Left, paint: Paint): readonly string[] {
  const severity = finding.severity ?? check.severity;
  const name = `${severity}[${check.id}]`;
  return [
    `${paint.severity(severity, name)} ${describeLocation(finding.at)} ${wrapped(printable(finding.message), 0, paint.width)}`,
    `  ${paint.faint(`${SAID[why]}:`)} ${wrapped(because === undefined ? wayOn(check, finding, why) : printable(`${because}.`), 6, paint.width)}`,
  ];
}

const SAID: Record<Left['why'], string> = {
  'no-fix': 'to do by hand',
  review: 'needs a yes',
  declined: 'left as it is',
  refused: 'not mended, because',
  remains: 'tried, and still there',
};

function wayOn({ id, remedy }: CheckMeta, { fix, remedy: own }: Finding, why: Left['why']): string {
  if (fix === undefined || why !== 'review') return printable(own ?? remedy);
  const others = (fix.alternatives ?? []).flatMap(({ name, title }) =>
    name === undefined ? [] : [`\`--choose ${id}=${name}\` (${printable(title)})`],
  );
  const instead = others.length === 0 ? '' : `; instead with ${listing(others, 'or')}`;
  return `${printable(fix.title)}: \`--review ${id}\`${instead}.`;
}

function graverFirst(a: Left, b: Left): number {
  const rank = { error: 0, warning: 1, note: 2 };
  return rank[a.finding.severity ?? a.check.severity] - rank[b.finding.severity ?? b.check.severity];
}

function summaryOf({ mode, applied, left, files }: FixReport): string {
  if (applied.length === 0 && left.length === 0) return 'Nothing to mend.';
  const done = mode === 'written' ? 'Mended' : 'Would mend';
  const where = files.length === 0 ? '' : ` in ${count(files.length, 'file')}`;
  return `${done} ${count(applied.length, 'finding')}${where}; ${left.length === 0 ? 'nothing is' : `${count(left.length, 'finding')} ${left.length === 1 ? 'is' : 'are'}`} left.`;
}

function hintsOf({ mode, applied, left, choice }: FixReport): readonly string[] {
  if (mode === 'written') return applied.length > 0 ? ['`agentcore-doctor fix --undo` takes it back.'] : [];
  const waiting = [...new Set(left.filter(({ why }) => why === 'review').map(({ check }) => check.id))];
  const more = waiting.length === 0 ? '' : ` --review ${waiting.length > 3 ? 'all' : waiting.join(',')}`;
  return [
    ...(applied.length === 0
      ? []
      : [`Nothing was written. \`agentcore-doctor fix --yes${choice}\` makes these changes.`]),
    ...(waiting.length === 0
      ? []
      : [
          `\`agentcore-doctor fix --yes${more}\` makes ${applied.length === 0 ? 'those' : 'also those'} that need a yes.`,
        ]),
  ];
}
