import type { Chart } from '../domain/logs/activity.ts';
import type { SeenCause } from '../domain/logs/causes.ts';
import { wallOf, type Zone } from '../domain/logs/zone.ts';
import { count } from '../domain/words.ts';
import type { Paint } from '../model/report.ts';
import { nameOf, severityOf } from './log-line.ts';
import { wrapped } from './wrap.ts';

/** What a run came to. */
export interface LogSummary {
  readonly lines: number;
  readonly late: number;
  readonly groups: readonly string[];
  readonly causes: readonly SeenCause[];
  /** There is nothing but so many answers to `POST /mcp` of the machine itself. */
  readonly bare: number | undefined;
  readonly chart: Chart | undefined;
}

const MOST = 8;
/** Columns of a chart that its labels and sums take. */
const BESIDE = 30;

/** So many columns a chart may have on a terminal of this width. */
export function chartColumns(width: number | undefined): number {
  return Math.max(10, Math.min(120, (width ?? 80) - BESIDE));
}

/** Causes, likeliest first, with the times they were seen; what happened by the minute; and what to run next. */
export function describeSummary(summary: LogSummary, zone: Zone, paint: Paint): string {
  const { lines, late, groups, causes, bare, chart } = summary;
  const from = groups.length === 1 ? ` from \`${groups[0] ?? ''}\`` : ` from ${count(groups.length, 'log group')}`;
  const lateness = late === 0 ? '' : `, ${late} of them late`;
  const left = causes.length - MOST;
  const blocks = [
    `${count(lines, 'line')}${from}${lateness}.`,
    ...(causes.length > 0 || lines === 0 ? [] : ['No line shows a fault that is known.']),
    ...(causes.length > 0 || bare === undefined
      ? []
      : [wrapped(onlyAnswers(bare), 0, paint.width).replaceAll(/\n +/g, '\n')]),
    ...causes.slice(0, MOST).map((cause, index) => drawCause(cause, index + 1, zone, paint)),
    ...(left > 0 ? [`${count(left, 'rarer cause')}: \`--format json --summary\` lists all.`] : []),
    ...(chart === undefined ? [] : [drawChart(chart, zone, paint)]),
    ...nextSteps(causes),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** A server that writes an access log and nothing else looks the same, so that nothing is claimed. */
function onlyAnswers(bare: number): string {
  const what = `${count(bare, 'answer')} to \`POST /mcp\` from the machine itself`;
  return `It holds nothing but ${what}, as health checks are. Where calls fail all the same, they may not get as far as the server: look at the protocol of the runtime (\`agentcore-doctor explain protocol-mismatch\`) and at its authorizer.`;
}

function drawCause({ mark, count: times, first, last }: SeenCause, number: number, zone: Zone, paint: Paint): string {
  const { title, remedy } = mark.suspect.cause;
  const when = first === last ? `at ${clock(first, zone)}` : `${clock(first, zone)} to ${clock(last, zone)}`;
  const head = `${severityOf(mark)}[${nameOf(mark)}]`;
  const told = severityOf(mark) === 'error' ? `${title}.` : `${mark.symptom.title}. Likely: ${lowered(title)}.`;
  const seen = paint.faint(`(${times} ×, ${when})`);
  return [
    `${number}. ${paint.severity(severityOf(mark), head)} ${paint.strong(wrapped(told, head.length + 4, paint.width))} ${seen}`,
    `  ${paint.faint('do')} ${wrapped(remedy, 5, paint.width)}`,
  ].join('\n');
}

function lowered(sentence: string): string {
  return /^[A-Z][a-z]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

const BLOCKS = '▁▂▃▄▅▆▇█';

/** A row for each thing that was counted: the higher the block, the more; each row by its own measure. */
function drawChart({ from, to, step, rows }: Chart, zone: Zone, paint: Paint): string {
  const columns = rows[0]?.counts.length ?? 0;
  const drawn = rows.map(({ what, counts }) => {
    const peak = Math.max(...counts);
    const cells = counts.map((number) => (number === 0 ? ' ' : blockFor(number / peak))).join('');
    const sum = counts.reduce((all, number) => all + number, 0);
    const colour = what === 'requests' ? undefined : what === '4xx' ? ('warning' as const) : ('error' as const);
    const bar = colour === undefined || sum === 0 ? cells : paint.severity(colour, cells);
    return `  ${what.padEnd(8)} |${bar}| ${String(sum).padStart(7)}${sum === 0 ? '' : paint.faint(`, ${peak} at most`)}`;
  });
  const start = clock(from, zone).slice(0, 5);
  const end = clock(to, zone).slice(0, 5);
  const axis = columns < 12 ? `${start} to ${end}` : `${start}${end.padStart(columns - start.length)}`;
  return [`By ${lengthOf(step)}:`, ...drawn, paint.faint(`            ${axis}`)].join('\n');
}

function blockFor(share: number): string {
  return BLOCKS[Math.min(BLOCKS.length - 1, Math.ceil(share * BLOCKS.length) - 1)] ?? ' ';
}

function lengthOf(step: number): string {
  const minutes = step / 60_000;
  if (minutes === 1) return 'minute';
  if (minutes < 120) return `${minutes} minutes`;
  return minutes % 1440 === 0 ? count(minutes / 1440, 'day') : `${Math.round(minutes / 60)} hours`;
}

function clock(time: number, zone: Zone): string {
  return wallOf(time, zone).time.slice(0, 8);
}

function nextSteps(causes: readonly SeenCause[]): readonly string[] {
  const [first] = causes;
  if (first === undefined) return [];
  const { check } = first.mark.suspect.cause;
  const steps =
    check === undefined
      ? [['agentcore-doctor', 'in the folder of the project: what is wrong there']]
      : [
          [`agentcore-doctor explain ${check}`, 'all that is known about it'],
          [`agentcore-doctor --only ${check}`, 'in the folder of the project: where it comes from'],
        ];
  const widest = Math.max(...steps.map(([command = '']) => command.length));
  return [['Next:', ...steps.map(([command = '', what]) => `  ${command.padEnd(widest)}  ${what}`)].join('\n')];
}

/** The same as data. */
export function jsonSummary({ lines, late, groups, causes, bare, chart }: LogSummary): object {
  return {
    summary: {
      lines,
      late,
      groups,
      ...(bare === undefined ? {} : { onlyOwnRequests: bare }),
      causes: causes.map(({ mark, count: times, first, last }) => ({
        cause: mark.suspect.cause.id,
        ...(mark.suspect.cause.check === undefined ? {} : { check: mark.suspect.cause.check }),
        title: mark.suspect.cause.title,
        seen: mark.symptom.title,
        severity: severityOf(mark),
        remedy: mark.suspect.cause.remedy,
        count: times,
        first: new Date(first).toISOString(),
        last: new Date(last).toISOString(),
      })),
      activity:
        chart === undefined
          ? null
          : {
              from: new Date(chart.from).toISOString(),
              stepSeconds: chart.step / 1000,
              counts: Object.fromEntries(chart.rows.map(({ what, counts }) => [what, counts])),
            },
    },
  };
}
