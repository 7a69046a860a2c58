import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Attempt, Seen } from './attempt.ts';
import { cachedFolder } from './cache.ts';
import { ran } from './program.ts';

/** Starts a server, asks it, ends it and all that it started, and tells what was seen. */
export async function attend(attempt: Attempt): Promise<Seen> {
  const child = await callWitness(attempt);
  let [told, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  await new Promise((resolve) => child.on('close', resolve));
  if (told === '') throw new Error(`The witness saw nothing: ${complaint}`);
  // What the witness writes, and nothing else.
  return JSON.parse(told) as Seen;
}

/** A process that makes the attempt and writes what it saw; when its input ends, it ends, and so does the server. */
export async function callWitness(attempt: Attempt): Promise<ChildProcessWithoutNullStreams> {
  return callProgram('witness.ts', attempt, await ownNetwork());
}

/** Starts a program of this folder, in a network of its own where there is one, and gives it its task as a line of JSON. */
export async function callProgram(
  file: string,
  task: unknown,
  namespace: readonly string[],
): Promise<ChildProcessWithoutNullStreams> {
  const [command = '', ...words] = [...namespace, process.execPath, await bundled(file)];
  const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify(task)}\n`);
  return child;
}

const bundles = new Map<string, Promise<string>>();
let own: Promise<readonly string[]> | undefined;

function bundled(file: string): Promise<string> {
  const made = bundles.get(file) ?? bundle(file);
  bundles.set(file, made);
  return made;
}

async function bundle(file: string): Promise<string> {
  const entry = join(import.meta.dirname, file);
  const made = await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', write: false });
  const text = made.outputFiles.map((output) => output.text).join('');
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 20);
  const folder = await cachedFolder(`witnesses/${hash}`, async (unfinished) =>
    writeFileSync(join(unfinished, 'witness.mjs'), text),
  );
  return join(folder, 'witness.mjs');
}

/** What gives a process a network and processes of its own, so that several have a port 8000; empty: not allowed here. */
export function ownNetwork(): Promise<readonly string[]> {
  return (own ??= findOwnNetwork());
}

async function findOwnNetwork(): Promise<readonly string[]> {
  const unshare = ['unshare', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const inside = ['sh', '-c', 'ip link set lo up && exec "$0" "$@"'];
  for (const command of [
    [...unshare, ...inside],
    [...unshare, '--map-root-user', ...inside],
  ]) {
    const [program = '', ...words] = [...command, 'true'];
    if ((await ran(program, words)).code === 0) return command;
  }
  return [];
}
