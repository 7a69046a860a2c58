import { callProgram } from './attend.ts';

/** A run of the doctor to be watched. */
export interface Task {
  readonly command: readonly [program: string, ...words: string[]];
  readonly environment: Readonly<Record<string, string>>;
  /** Whether it is interrupted (SIGINT) as soon as something listens. */
  readonly interrupt: boolean;
}

/** What a run came to, and what was left of it. */
export interface Overseen {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly tookMs: number;
  /** The commands of processes that still ran when the doctor had ended. */
  readonly left: readonly string[];
  /** Addresses that were still listened on. */
  readonly listens: readonly string[];
}

/** Runs a program among processes and in a network of its own, and tells what it left. */
export async function oversee(task: Task, namespace: readonly string[]): Promise<Overseen> {
  const child = await callProgram('overseer.ts', task, namespace);
  let [told, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  await new Promise((resolve) => child.on('close', resolve));
  if (told === '') throw new Error(`Nothing was overseen: ${complaint}`);
  // What the overseer writes, and nothing else.
  return JSON.parse(told) as Overseen;
}
