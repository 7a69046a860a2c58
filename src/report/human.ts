import { policyToAskFor } from '../domain/iam/ask-for.ts';
import { count, listing } from '../domain/words.ts';
import type { CheckMeta, Finding, Severity, Unclear } from '../model/check.ts';
import type { Location } from '../model/location.ts';
import type { Outcome, Paint, Report, Reporter } from '../model/report.ts';
import { describeLocation } from './describe.ts';
import { exchangeLines, rehearsalLines } from './evidence.ts';
import { excerptOf, printable } from './excerpt.ts';
import { probeLines } from './probe.ts';
import { summaryOf } from './summary.ts';
import { wrapped } from './wrap.ts';

interface Item {
  readonly check: CheckMeta;
  readonly finding: Finding;
  readonly severity: Severity;
}

const ORDER: Record<Severity, number> = { error: 0, warning: 1, note: 2 };

/** For a person: the gravest first, each with its place, the line, why it matters and what to do. */
export const human: Reporter = (report, paint) => {
  const items = itemsOf(report.outcomes).toSorted(compare);
  const explained = new Set<string>();
  const parts = items.map((item) => {
    const first = !explained.has(item.check.id);
    explained.add(item.check.id);
    return describeItem(item, first, report, paint);
  });
  return [
    ...parts,
    ...drawOutput(report, paint),
    ...describeUnknown(report, paint),
    ...describeDenied(report),
    describeSummary(report, paint),
  ].join('\n');
};

function itemsOf(outcomes: readonly Outcome[]): readonly Item[] {
  return outcomes.flatMap((outcome) =>
    outcome.status !== 'fail'
      ? []
      : outcome.findings.map((finding) => ({
          check: outcome.check,
          finding,
          severity: finding.severity ?? outcome.check.severity,
        })),
  );
}

function compare(a: Item, b: Item): number {
  return (
    ORDER[a.severity] - ORDER[b.severity] ||
    comparePlaces(a.finding.at, b.finding.at) ||
    // Comparing by locale would load its rules: 10 ms for names that are plain ASCII.
    (a.check.id < b.check.id ? -1 : Number(a.check.id > b.check.id))
  );
}

function comparePlaces(a: Location, b: Location): number {
  if (a.kind !== 'file' || b.kind !== 'file') return describeLocation(a) < describeLocation(b) ? -1 : 1;
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.range.start.line - b.range.start.line || a.range.start.column - b.range.start.column;
}

function describeItem({ check, finding, severity }: Item, first: boolean, report: Report, paint: Paint): string {
  const name = `${severity}[${check.id}]`;
  const say = (label: string, text: string): string => `  ${paint.faint(label)} ${wrapped(text, 6, paint.width)}`;
  const message = wrapped(printable(finding.message), name.length + 1, paint.width);
  const lines = [
    `${paint.severity(severity, name)} ${paint.strong(message)}`,
    ...drawPlace(finding.at, report, paint),
    ...(finding.related ?? []).map((place) => `  ${paint.faint('see')} ${describePlace(place)}`),
  ];
  if (first) lines.push(say('why', check.why));
  lines.push(say('do ', printable(finding.remedy ?? check.remedy)));
  return `${lines.join('\n')}\n`;
}

function drawPlace(at: Location, report: Report, paint: Paint): readonly string[] {
  const place = `  ${paint.faint('-->')} ${paint.place(describePlace(at))}`;
  if (at.kind === 'exchange') return [place, ...drawExchange(at.name, report, paint)];
  const line = at.kind === 'file' ? report.excerpts[at.path]?.[at.range.start.line] : undefined;
  if (at.kind !== 'file' || line === undefined || line.trim() === '') return [place];
  const number = String(at.range.start.line);
  const { source, carets } = excerptOf(
    line,
    at.range,
    paint.width === undefined ? undefined : paint.width - number.length - 4,
  );
  const gutter = ' '.repeat(number.length);
  return [
    place,
    paint.faint(`${gutter} |`),
    `${paint.faint(`${number} |`)} ${source}`,
    `${paint.faint(`${gutter} |`)} ${paint.severity('error', carets)}`,
  ];
}

