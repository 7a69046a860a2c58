import { checks } from '../../checks/index.ts';
import { collect } from '../engine/collect.ts';
import { judgesFact, selectChecks } from '../engine/select.ts';
import { runCheck } from '../engine/run.ts';
import { collectors } from '../facts/index.ts';
import type { Check } from '../model/check.ts';
import { Failure } from '../model/failure.ts';
import type { Report } from '../model/report.ts';
import { openStage, type StageOptions } from '../rehearse/stage.ts';
import { version } from '../version.ts';
import { openWorld } from '../world/index.ts';
import type { Command, Given, Io } from './command.ts';
import { confirm } from './asking.ts';
import { rootOf } from './examine.ts';
import { type Progress, watchReading } from './progress.ts';
import { isSaving, reportOptions, savingOptions, writeReport } from './reporting.ts';
import type { SeenFacts } from './saved-facts.ts';
import { secondsIn, toolIn } from './tool-call.ts';

const rehearse: Command = {
  name: 'rehearse',
  summary: 'Start the MCP server here as AgentCore would, play the platform towards it, and say what would happen.',
  positional: { name: 'path', describe: 'the folder of the project; the current one when left out' },
  options: {
    yes: { type: 'boolean', describe: "run the project's code without asking" },
    url: { type: 'string', describe: 'play to a server that runs already: http://127.0.0.1:8000/mcp' },
    tool: { type: 'string', describe: 'call this tool, and ask beside it' },
    args: { type: 'string', describe: 'the arguments of the tool, as a JSON object' },
    python: { type: 'string', describe: 'the Python to run the server with' },
    'no-install': { type: 'boolean', describe: 'install nothing: take the interpreter and its packages as they are' },
    serve: { type: 'string', describe: 'stay open as a local AgentCore Runtime on this port (0: any that is free)' },
    issuer: { type: 'boolean', describe: "with --serve: sign tokens here, in the place of the project's issuer" },
    tokens: { type: 'boolean', describe: "show which kind of token the project's authorizer lets in; starts nothing" },
    timeout: { type: 'string', default: '10', describe: 'how many seconds one answer may take' },
    ...reportOptions,
    ...savingOptions,
  },
  examples: [
    ['$0 rehearse', 'start the server of this folder and play AgentCore towards it'],
    ['$0 rehearse --url http://127.0.0.1:8000/mcp', 'play to a server that you started'],
    ['$0 rehearse --tokens', 'which token opens the door'],
    ['$0 rehearse --yes --serve 8080 --issuer', 'a local AgentCore Runtime for your own client'],
    ['$0 rehearse --yes --save run.json', 'save what was played; `rehearse --from run.json` reports it anywhere'],
    ['$0 rehearse --yes --tool search --args \'{"query":"tides"}\'', 'call a tool, and ping beside it'],
  ],
  run: rehearseWith,
};

export default rehearse;

async function rehearseWith(given: Given, io: Io): Promise<number> {
  if (given.flag('tokens') || given.text('serve') !== undefined) {
    if (isSaving(given)) throw new Failure('`--save` and `--from` are for what is played to a server.');
    return openDoorWith(given, io);
  }
  const wanted = selectChecks(checks, given.list('only'), given.list('skip')).filter((check) =>
    judgesFact(check, 'rehearsal'),
  );
  if (wanted.length === 0)
    throw new Failure('None of these checks asks a running server.', 'Run `agentcore-doctor checks` for the list.');
  if (given.flag('issuer'))
    throw new Failure('`--issuer` signs tokens for a door that stays open.', 'Open one with `--serve 8080`.');
  const play = (): Promise<SeenFacts> => playTo(given, io);
  const seen = isSaving(given)
    ? await (await import('./saved-facts.ts')).savedFacts({ command: rehearse, given, io }, ['rehearsal'], play)
    : await play();
  return writeReport(reportOf(wanted, seen), given, io);
}

/** What stays open, or starts nothing at all. */
async function openDoorWith(given: Given, io: Io): Promise<number> {
  const root = rootOf(given.positionals[0] ?? '.');
  const call = { root, agent: given.text('agent'), json: given.text('format') === 'json' };
  const door = await import('./front-door.ts');
  if (given.flag('tokens')) return door.showTokens(call, io);
  const { options, progress } = await stageFor(root, given, io);
  return door.serveDoor(call, options, given, io).finally(progress.done);
}

async function playTo(given: Given, io: Io): Promise<SeenFacts> {
  const root = rootOf(given.positionals[0] ?? '.');
  const { options, progress } = await stageFor(root, given, io);
  const stage = openStage(options);
  const world = openWorld({ root, agent: given.text('agent'), onRead: progress.onRead, stage });
  const facts = await collect(['project', 'agents', 'rehearsal'], collectors, world).finally(progress.done);
  if (facts.rehearsal?.ok === false) throw new Failure(facts.rehearsal.gap.because, facts.rehearsal.gap.hint);
  return { root, facts, unread: world.unread() };
}

/** How the server is started or found, as the call says; what cannot be called is said before anybody is asked. */
async function stageFor(
  root: string,
  given: Given,
  io: Io,
): Promise<{ readonly options: StageOptions; readonly progress: Progress }> {
  const url = urlIn(given.text('url'));
  const tool = toolIn(given);
  const limitMs = secondsIn(given.text('timeout') ?? '10') * 1000;
  if (url === undefined) await demandConsent(given, io, root);
  const progress = watchReading(io);
  const options: StageOptions = {
    root,
    url,
    tool,
    python: given.text('python'),
    install: !given.flag('no-install'),
    environment: io.environment,
    limitMs,
    onStep: progress.tell,
    signal: io.interruption?.(),
  };
  return { options, progress };
}

function reportOf(wanted: readonly Check[], { root, facts, unread }: SeenFacts): Report {
  return {
    tool: { name: 'agentcore-doctor', version },
    root,
    outcomes: wanted.map((check) => runCheck(check, facts)),
    notAsked: [],
    unread,
    looked: { files: 0, agents: [] },
    ...(facts.rehearsal?.ok === true ? { rehearsal: facts.rehearsal.value } : {}),
    excerpts: {},
  };
}

/** Nobody's code is run unawares. */
async function demandConsent(given: Given, io: Io, root: string): Promise<void> {
  if (given.flag('yes')) return;
  const what = `This starts the MCP server of \`${root}\`, which runs the code of the project on this machine.`;
  if (io.ask !== undefined && io.isTerminal.err) {
    io.err(`${what}\n`);
    if (await confirm('Start it? [y]es, [n]o: ', io.ask)) return;
    throw new Failure('Nothing was started.');
  }
  throw new Failure(what, 'Say `--yes`, or name a server that runs with `--url`.');
}

function urlIn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new Failure(`\`${text}\` is no URL of a server.`, 'Write it like `http://127.0.0.1:8000/mcp`.');
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname))
    throw new Failure(`\`${url.hostname}\` is another machine.`, 'A rehearsal plays to servers on this machine.');
  return url.href;
}
