import { type Lines, linesOf } from '../domain/text.ts';
import type { Sheet } from '../engine/collect.ts';
import type { Place } from '../model/location.ts';
import type { Outcome, Report } from '../model/report.ts';
import { version } from '../version.ts';
import { openWorld, type RealWorld } from '../world/index.ts';
import type { Command, Given, Io } from './command.ts';
import { accountNotAsked, accountOptions, lookAtAccount, namedIn } from './account.ts';
import {
  collectAll,
  demandAsked,
  demandSomething,
  judge,
  rootOf,
  serverNotAsked,
  tokenNotAsked,
  wantedChecks,
} from './examine.ts';
import { watchReading } from './progress.ts';
import { reportOptions, writeReport } from './reporting.ts';

const doctor: Command = {
  name: 'doctor',
  summary: 'Say what is wrong with a project that is to run on AgentCore Runtime (the default command).',
  positional: { name: 'path', describe: 'the folder of the project; the current one when left out' },
  options: { ...reportOptions, ...accountOptions, offline: { type: 'boolean', describe: 'look at files only' } },
  examples: [
    ['$0', 'examine the current folder'],
    ['$0 services/weather --fail-on warning', 'be stricter, for a pipeline'],
    [
      '$0 --arn arn:aws:bedrock-agentcore:eu-central-1:111122223333:runtime/weather-a1b2c3d4e5',
      'a runtime that is deployed',
    ],
    ['$0 --format json --only sdk-import-broken,host-loopback', 'two checks, for a program'],
  ],
  run: examine,
};

export default doctor;

async function examine(given: Given, io: Io): Promise<number> {
  const root = rootOf(given.positionals[0] ?? '.');
  const wanted = wantedChecks(given.list('only'), given.list('skip'));
  const progress = watchReading(io);
  const world = openWorld({ root, agent: given.text('agent'), named: namedIn(given), onRead: progress.onRead });
  try {
    const sheet = await collectAll(world);
    await demandSomething(sheet, root, given.text('agent'));
    const account = await lookAtAccount(wanted, sheet, world, { given, io, progress });
    const asked = account.ok ? account.asked : wanted.files;
    const notAsked = [
      ...(account.ok || wanted.cloud.length === 0 ? [] : [accountNotAsked(wanted.cloud, account)]),
      ...tokenNotAsked(wanted.token),
      ...serverNotAsked(wanted.live),
    ];
    demandAsked(asked, notAsked);
    const facts = account.ok ? account.sheet : sheet;
    const outcomes = judge(asked, facts, world);
    const report = reportOf(root, { outcomes, notAsked }, facts, world);
    progress.done();
    return await writeReport(account.ok ? { ...report, denied: account.aws.denied() } : report, given, io);
  } finally {
    progress.done();
  }
}

function reportOf(
  root: string,
  { outcomes, notAsked }: Pick<Report, 'outcomes' | 'notAsked'>,
  { project, agents }: Sheet,
  world: RealWorld,
): Report {
  return {
    tool: { name: 'agentcore-doctor', version },
    root,
    outcomes,
    notAsked,
    unread: world.unread(),
    looked: {
      files: project?.ok === true ? project.value.files.length : 0,
      agents: agents?.ok === true ? [...new Set(agents.value.agents.map(({ name }) => name).filter(Boolean))] : [],
    },
    excerpts: excerptsOf(outcomes, world.texts()),
  };
}

function excerptsOf(outcomes: readonly Outcome[], texts: ReadonlyMap<string, string>): Report['excerpts'] {
  const indexed = new Map<string, Lines>();
  const lines: Record<string, Record<number, string>> = {};
  const places = outcomes.flatMap((outcome) => (outcome.status === 'fail' ? outcome.findings.map(({ at }) => at) : []));
  for (const place of places.filter((at): at is Place => at.kind === 'file')) {
    const text = texts.get(place.path);
    if (text === undefined) continue;
    const file = indexed.get(place.path) ?? linesOf(place.path, text);
    indexed.set(place.path, file);
    const number = place.range.start.line;
    (lines[place.path] ??= {})[number] ??= file.line(number);
  }
  return lines;
}
