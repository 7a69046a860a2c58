import { readFileSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { textAt } from '../domain/cloud/documents.ts';
import type { Watch } from '../deploy/watch.ts';
import type { DeployPlace } from '../model/deployment-plan.ts';
import { Failure } from '../model/failure.ts';
import type { Paint } from '../model/report.ts';
import { deployHuman, deployJson, type DeployReport, describeSteps } from '../report/deployed.ts';
import type { RealAws } from '../world/aws/index.ts';
import { accountOptions } from './account.ts';
import type { Given, Io, OptionSpec } from './command.ts';
import { watchReading } from './progress.ts';
import { reportOptions } from './reporting.ts';

/** What `deploy` and `destroy` both take. */
export const deployOptions = {
  name: {
    type: 'string',
    describe: 'the name of the agent runtime (default: `bedrock_arc_validator`, or the agent of the project)',
  },
  profile: accountOptions.profile,
  region: { type: 'string', describe: 'the AWS region' },
  account: { type: 'string', describe: 'the AWS account that is meant; another one is not touched' },
  yes: { type: 'boolean', describe: 'do it without asking; needs `--account`' },
  'dry-run': { type: 'boolean', describe: 'only say what would be done, with every call' },
  format: reportOptions.format,
  'no-color': reportOptions['no-color'],
} as const satisfies { readonly [name: string]: OptionSpec };

/** Where the credentials lead; a `Failure` when that is not the account that was meant. */
export async function placeOf(given: Given, aws: RealAws): Promise<DeployPlace> {
  const { region } = aws;
  if (region === undefined) throw new Failure('Nothing names a region.', 'Name it with `--region`.');
  const answer = await aws.ask({ service: 'sts', operation: 'GetCallerIdentity', input: {} });
  if (!answer.ok) throw new Failure(answer.gap.because, answer.gap.hint);
  const account = textAt(answer.value, 'Account') ?? '';
  const meant = given.text('account');
  if (meant !== undefined && meant !== account)
    throw new Failure(
      `These credentials are of account \`${account}\`, not of \`${meant}\`.`,
      'Choose others with `--profile`.',
    );
  return { partition: (textAt(answer.value, 'Arn') ?? 'arn:aws').split(':')[1] ?? 'aws', account, region };
}

/** Whether what is shown is done: by `--yes`, or a typed yes at the terminal. */
export async function mayDo(
  report: DeployReport,
  { given, io, paint }: { readonly given: Given; readonly io: Io; readonly paint: Paint },
): Promise<boolean> {
  if (given.flag('dry-run')) return false;
  if (given.flag('yes')) {
    if (given.text('account') !== undefined) return true;
    throw new Failure(
      `These credentials are of account \`${report.place.account}\`, and \`--yes\` asks nobody.`,
      `Say which account is meant: \`--account ${report.place.account}\`.`,
    );
  }
  const isAsked = io.ask !== undefined && io.isTerminal.out && io.isTerminal.err && given.text('format') !== 'json';
  if (!isAsked || io.ask === undefined) return false;
  io.err(describeSteps(report, paint));
  return (await io.ask(`Type \`yes\` to do this in account ${report.place.account}: `)).trim() === 'yes';
}

/** Says on stderr what is done; what takes long is told at a terminal only. */
export function watchOf(io: Io): Watch & { readonly done: () => void } {
  const progress = watchReading(io);
  return {
    tell: progress.tell,
    note(what) {
      progress.done();
      io.err(`${what}\n`);
    },
    signal: io.interruption?.() ?? new AbortController().signal,
    done: progress.done,
  };
}

/** Writes the report in the form that was asked for. */
export function writeDeployReport(report: DeployReport, given: Given, io: Io, paint: Paint): void {
  io.out(given.text('format') === 'json' ? deployJson(report) : deployHuman(report, paint));
}

/** A file that ships with the program: beside the built one, or where it lies in the sources. */
export function shipped(built: string, source: string): Buffer {
  const beside = join(import.meta.dirname, built);
  const path = existsSync(beside) ? beside : join(import.meta.dirname, '../..', source);
  if (!existsSync(path)) throw new Failure(`\`${path}\` is missing.`, 'Run `npm run build`.');
  return readFileSync(path);
}
