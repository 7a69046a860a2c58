import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/port.ts';
import { ACCOUNT, REGION } from './aws.ts';
import { programsOf } from './python-packages.ts';

/** The emulators of AWS that this project is tested with; both are others' work. */
export type EmulatorName = 'ministack' | 'moto';

/** An emulator that runs, on the loopback address only. */
export interface Emulator {
  readonly url: string;
  /** Forgets everything that it was told. */
  readonly reset: () => Promise<void>;
  /** Ends it and all that it started. */
  readonly stop: () => Promise<void>;
}

interface Recipe {
  readonly words: (port: string) => readonly string[];
  readonly environment: (port: string) => { readonly [name: string]: string };
  readonly health: string;
  readonly reset: string;
}

const RECIPES: { readonly [name in EmulatorName]: Recipe } = {
  ministack: {
    words: () => ['ministack'],
    environment: (port) => ({
      GATEWAY_PORT: port,
      // It would listen on every address of this machine, and on 8883 besides.
      BIND_HOST: '127.0.0.1',
      IOT_MTLS_ENABLED: '0',
      PERSIST_STATE: '0',
      LAMBDA_EXECUTOR: 'local',
      // A trigger that fails makes the sign-in fail, as AWS does.
      MINISTACK_COGNITO_PRETOKEN_STRICT: '1',
      LOG_LEVEL: 'WARNING',
      // Whose unsigned calls are: sign-ins, above all.
      MINISTACK_ACCOUNT_ID: ACCOUNT,
      MINISTACK_REGION: REGION,
    }),
    health: '/_ministack/health',
    reset: '/_ministack/reset',
  },
  moto: {
    words: (port) => ['moto_server', '-H', '127.0.0.1', '-p', port],
    // Off by default: then AWS's own policies have no documents.
    environment: () => ({ MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' }),
    health: '/moto-api/',
    reset: '/moto-api/reset',
  },
};

const PATIENCE_MS = 60_000;
const ATTEMPTS = 3;

/** Starts an emulator and waits until it answers. Whoever starts one ends it; it does not outlive this process either way. */
export async function startEmulator(name: EmulatorName): Promise<Emulator> {
  const programs = await programsOf('requirements.txt');
  let complaint = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const started = await attemptOn(await freePort(), RECIPES[name], programs);
    if (typeof started !== 'string') return started;
    // Between looking for a free port and listening there, somebody else may have taken it.
    complaint = started;
  }
  throw new Error(`${name} does not start: ${complaint}`);
}

async function attemptOn(port: number, recipe: Recipe, programs: string): Promise<Emulator | string> {
  const [program = '', ...words] = recipe.words(String(port));
  const keeper = spawn(join(programs, 'python'), [KEEPER, join(programs, program), ...words], {
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], PYTHONUNBUFFERED: '1', ...SOMEBODY, ...recipe.environment(String(port)) },
  });
  let complaint = '';
  keeper.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-2000)));
  keeper.stdin.on('error', () => undefined);
  const url = `http://127.0.0.1:${port}`;
  if (!(await isHealthy(`${url}${recipe.health}`, keeper))) {
    await end(keeper);
    return complaint || 'it does not answer';
  }
  return {
    url,
    reset: async () => void (await fetch(`${url}${recipe.reset}`, { method: 'POST' })),
    stop: () => end(keeper),
  };
}

const KEEPER = join(import.meta.dirname, 'keeper.py');
/** Whom the functions of an emulated Lambda run as. */
const SOMEBODY = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

async function isHealthy(url: string, keeper: ChildProcess): Promise<boolean> {
  const limit = Date.now() + PATIENCE_MS;
  while (keeper.exitCode === null && Date.now() < limit) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    // Another emulator may listen there, and this one about to find out.
    if (answer?.ok) return (await sleep(20)) === undefined && keeper.exitCode === null;
    await sleep(50);
  }
  return false;
}

async function end(keeper: ChildProcess): Promise<void> {
  if (keeper.exitCode !== null || keeper.signalCode !== null) return;
  const ended = once(keeper, 'exit');
  keeper.stdin?.end();
  await ended;
}
