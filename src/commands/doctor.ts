import { demandAsked, demandSomething, collectAll, rootOf, type Wanted, wantedChecks } from './examine.ts';
import { openWorld } from '../world/index.ts';
import type { Command, Given, Io } from './command.ts';
import { accountOptions, lookAtAccount, namedIn, namesSomething } from './account.ts';
import { askedOf, leftOutOf, reportOn, type Seen } from './seen.ts';
import { watchReading } from './progress.ts';
import { isSaving, liveOptions, reportOptions, savingOptions, writeReport } from './reporting.ts';

const doctor: Command = {
  name: 'doctor',
  summary: 'Say what is wrong with a project that is to run on AgentCore Runtime (the default command).',
  positional: { name: 'path', describe: 'the folder of the project; the current one when left out' },
  options: {
    ...reportOptions,
    ...accountOptions,
    simulate: { type: 'boolean', describe: 'ask IAM itself as well what the roles and the caller may do' },
    offline: { type: 'boolean', describe: 'look at files only' },
    live: { type: 'boolean', describe: 'ask the endpoint that is deployed, too: the same as `probe`' },
    ...liveOptions,
    ...savingOptions,
  },
  examples: [
    ['$0', 'examine the current folder'],
    ['$0 services/weather --fail-on warning', 'be stricter, for a pipeline'],
    [
      '$0 --arn arn:aws:bedrock-agentcore:eu-central-1:111122223333:runtime/weather-a1b2c3d4e5',
      'a runtime that is deployed',
    ],
    ['$0 --format json --only sdk-import-broken,host-loopback', 'two checks, for a program'],
    ['$0 --save run.json', 'save what was looked at; `--from run.json` reports it anywhere'],
  ],
  run: examine,
};

export default doctor;

async function examine(given: Given, io: Io): Promise<number> {
  const wanted = wantedChecks(given.list('only'), given.list('skip'));
  const look = (): Promise<Seen> => lookAround(wanted, given, io);
  const seen = isSaving(given)
    ? await (await import('./saved-doctor.ts')).savedDoctor({ command: doctor, given, io }, look)
    : await look();
  const asked = await askedOf(wanted, seen);
  const notAsked = leftOutOf(wanted, seen);
  demandAsked(asked, notAsked);
  return writeReport(reportOn(asked, notAsked, seen), given, io);
}

async function lookAround(wanted: Wanted, given: Given, io: Io): Promise<Seen> {
  const root = rootOf(given.positionals[0] ?? '.');
  const progress = watchReading(io);
  const world = openWorld({ root, agent: given.text('agent'), named: namedIn(given), onRead: progress.onRead });
  try {
    const sheet = await collectAll(world);
    // What the call names in the account is something to look at, whatever the folder holds.
    if (!namesSomething(given)) await demandSomething(sheet, root, given.text('agent'));
    const account = await lookAtAccount(wanted, sheet, world, { given, io, progress });
    const aws = account.ok ? account.aws : undefined;
    const near = account.ok ? account.sheet : sheet;
    const whole = given.flag('live')
      ? await (await import('./live.ts')).lookAtEndpoint(given, io, { sheet: near, world, aws, progress })
      : near;
    return {
      root,
      sheet: whole,
      account: account.ok ? { ok: true, denied: account.aws.denied() } : account,
      unread: world.unread(),
      texts: world.texts(),
    };
  } finally {
    progress.done();
  }
}
