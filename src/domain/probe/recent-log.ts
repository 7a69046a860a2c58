import type { Json } from '../../model/json.ts';
import type { LoggedCause, RecentLog } from '../../model/recent-log.ts';
import type { Probe } from '../../model/probe.ts';
import { memberAt, textAt } from '../cloud/documents.ts';
import { toldBy } from '../logs/telemetry.ts';
import { tally } from '../logs/causes.ts';
import { lineMarkerOf } from '../symptom/log-line.ts';
import { masked } from '../symptom/masked.ts';
import { symptoms } from '../symptom/table.ts';
import { type Stage, verdictOf } from './verdict.ts';

/** The causes of which the log of the runtime knows more than its answers say. */
const TELLING: ReadonlySet<Stage> = new Set([
  'runtime-fails-to-start',
  'health-check-fails',
  'accept-refused',
  'host-rejected',
  'handshake-fails',
  'transport-reused-live',
  'session-rotation-breaks',
  'mcp-error-in-200',
]);

/** Whether it is worth a look into the log. */
export function isExplainedByLog(probe: Probe): boolean {
  const verdict = verdictOf(probe);
  return (verdict.kind === 'cause' || verdict.kind === 'open') && TELLING.has(verdict.check);
}

const MOST_CAUSES = 3;
const MOST_LINES = 8;
const LONGEST = 300;

/** What the events of a log group tell, oldest first. */
export function recentLogOf(group: string, from: number, events: readonly Json[]): RecentLog {
  const mark = lineMarkerOf(symptoms);
  const causes = tally();
  const lines = events.map((event) => textAt(event, 'message') ?? '');
  const firsts = new Map<string, string>();
  events.forEach((event, index) => {
    const line = lines[index] ?? '';
    const seen = mark(line);
    if (seen === undefined) return;
    const time = memberAt(event, 'timestamp');
    causes.add(seen, typeof time === 'number' ? time : from);
    const { id } = seen.suspect.cause;
    if (!firsts.has(id)) firsts.set(id, line);
  });
  const ranked = causes.ranked().slice(0, MOST_CAUSES);
  return {
    group,
    from,
    lines: lines.length,
    causes: ranked.map(({ mark: { symptom, suspect, sentence }, count }): LoggedCause => {
      const { id, title, remedy, check } = suspect.cause;
      return {
        ...(check === undefined ? {} : { check }),
        isFault: symptom.grade === 'fault',
        title,
        sentence,
        remedy,
        line: shortened(firsts.get(id) ?? ''),
        count,
      };
    }),
    last: lines.slice(-MOST_LINES).map(shortened),
  };
}

/** One line, without what is around it in a record of OpenTelemetry, without secrets and control characters. */
function shortened(line: string): string {
  const plain = masked(toldBy(line).text)
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1)}…` : plain;
}