function drawExchange(name: string, { rehearsal, probe }: Report, paint: Paint): readonly string[] {
  const exchange = [...(rehearsal?.exchanges ?? []), ...(probe?.exchanges ?? [])].find((one) => one.name === name);
  return exchange === undefined ? [] : exchangeLines(exchange).map((line) => `  ${paint.faint('|')} ${line}`);
}

/** The end of what a server wrote that did not come to answer. */
function drawOutput({ rehearsal }: Report, paint: Paint): readonly string[] {
  if (rehearsal?.start === undefined || rehearsal.readyMs !== undefined) return [];
  const lines = rehearsal.start.output.slice(-LINES_OF_OUTPUT);
  const shown = lines.map((line) => `  ${paint.faint('|')} ${printable(line)}`);
  return lines.length === 0
    ? ['The server wrote nothing.\n']
    : [`The last lines of its output:\n${shown.join('\n')}\n`];
}

const LINES_OF_OUTPUT = 20;

function describePlace(at: Location): string {
  return printable(describeLocation(at)) + (at.label === undefined ? '' : ` (${printable(at.label)})`);
}

function describeUnknown({ outcomes, unread }: Report, paint: Paint): readonly string[] {
  const lines: string[] = [];
  for (const outcome of outcomes) {
    if (outcome.status === 'crashed')
      lines.push(`  ${outcome.check.id}: crashed, which is a bug of the doctor: ${outcome.error}`);
    if (outcome.status !== 'unknown' && outcome.status !== 'fail') continue;
    if (outcome.status === 'unknown' && outcome.gap !== undefined)
      lines.push(`  ${outcome.check.id}: ${outcome.gap.because}`);
    lines.push(...outcome.unclear.map((unclear) => `  ${describeUnclear(outcome.check, unclear)}`));
  }
  lines.push(...unread.map(({ path, because }) => `  ${printable(path)} could not be read: ${because}`));
  if (lines.length === 0) return [];
  return [`${paint.severity('unknown', 'cannot tell')}\n${lines.join('\n')}\n`];
}

/** One policy to ask for, so that nobody has to ask twice. */
function describeDenied({ denied = [] }: Report): readonly string[] {
  if (denied.length === 0) return [];
  const policy = policyToAskFor(denied.map((action) => ({ action, resource: '*' })));
  return [
    `The caller was denied what this policy would allow; all of it only reads:\n${JSON.stringify(policy, undefined, 2)}\n`,
  ];
}

function describeUnclear({ id }: CheckMeta, { unclear, at }: Unclear): string {
  return `${id}: ${printable(unclear)} (${describePlace(at)})`;
}

function describeSummary(report: Report, paint: Paint): string {
  const { errors, warnings, notes, unknown, passed, notApplicable, ignored, crashed } = summaryOf(report);
  const found = [
    errors > 0 ? paint.severity('error', count(errors, 'error')) : '',
    warnings > 0 ? paint.severity('warning', count(warnings, 'warning')) : '',
    notes > 0 ? paint.severity('note', count(notes, 'note')) : '',
  ].filter(Boolean);
  const asked = [
    `${count(passed, 'check')} passed`,
    ...(unknown > 0 ? [`${unknown} could not be answered`] : []),
    ...(crashed > 0 ? [`${crashed} crashed`] : []),
    `${notApplicable} did not apply`,
    ...(ignored > 0 ? [`${count(ignored, 'finding')} ignored by comments`] : []),
  ];
  const { files, agents } = report.looked;
  const subject = agents.length === 0 ? '' : ` Deployed from here: ${printable(listing(agents))}.`;
  const isLive = report.rehearsal !== undefined || (report.probe !== undefined && files === 0);
  const where = !isLive ? ` in ${count(files, 'file')}` : '';
  return [
    ...(report.rehearsal === undefined ? [] : rehearsalLines(report.rehearsal)),
    ...(report.probe === undefined ? [] : probeLines(report.probe)),
    `${found.length === 0 ? 'Nothing found' : listing(found)}${where}; ${listing(asked)}.${subject}`,
    ...report.notAsked.map(({ because, hint }) => paint.faint(`${because} ${hint}`)),
    '',
  ].join('\n');
}
