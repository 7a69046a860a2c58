import { collect, type Sheet } from '../engine/collect.ts';
import { sourceOf } from '../engine/select.ts';
import type { Check } from '../model/check.ts';
import type { Collectors, FactName } from '../model/fact.ts';
import { Failure } from '../model/failure.ts';
import type { NotAsked } from '../model/report.ts';
import type { NamedThings, World } from '../model/world.ts';
import { hasSignsOfCredentials } from '../world/credentials.ts';
import type { RealAws } from '../world/aws/index.ts';
import type { Given, Io, OptionSpec } from './command.ts';
import type { Wanted } from './examine.ts';
import type { Progress } from './progress.ts';

/** What every command takes that looks at an AWS account. */
export const accountOptions = {
  profile: { type: 'string', describe: 'the AWS profile to look with' },
  region: { type: 'string', describe: 'the AWS region, when no file names it' },
  account: { type: 'string', describe: 'the AWS account that is meant; another one is not looked at' },
  arn: { type: 'string', describe: 'the agent runtime: its ARN or id' },
  role: { type: 'string', describe: 'the execution role: its ARN or name' },
  'user-pool': { type: 'string', describe: 'the Cognito user pool: its id' },
  'client-id': { type: 'string', describe: 'the app client of the pool' },
  user: { type: 'string', describe: 'a user of the pool who is meant to sign in' },
} as const satisfies { readonly [name: string]: OptionSpec };

/** What of AWS the options name. */
export function namedIn(given: Given): NamedThings {
  return {
    account: given.text('account'),
    region: given.text('region'),
    runtime: given.text('arn'),
    role: given.text('role'),
    userPool: given.text('user-pool'),
    client: given.text('client-id'),
    user: given.text('user'),
  };
}

/** The check that asks IAM itself, and only where the call says so. */
export const SIMULATED = 'simulation-mismatch';

/** Whether the options name a thing of AWS to look at. */
export function namesSomething(given: Given): boolean {
  return ['arn', 'role', 'user-pool'].some((name) => given.text(name) !== undefined);
}

/** Opens the door to AWS with the options of the call; its SDK is loaded here, and not before. */
export async function openAccount(given: Given, io: Io, progress?: Progress): Promise<RealAws> {
  const { openAws } = await import('../world/aws/index.ts');
  return openAws({
    profile: given.text('profile'),
    region: given.text('region'),
    environment: io.environment,
    onCall: ({ service, operation }) => progress?.tell(`asking AWS: ${service} ${operation}`),
  });
}

export type Looked =
  | { readonly ok: true; readonly asked: readonly Check[]; readonly sheet: Sheet; readonly aws: RealAws }
  | { readonly ok: false; readonly because: string; readonly hint: string };

/**
 * Adds to a sheet what the account says, for the checks that ask it. Where neither credentials nor anything to look at is
 * found, the account is not asked, unless an option of the call says so. `asked` are then the checks of files and account.
 */
export async function lookAtAccount(
  wanted: Wanted,
  sheet: Sheet,
  world: World,
  { given, io, progress }: { readonly given: Given; readonly io: Io; readonly progress: Progress },
): Promise<Looked> {
  if (given.flag('offline')) return { ok: false, because: 'with `--offline`', hint: 'Leave `--offline` out.' };
  if (wanted.cloud.length === 0 && wanted.files.every(({ also = [] }) => also.length === 0))
    return { ok: false, because: 'for there is nothing to ask it', hint: '' };
  const isSimulated = given.flag('simulate');
  const isMeant = isSimulated || Object.keys(accountOptions).some((name) => given.text(name) !== undefined);
  if (!isMeant && !hasSignsOfCredentials(io.environment))
    return {
      ok: false,
      because: 'without AWS credentials',
      hint: 'Sign in (`aws sso login`, `aws configure`), and run it again.',
    };
  const { targets } = sheet;
  if (targets?.ok === true && targets.value.targets.length === 0)
    return {
      ok: false,
      because: 'because no file names an account, a role or a runtime',
      hint: 'Name one with `--arn`, `--role` or `--user-pool`.',
    };
  const [{ checks }, { collectors }] = await Promise.all([
    import('../../checks/index.ts'),
    import('../facts/index.ts'),
  ]);
  const ids = new Set([...wanted.files.map(({ id }) => id), ...wanted.cloud]);
  const asked = checks.filter(({ id }) => ids.has(id) && (isSimulated || id !== SIMULATED));
  const aws = await openAccount(given, io, progress);
  if (isSimulated && aws.isCustom)
    throw new Failure(
      '`--simulate` asks IAM itself, and `AWS_ENDPOINT_URL` leads elsewhere: an emulator may allow everything.',
      'Leave `--simulate` out, or take the variable away.',
    );
  const outside = { ...world, aws };
  const first = await collect(['caller'], collectors, outside, sheet);
  if (first.caller?.ok === false && !isMeant) {
    const { because, hint } = first.caller.gap;
    return { ok: false, because: `because ${lowered(because)}`, hint: hint ?? 'Look at the credentials.' };
  }
  const full = await collect(cloudFacts(asked, collectors), collectors, outside, first);
  return { ok: true, asked, sheet: full, aws };
}

/** The checks that ask the account, in a sentence that says why they were not asked. */
export function accountNotAsked(
  checks: readonly string[],
  { because, hint }: { readonly because: string; readonly hint: string },
): NotAsked {
  return {
    source: 'cloud',
    checks,
    because: `The AWS account was not asked, ${because.replace(/\.$/, '')}.`,
    hint,
  };
}

/** The facts of the cloud that these checks judge. */
function cloudFacts(wanted: readonly Check[], collectors: Collectors): readonly FactName[] {
  const names = new Set(wanted.flatMap(({ needs, also = [] }) => [...needs, ...also]));
  return [...names].filter((name) => sourceOf(name, collectors) === 'cloud');
}

/** A sentence as the end of another one. */
function lowered(sentence: string): string {
  return /^[A-Z][a-z]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}
