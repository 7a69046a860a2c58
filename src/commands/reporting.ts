import { exitCodeOf, type Threshold } from '../engine/verdict.ts';
import type { Report } from '../model/report.ts';
import { reporters } from '../report/index.ts';
import type { Given, Io, OptionSpec } from './command.ts';
import { paintFor } from './paint.ts';

/** What every command takes that asks checks and reports what they say. */
export const reportOptions = {
  format: { type: 'string', choices: Object.keys(reporters), default: 'human', describe: 'how the report is written' },
  only: { type: 'string', list: true, describe: 'ask only these checks' },
  skip: { type: 'string', list: true, describe: 'leave these checks out' },
  'fail-on': {
    type: 'string',
    choices: ['error', 'warning', 'note', 'never'],
    default: 'error',
    describe: 'exit with 1 when a finding from this severity on is there',
  },
  agent: { type: 'string', describe: 'look only at the agent of this name' },
  'no-color': { type: 'boolean', describe: 'write without colours' },
} as const satisfies { readonly [name: string]: OptionSpec };

/** What every command takes that looks at the world. */
export const savingOptions = {
  save: { type: 'string', describe: 'write what was looked at to this file, without secrets: for a report elsewhere' },
  from: { type: 'string', describe: 'report what was saved to this file, and look at nothing' },
} as const satisfies { readonly [name: string]: OptionSpec };

/** What every command takes that asks a deployed endpoint. */
export const liveOptions = {
  qualifier: { type: 'string', describe: 'the endpoint of the runtime (default: `DEFAULT`)' },
  'token-file': {
    type: 'string',
    describe: 'the file that holds the bearer token, `-`: piped in (default: `BEARER_TOKEN`)',
  },
  sigv4: { type: 'boolean', describe: 'send signed requests, whatever the endpoint asks for' },
} as const satisfies { readonly [name: string]: OptionSpec };

/** Whether the call saves what it sees, or reports what was saved; what does that is loaded only then. */
export function isSaving(given: Given): boolean {
  return Object.keys(savingOptions).some((name) => given.text(name) !== undefined);
}

/** Writes a report in the form that was asked for. The exit code. */
export async function writeReport(report: Report, given: Given, io: Io): Promise<number> {
  // The option's choices are the names of the reporters.
  const format = given.text('format') as keyof typeof reporters;
  io.out(reporters[format](report, await paintFor(io, given.flag('no-color'))));
  return exitCodeOf(report, thresholdIn(given));
}

/** From which severity on a finding counts. */
export function thresholdIn(given: Given): Threshold {
  // The option's choices are those of the type.
  return given.text('fail-on') as Threshold;
}
