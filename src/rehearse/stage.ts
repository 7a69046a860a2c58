import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../model/failure.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Json } from '../model/json.ts';
import type { ClientSession, PlannedStart, Rehearsal, Stage, Started, StartPlan } from '../model/rehearsal.ts';
import { ping } from '../domain/rehearsal/requests.ts';
import { send } from '../world/http.ts';
import { withoutSecrets } from '../domain/secret/secret-free.ts';
import { listenersOf, listenersOn } from './listeners.ts';
import { play } from './play.ts';
import { type Preparation, prepare } from './prepare.ts';
import { type Running, startServer } from './process.ts';

/** How a rehearsal is to go. */
export interface StageOptions extends Preparation {
  /** The folder of the project. */
  readonly root: string;
  /** A server that runs already; absent: the project's own is started. */
  readonly url?: string | undefined;
  readonly tool?: { readonly name: string; readonly arguments: Json } | undefined;
  /** How long one answer may take, in milliseconds. */
  readonly limitMs: number;
  /** Told what is being done. */
  readonly onStep?: ((what: string) => void) | undefined;
  /** Ends what was started, whatever is under way, when it is raised. */
  readonly signal?: AbortSignal | undefined;
}

/** The contract of MCP servers: https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html (2026-11-25) */
const ENDPOINT = 'http://127.0.0.1:8000/mcp';
/** What a first answer may take, by the text of the service's own errors (verified 2026-11-22). */
const LIMITS_MS = { container: 120_000, 'code-zip': 30_000, unknown: 30_000 } as const;
const PACE_MS = 25;

/** Plays AgentCore towards a server that runs, or starts the project's own and ends it afterwards. */
export function openStage(options: StageOptions): Stage {
  return {
    play: async (start) => (options.url === undefined ? playStarted(start, options) : playTo(options.url, options)),
  };
}

function planIn(start: PlannedStart): StartPlan {
  if (start.ok) return start.plan;
  throw new Failure(start.gap.because, start.gap.hint);
}

async function playTo(url: string, options: StageOptions): Promise<Rehearsal> {
  const exchanges = await play({ ...options, url });
  const answered = exchanges.some(({ answer }) => answer.kind === 'response');
  if (!answered) throw new Failure(`Nothing answers at ${url}.`, 'Start the server first, or leave `--url` out.');
  const { port, protocol } = new URL(url);
  const listening = listenersOn(Number(port) || (protocol === 'https:' ? 443 : 80));
  options.onStep?.('the official client');
  return {
    url,
    limitMs: LIMITS_MS.unknown,
    exchanges,
    ...(listening === undefined ? {} : { listening }),
    client: await meet(url, options),
  };
}

async function playStarted(start: PlannedStart, options: StageOptions): Promise<Rehearsal> {
  const project = await startProject(start, options);
  const { running, limitMs, readyMs, first } = project;
  try {
    const listening = listenersOf(running.group);
    const common = { url: ENDPOINT, limitMs, ...(listening === undefined ? {} : { listening }) };
    // What was ended before it answered says nothing, either.
    options.signal?.throwIfAborted();
    if (readyMs === undefined) return { ...common, start: startedOf(project), exchanges: [] };
    const exchanges = [...first, ...(await play({ ...options, url: ENDPOINT }))];
    // What was asked of a server that was ended meanwhile says nothing.
    options.signal?.throwIfAborted();
    options.onStep?.('the official client');
    const client = await meet(ENDPOINT, options);
    return { ...common, readyMs, start: startedOf(project), exchanges, client };
  } finally {
    await running.stop();
  }
}

/** The SDK is loaded when it is wanted, and by whoever else wants it from the same script. */
async function meet(url: string, { tool, limitMs }: StageOptions): Promise<ClientSession> {
  const { clientSession } = await import('./client.ts');
  return withoutSecrets(await clientSession(url, tool, limitMs), []);
}

/** The project's server while it runs; whoever started it stops it. */
export interface StartedProject {
  readonly url: string;
  readonly plan: StartPlan;
  readonly interpreter: string;
  readonly running: Running;
  readonly limitMs: number;
  /** Absent: nothing answered in time, or it ended. */
  readonly readyMs?: number;
  /** The first request that was answered. */
  readonly first: readonly Exchange[];
}

/** Starts the server of a project and waits for its first answer, as long as AgentCore would. */
export async function startProject(start: PlannedStart, options: StageOptions): Promise<StartedProject> {
  const plan = planIn(start);
  await demandFreePort();
  const prepared = await prepare(plan, options);
  options.signal?.throwIfAborted();
  options.onStep?.(`starting ${prepared.argv.join(' ')}`);
  const running = await startServer(prepared);
  options.signal?.addEventListener('abort', () => void running.stop(), { once: true });
  try {
    const limitMs = LIMITS_MS[plan.packaging];
    const answered = await firstAnswer(running, limitMs, options.signal);
    const common = { url: ENDPOINT, plan, interpreter: prepared.interpreter, running, limitMs };
    return answered === undefined ? { ...common, first: [] } : { ...common, ...answered };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

/** A server that is there already would answer in the place of the one that is to be started. */
async function demandFreePort(): Promise<void> {
  const answer = await send({ method: 'GET', url: ENDPOINT, headers: {}, limitMs: 1000 });
  if (answer.kind === 'none' && answer.because === 'refused') return;
  throw new Failure(
    'Port 8000, which the contract asks for, is in use.',
    'End the program that listens there, or play to it: `--url http://127.0.0.1:8000/mcp`.',
  );
}

/** The first answer of any kind, and when it came; `undefined` when the process ended or the time is over. */
async function firstAnswer(
  running: Running,
  limitMs: number,
  signal: AbortSignal | undefined,
): Promise<{ readonly readyMs: number; readonly first: readonly Exchange[] } | undefined> {
  while (running.exit() === undefined && running.age() < limitMs) {
    signal?.throwIfAborted();
    const { name, method, headers, body = '', id } = ping('ready');
    const answer = await send({ method, headers, body, id, url: ENDPOINT, limitMs: 2000 });
    if (answer.kind === 'response') {
      const request = { method, url: ENDPOINT, headers, body, bytes: Buffer.byteLength(body) };
      return { readyMs: running.age(), first: [{ name, request, answer, startedMs: 0 }] };
    }
    await sleep(PACE_MS);
  }
  return undefined;
}

function startedOf({ plan, interpreter, running }: StartedProject): Started {
  const { command, folder, because, at, packaging } = plan;
  const exit = running.exit();
  return {
    command,
    folder,
    because,
    at,
    packaging,
    interpreter,
    output: running.output(),
    ...(exit === undefined ? {} : { exit }),
  };
}
