import { logTargetOf, type LogTarget } from '../domain/logs/groups.ts';
import type { Level } from '../domain/logs/level.ts';
import { patternIn, type Sieve } from '../domain/logs/sieve.ts';
import { lengthIn, timeIn } from '../domain/logs/time-expression.ts';
import { UTC, type Zone } from '../domain/logs/zone.ts';
import { configsOf } from '../domain/manifest/agent-config.ts';
import { listing } from '../domain/words.ts';
import { collect } from '../engine/collect.ts';
import { Failure } from '../model/failure.ts';
import type { AgentConfig } from '../model/manifest.ts';
import { openWorld } from '../world/index.ts';
import type { Given, Io } from './command.ts';

/** A call of `logs tail`, understood. */
export interface TailPlan {
  readonly target: LogTarget;
  readonly region: string | undefined;
  readonly since: number;
  readonly until: number | undefined;
  readonly following: boolean;
  readonly lines: number | undefined;
  readonly overlap: number;
  readonly zone: Zone;
  readonly sieve: Sieve;
  readonly highlight: readonly RegExp[];
  readonly json: boolean;
}

/** Reads the options; what cannot be understood is a `Failure`. */
export async function tailPlanOf(given: Given, io: Io, now: number): Promise<TailPlan> {
  const zone: Zone = given.flag('utc') ? UTC : (time) => -new Date(time).getTimezoneOffset();
  const { target, region } = await targetOf(given.positionals[0]);
  const around = given.text('around') !== undefined;
  const since = around && given.text('since') === '10m' ? now - 86_400_000 : timeGiven(given, 'since', now, zone);
  const until = given.text('until') === undefined ? undefined : timeGiven(given, 'until', now, zone);
  if (until !== undefined && since !== undefined && until <= since)
    throw new Failure('`--until` lies before `--since`.', 'Without a day, a time of day is one of the last 24 hours.');
  const ends = given.flag('no-follow') || given.flag('diagnose') || around || (until !== undefined && until <= now);
  return {
    target,
    region: region ?? given.text('region') ?? io.environment['AWS_REGION'] ?? io.environment['AWS_DEFAULT_REGION'],
    since: since ?? now,
    until,
    following: !ends,
    lines: numberGiven(given.text('lines')),
    overlap: overlapGiven(given.text('overlap') ?? ''),
    zone,
    sieve: sieveOf(given),
    highlight: patternsGiven(given, 'highlight', true),
    json: given.flag('json') || given.text('format') === 'json',
  };
}

function timeGiven(given: Given, name: string, now: number, zone: Zone): number | undefined {
  const text = given.text(name) ?? '';
  const time = timeIn(text, now, zone);
  if (time === undefined)
    throw new Failure(
      `\`--${name} ${text}\` is no time.`,
      'Write it like `1h30m`, `13:10`, `yesterday`, `2026-11-25` or `2026-11-25T13:10Z`.',
    );
  return time;
}

function overlapGiven(text: string): number {
  const length = lengthIn(text);
  if (length === undefined || length > 86_400_000)
    throw new Failure(`\`--overlap ${text}\` is no length of time.`, 'Write it like `90s` or `5m`; a day at the most.');
  return length;
}

function numberGiven(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && text.trim() !== '') return number;
  throw new Failure(`\`-n ${text}\` is no number of lines.`);
}

function sieveOf(given: Given): Sieve {
  const ids = ['session', 'trace', 'request'].flatMap((name) => given.text(name) ?? []);
  const level = given.text('level');
  return {
    ids,
    grep: patternsGiven(given, 'grep', false),
    exclude: patternsGiven(given, 'exclude', false),
    // The option's choices are the levels.
    ...(level === undefined ? {} : { level: level as Level }),
  };
}

function patternsGiven(given: Given, name: string, global: boolean): readonly RegExp[] {
  return given.all(name).map((text) => {
    const pattern = patternIn(text, global);
    if (pattern === undefined) throw new Failure(`\`--${name} ${text}\` is no regular expression.`);
    return pattern;
  });
}

/** What is meant: the word, or the agent that the manifests of this folder name; they also know ARNs and regions. */
async function targetOf(
  word: string | undefined,
): Promise<{ readonly target: LogTarget; readonly region: string | undefined }> {
  if (word !== undefined && (word.startsWith('arn:') || word.includes('/'))) {
    const target = logTargetOf(word);
    return { target, region: target.region };
  }
  const configs = await agentsHere();
  const [config] = configs.filter((one) => word === undefined || nameOf(one) === word);
  if (word === undefined && configs.length > 1)
    throw new Failure(
      `This folder has several agents: ${listing(configs.map((one) => `\`${nameOf(one)}\``))}.`,
      'Name one of them: `agentcore-doctor logs tail <name>`.',
    );
  const name = config?.runtimeArn?.value ?? word ?? (config === undefined ? undefined : nameOf(config));
  if (name === undefined || name === '')
    throw new Failure(
      'Nothing says whose logs are meant.',
      'Name a runtime (its name, id or ARN) or a log group, or run it in the folder of the project.',
    );
  const target = logTargetOf(name);
  return { target, region: target.region ?? config?.region?.value };
}

/** Only where a name has to be looked up are the readers of manifests loaded. */
async function agentsHere(): Promise<readonly AgentConfig[]> {
  const { collectors } = await import('../facts/index.ts');
  const { manifests } = await collect(['manifests'], collectors, openWorld({ root: '.', agent: undefined }));
  return manifests?.ok === true ? configsOf(manifests.value).filter((config) => nameOf(config) !== '') : [];
}

function nameOf({ name, key }: AgentConfig): string {
  return (name ?? key)?.value ?? '';
}
