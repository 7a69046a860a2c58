import { checks } from '../../checks/index.ts';
import { endpointOf } from '../domain/probe/endpoint.ts';
import { selectChecks } from '../engine/select.ts';
import type { Sheet } from '../engine/collect.ts';
import type { Check } from '../model/check.ts';
import { Failure } from '../model/failure.ts';
import type { Endpoint } from '../model/probe.ts';
import type { Report } from '../model/report.ts';
import { version } from '../version.ts';
import { accountOptions } from './account.ts';
import type { Command, Given, Io } from './command.ts';
import { awsMeans, tokenMeans } from './probe-means.ts';
import { addressesOf, endpointOfProject } from './project-endpoint.ts';
import { judgeEndpoint, PROBE_FACTS, type ProbeCall, probeChecks, probeIn, seeEndpoint } from './probing.ts';
import type { SeenFacts } from './saved-facts.ts';
import { watchReading } from './progress.ts';
import { isSaving, liveOptions, reportOptions, savingOptions, writeReport } from './reporting.ts';
import { secondsIn, toolIn } from './tool-call.ts';

const probe: Command = {
  name: 'probe',
  summary: 'Ask the deployed endpoint, and say what is behind its answers.',
  positional: {
    name: 'endpoint',
    describe: 'the runtime: its ARN, its id or its URL; what this folder names when left out',
  },
  options: {
    project: { type: 'string', describe: 'the folder of the project whose endpoint is meant' },
    ...liveOptions,
    tool: { type: 'string', describe: 'call this tool at the end' },
    args: { type: 'string', describe: 'the arguments of the tool, as a JSON object' },
    timeout: { type: 'string', default: '180', describe: 'how many seconds all of it may take' },
    offline: { type: 'boolean', describe: 'ask the endpoint alone: not the account behind it' },
    profile: accountOptions.profile,
    region: accountOptions.region,
    account: { type: 'string', describe: 'the account of the runtime, where its id alone is given' },
    ...reportOptions,
    ...savingOptions,
  },
  examples: [
    ['$0 probe', 'the runtime that this folder names'],
    [
      'BEARER_TOKEN=… $0 probe arn:aws:bedrock-agentcore:eu-central-1:111122223333:runtime/weather-a1b2c3d4e5',
      'with a token',
    ],
    ['$0 probe weather-a1b2c3d4e5 --region eu-central-1 --account 111122223333 --sigv4', 'with AWS credentials'],
    ['$0 probe --token-file token.txt --tool search --args \'{"query":"tides"}\'', 'and call a tool'],
    ['$0 probe http://127.0.0.1:8000/mcp', 'a server of this machine'],
  ],
  run: probeWith,
};

export default probe;

async function probeWith(given: Given, io: Io): Promise<number> {
  const own = new Set(probeChecks());
  const wanted = selectChecks(checks, given.list('only'), given.list('skip')).filter((check) => own.has(check));
  if (wanted.length === 0)
    throw new Failure('None of these checks asks an endpoint.', 'Run `agentcore-doctor checks` for the list.');
  const look = (): Promise<SeenFacts> => lookAt(given, io);
  const seen = isSaving(given)
    ? await (await import('./saved-facts.ts')).savedFacts({ command: probe, given, io }, PROBE_FACTS, look)
    : await look();
  return writeReport(reportOf(wanted, seen), given, io);
}

async function lookAt(given: Given, io: Io): Promise<SeenFacts> {
  const tool = toolIn(given);
  const limitMs = secondsIn(given.text('timeout') ?? '180') * 1000;
  const progress = watchReading(io);
  const { endpoint, project } = await addressIn(given, io);
  const call: ProbeCall = {
    endpoint,
    token: await tokenMeans(given, io),
    ...(await awsMeans(given, io, endpoint)),
    project,
    tool,
    limitMs,
    onStep: (what) => progress.tell(`asking ${new URL(endpoint.url).host}: ${what}`),
    signal: io.interruption?.(),
  };
  const facts = await seeEndpoint(call).finally(progress.done);
  return { root: given.text('project') ?? '.', facts, unread: [] };
}

function reportOf(wanted: readonly Check[], { root, facts }: SeenFacts): Report {
  const gaps = [facts.runtimes, facts.recentLogs].flatMap((one) => (one?.ok === false ? [one.gap] : []));
  return {
    tool: { name: 'agentcore-doctor', version },
    root,
    outcomes: judgeEndpoint(wanted, facts),
    notAsked: gaps.slice(0, 1).map(({ because, hint = '' }) => ({
      source: 'cloud',
      checks: [],
      because: `The account explained nothing: ${because}`,
      hint,
    })),
    unread: [],
    looked: { files: 0, agents: [] },
    probe: probeIn(facts),
    excerpts: {},
  };
}

async function addressIn(given: Given, io: Io): Promise<{ readonly endpoint: Endpoint; readonly project?: Sheet }> {
  const [word] = given.positionals;
  const addresses = addressesOf(given, io);
  if (word === undefined) return endpointOfProject(given, io, addresses);
  if (given.text('project') !== undefined)
    throw new Failure('Both an endpoint and a project are named.', 'Leave one of them out.');
  const addressed = endpointOf(word, addresses);
  if (!addressed.ok) throw new Failure(addressed.gap.because, addressed.gap.hint);
  return { endpoint: addressed.endpoint };
}
