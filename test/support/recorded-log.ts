import { readFileSync } from 'node:fs';
import type { Played } from '../stand-ins/cloudwatch-logs/playlist.ts';
import { GROUP } from './log-stand-in.ts';

const STREAMS: { readonly [name: string]: string } = {
  runtime: '2026/11/25/[runtime-logs]7d1c4c5e-9a5b-4f7e-8a11-0c51d6a3b1e2',
  second: '2026/11/25/[runtime-logs]b54cda10-7d1c-4c5e-9a5b-b54cda10b1d2',
  third: '2026/11/25/[runtime-logs]171560aa-7d1c-4c5e-9a5b-171560aab1d2',
  otel: 'otel-rt-logs',
  spans: 'spans',
};

/** When the recorded log begins; its lines are 20 seconds apart, but for tracebacks, so that it goes over midnight. */
export const RECORDED_AT = Date.UTC(2026, 10, 24, 23, 56);

/** The options that show all of it, wherever and whenever that is done. */
export const WHOLE = ['--since', '2026-11-24T23:00Z', '--until', '2026-11-25T01:00Z', '--utc', '--summary'];

/** Lines as runtimes write them, one for each sign of a fault that is known, with healthy ones between. */
export function recordedLog(): readonly Played[] {
  return playedFrom(linesOf('fixtures/logs/incident.tsv'));
}

/** A log for each signature that is known of AgentCore's logs, by what it is a signature of. */
export function recordedSignatures(): readonly (readonly [name: string, events: readonly Played[]])[] {
  const blocks = new Map<string, string[]>();
  let block: string[] = [];
  for (const line of linesOf('fixtures/logs/signatures.tsv')) {
    if (line.startsWith('# ')) blocks.set(line.slice(2), (block = []));
    else block.push(line);
  }
  return [...blocks].map(([name, lines]) => [name, playedFrom(lines)]);
}

function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean);
}

function playedFrom(lines: readonly string[]): readonly Played[] {
  let time = RECORDED_AT;
  return lines.map((line, number) => {
    const [name = '', message = ''] = line.split('\t');
    // A traceback is written at once; another microVM may write in between.
    time += /^\s|^\w+Error: (?:No|Unknown)|^anyio\.|:46230 /.test(message) ? 1 : 20_000;
    return {
      id: `e${String(number).padStart(3, '0')}`,
      group: GROUP,
      stream: STREAMS[name] ?? name,
      time,
      visible: time,
      message,
    };
  });
}
