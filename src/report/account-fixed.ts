import { count } from '../domain/words.ts';
import type { AwsCall } from '../model/aws.ts';
import type { CloudChange, Fix } from '../model/change.ts';
import type { CheckMeta, Finding, Severity } from '../model/check.ts';
import type { Json } from '../model/json.ts';
import type { Location } from '../model/location.ts';
import type { Paint } from '../model/report.ts';
import { describeLocation } from './describe.ts';
import { printable } from './excerpt.ts';
import { shownPatchOf } from './patch.ts';

/** What a run of `fix --cloud` came to. */
export interface AccountFixReport {
  readonly tool: { readonly name: string; readonly version: string };
  readonly root: string;
  readonly account: string;
  /** `dry-run`: nothing was called that changes anything. */
  readonly mode: 'written' | 'dry-run';
  readonly fixes: readonly AccountFix[];
  /** Findings that no change of the account mends. */
  readonly others: readonly { readonly check: CheckMeta; readonly finding: Finding }[];
}

/** What became of one fix. */
export interface AccountFix {
  readonly check: CheckMeta;
  readonly finding: Finding;
  readonly fix: Fix;
  readonly planned: readonly Plan[];
  /**
   * `shown`: chosen in a dry run. `waits`: for a yes. `made`: whether it has helped is seen otherwise, as a note says.
   * `remains`: it was made, and the finding is there all the same.
   */
  readonly became: 'mended' | 'made' | 'remains' | 'shown' | 'waits' | 'refused';
  /** Of a refusal: why. */
  readonly because?: string;
  /** What a person needs to know of what was made: an id, a file. */
  readonly notes: readonly string[];
}

/** What a fix changes in one thing, and the calls that do it. */
export interface Plan {
  readonly changes: readonly CloudChange[];
  readonly calls: readonly AwsCall[];
}

/** The report of `fix --cloud --format json`. Members are only ever added under one schema version. */
export interface JsonAccountFixReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly root: string;
  readonly account: string;
  readonly mode: 'written' | 'dry-run';
  readonly fixes: readonly JsonAccountFix[];
  /** Every other finding. */
  readonly left: readonly {
    readonly check: string;
    readonly severity: Severity;
    readonly message: string;
    readonly at: Location;
  }[];
}

export interface JsonAccountFix {
  readonly check: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Location;
  readonly title: string;
  readonly became: AccountFix['became'];
  readonly because?: string;
  readonly changes: readonly CloudChange[];
  /** In the order in which they are made: `iam PutRolePolicy`. */
  readonly calls: readonly string[];
  readonly notes: readonly string[];
}

/** For machines. */
export function accountFixJson({ tool, root, account, mode, fixes, others }: AccountFixReport): string {
  const report: JsonAccountFixReport = {
    schemaVersion: 1,
    tool,
    root,
    account,
    mode,
    fixes: fixes.map(({ check, finding, fix, planned, became, because, notes }) => ({
      check: check.id,
      severity: finding.severity ?? check.severity,
      message: finding.message,
      at: finding.at,
      title: fix.title,
      became,
      ...(because === undefined ? {} : { because }),
      changes: planned.flatMap((plan) => plan.changes),
      calls: planned.flatMap(({ calls }) => calls.map(({ service, operation }) => `${service} ${operation}`)),
      notes,
    })),
    left: others.map(({ check, finding }) => ({
      check: check.id,
      severity: finding.severity ?? check.severity,
      message: finding.message,
      at: finding.at,
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

const SAID: Record<AccountFix['became'], string> = {
  mended: 'mended',
  made: 'made a change for',
  remains: 'tried, and still there:',
  shown: 'would mend',
  waits: 'needs a yes:',
  refused: 'not mended:',
};

/** For a person: each fix with its calls and what changes, and what is left. */
export function accountFixHuman(report: AccountFixReport, paint: Paint): string {
  const { fixes, others, mode } = report;
  const lines = fixes.map(({ check, finding, fix, planned, became, because, notes }) => {
    const head = `${paint.strong(SAID[became])} ${describeLocation(finding.at)} ${paint.faint(`[${check.id}]`)} ${printable(finding.message)}`;
    const what = because === undefined ? printable(fix.title) : printable(because);
    const more = notes.map((note) => `  ${printable(note)}\n`).join('');
    return `${head}\n  ${what}\n${more}${mode === 'written' && became === 'mended' ? '' : describePlan(planned, paint)}`;
  });
  return [...lines, summaryOf(report), ...hintsOf(report), ...(others.length === 0 ? [] : [leftOf(others.length)]), '']
    .map((line) => line.trimEnd())
    .join('\n');
}

/** The calls of a plan, and the difference that they make. */
export function describePlan(planned: readonly Plan[], paint: Paint): string {
  return planned
    .map(({ changes, calls }) => {
      const named = calls.map(({ service, operation }) => `  ${paint.strong(`${service}:${operation}`)}\n`);
      const files = changes.map(({ resource, pointer, expect, put }) => ({
        path: `${resource.type}/${resource.id}${pointer === '' ? '' : `#${pointer}`}`,
        before: textOf(expect),
        after: textOf(put),
      }));
      return `${named.join('')}${shownPatchOf(files, paint)}`;
    })
    .join('');
}

function textOf(value: Json | undefined): string {
  return value === undefined ? '' : `${JSON.stringify(value, undefined, 2)}\n`;
}

function summaryOf({ fixes, mode, account }: AccountFixReport): string {
  if (fixes.length === 0) return `No change of account ${account} mends anything that was found.`;
  const made = fixes.filter(({ became }) => became === (mode === 'written' ? 'mended' : 'shown')).length;
  return `${mode === 'written' ? 'Mended' : 'Would mend'} ${count(made, 'finding')} in account ${account}.`;
}

function hintsOf({ fixes, mode, account }: AccountFixReport): readonly string[] {
  const made = fixes.filter(({ became }) => became === 'mended' || became === 'made' || became === 'remains');
  if (mode === 'written')
    return made.every(({ planned }) => planned.every(({ changes }) => changes.every(isFinal)))
      ? []
      : ['`agentcore-doctor fix --cloud --undo` takes it back.'];
  const ids = [...new Set(fixes.filter(({ became }) => became !== 'refused').map(({ check }) => check.id))];
  if (ids.length === 0) return [];
  return [
    `Nothing was changed. \`agentcore-doctor fix --cloud --yes --account ${account} --review ${ids.join(',')}\` makes these calls.`,
  ];
}

/** What no undo takes back. */
function isFinal({ resource }: CloudChange): boolean {
  return resource.type === 'user-password';
}

function leftOf(others: number): string {
  return `${count(others, 'other finding')} ${others === 1 ? 'is' : 'are'} not of the account's making; \`agentcore-doctor\` shows them.`;
}
