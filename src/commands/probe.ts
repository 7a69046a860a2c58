import { endpointOf } from '../domain/probe/endpoint.ts';
import { selectChecks } from '../engine/select.ts';
import type { Sheet } from '../engine/collect.ts';
import type { Check } from '../model/check.ts';
import { Failure } from '../model/failure.ts';
import type { Endpoint } from '../model/probe.ts';
import type { Report } from '../model/report.ts';
import type { GivenToken } from '../model/token.ts';
import { version } from '../version.ts';
import { hasSignsOfCredentials } from '../world/credentials.ts';
import { accountOptions, openAccount } from './account.ts';
import type { Command, Given, Io } from './command.ts';
import { givenToken } from './given-token.ts';
import { type Addresses, endpointOfProject } from './project-endpoint.ts';
import { judgeEndpoint, PROBE_FACTS, type ProbeCall, probeChecks, probeIn, seeEndpoint } from './probing.ts';
import type { SeenFacts } from './saved-facts.ts';
import { watchReading } from './progress.ts';
import { isSaving, reportOptions, savingOptions, writeReport } from './reporting.ts';
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
    qualifier: { type: 'string', describe: 'the endpoint of the runtime (default: `DEFAULT`)' },
    'token-file': {
      type: 'string',
      describe: 'the file that holds the bearer token, `-`: piped in (default: `BEARER_TOKEN`)',
    },
    sigv4: { type: 'boolean', describe: 'send signed requests, whatever the endpoint asks for' },
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
  const wanted = selectChecks(probeChecks(), given.list('only'), given.list('skip'));
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
    token: await tokenIn(given, io),
    ...(await awsIn(given, io, endpoint)),
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
  const { environment } = io;
  const addresses: Addresses = {
    qualifier: given.text('qualifier'),
    region: given.text('region') ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'],
    account: given.text('account'),
    custom: environment['AWS_ENDPOINT_URL_BEDROCK_AGENTCORE'] ?? environment['AWS_ENDPOINT_URL'],
  };
  if (word === undefined) return endpointOfProject(given, io, addresses);
  if (given.text('project') !== undefined)
    throw new Failure('Both an endpoint and a project are named.', 'Leave one of them out.');
  const addressed = endpointOf(word, addresses);
  if (!addressed.ok) throw new Failure(addressed.gap.because, addressed.gap.hint);
  return { endpoint: addressed.endpoint };
}

/** A token is read from where it is expected: what is piped in may be meant for others. */
async function tokenIn(given: Given, io: Io): Promise<GivenToken | undefined> {
  const isNamed = given.text('token-file') !== undefined || (io.environment['BEARER_TOKEN'] ?? '').trim() !== '';
  return isNamed ? givenToken(given, io) : undefined;
}

/** Credentials of AWS, where there are signs of any: to sign with, and to look at the account with. */
async function awsIn(
  given: Given,
  io: Io,
  { kind, region }: Endpoint,
): Promise<Pick<ProbeCall, 'aws' | 'signer' | 'signsAnyway'>> {
  const { environment } = io;
  const signsAnyway = given.flag('sigv4');
  const hasCredentials = given.text('profile') !== undefined || hasSignsOfCredentials(environment);
  const where = region ?? given.text('region') ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  if (signsAnyway && where === undefined)
    throw new Failure('Requests are signed for a region, and nothing names one.', 'Name it with `--region`.');
  if (where === undefined || (!signsAnyway && (!hasCredentials || kind === 'server'))) return {};
  const { openSigner } = await import('../world/aws/index.ts');
  const signer = (): ReturnType<typeof openSigner> =>
    openSigner({ profile: given.text('profile'), region: where, environment }, where);
  // Without credentials nothing would be asked, so the run ends before it began.
  if (signsAnyway) await signer();
  const looks = hasCredentials && !given.flag('offline') && kind === 'runtime';
  return { signer, signsAnyway, ...(looks ? { aws: await openAccount(given, io) } : {}) };
}
