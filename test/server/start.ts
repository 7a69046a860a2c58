import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { freePort } from '../support/port.ts';
import { ended } from './ended.ts';

/** The reference server as a process, started from the file that is shipped. */
export interface Started {
  readonly url: string;
  readonly origin: string;
  readonly process: ChildProcess;
  /** The lines of its log so far. */
  readonly lines: readonly LogLine[];
  /** Waits for a line. */
  readonly logged: (isWanted: (line: LogLine) => boolean) => Promise<LogLine>;
  /** All that it wrote, to both outputs. */
  readonly written: () => string;
  /** Sends the signal to end and gives the exit code. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

export type LogLine = Readonly<Record<string, unknown>>;

const folder = mkdtempSync(join(tmpdir(), 'reference-server-'));
const running: ChildProcess[] = [];
let built: Promise<string> | undefined;

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Builds the one file that is shipped, once for each file of tests. */
export function builtServer(): Promise<string> {
  return (built ??= build());
}

async function build(): Promise<string> {
  const script = `import { buildServer } from './server/build.mjs'; await buildServer(${JSON.stringify(folder)});`;
  const builder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: resolve('.'),
    stdio: 'inherit',
  });
  const [code] = await once(builder, 'exit');
  if (code !== 0) throw new Error(`the build ended with ${code}`);
  return join(folder, 'main.js');
}

/** Starts the server with Amazon Bedrock at `bedrock`, and nothing of the tester's own environment. */
export async function startServer(
  bedrock: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const port = await freePort();
  const child = spawn(process.execPath, [await builtServer()], {
    env: {
      PORT: String(port),
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: '111122223333',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL_BEDROCK: bedrock,
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const lines: LogLine[] = [];
  let written = '';
  child.stderr.on('data', (chunk) => (written += String(chunk)));
  createInterface(child.stdout).on('line', (line) => {
    written += `${line}\n`;
    // A line of the log is an object, which the tests look into.
    lines.push(JSON.parse(line) as LogLine);
  });
  const logged = async (isWanted: (line: LogLine) => boolean): Promise<LogLine> => {
    for (const until = Date.now() + 20_000; Date.now() < until; await sleep(10)) {
      const line = lines.find(isWanted);
      if (line !== undefined) return line;
      if (child.exitCode !== null) break;
    }
    throw new Error(`No such line in the log:\n${written}`);
  };
  await logged(({ event }) => event === 'started');
  const origin = `http://127.0.0.1:${port}`;
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    child.kill(signal);
    return ended(child);
  };
  return { url: `${origin}/mcp`, origin, process: child, lines, logged, written: () => written, stop };
}
