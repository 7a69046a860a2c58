import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '../model/failure.ts';
import type { StartPlan } from '../model/rehearsal.ts';
import type { Command } from './process.ts';

/** What the call says of the interpreter and of what is installed. */
export interface Preparation {
  readonly root: string;
  /** The Python to use; absent: `python3` of the path. */
  readonly python?: string | undefined;
  /** The environment of the doctor itself, from which only what a program needs to run is handed on. */
  readonly environment: { readonly [name: string]: string | undefined };
}

/** A command that can be started, and what runs it. */
export interface Prepared extends Command {
  readonly interpreter: string;
}

const run = promisify(execFile);

/** Makes the command of a plan one that can be started on this machine. */
export async function prepare(plan: StartPlan, preparation: Preparation): Promise<Prepared> {
  const folder = join(preparation.root, plan.folder);
  const environment = { ...handedOn(preparation.environment), ...plan.environment };
  const [program = '', ...words] = plan.command;
  const runner = plan.language === 'python' ? (preparation.python ?? 'python3') : process.execPath;
  const isInterpreter = program === 'python' || program === 'node';
  return {
    argv: [isInterpreter ? runner : program, ...words],
    folder,
    environment,
    interpreter: await versionOf(runner, plan.language),
  };
}

/** What programs need to find others and their own files; no credentials, no settings of the shell. */
const HANDED_ON =
  /^(?:PATH|HOME|USER|LANG|LC_\w+|TMPDIR|TEMP|TMP|SystemRoot|ComSpec|PATHEXT|SSL_CERT_FILE|NODE_EXTRA_CA_CERTS)$/;

function handedOn(environment: Preparation['environment']): { readonly [name: string]: string } {
  const kept = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && HANDED_ON.test(name) ? [[name, value] as const] : [],
  );
  // Without it, Python keeps its last words in a buffer when it is killed.
  return { ...Object.fromEntries(kept), PYTHONUNBUFFERED: '1' };
}

async function versionOf(runner: string, language: StartPlan['language']): Promise<string> {
  try {
    const { stdout, stderr } = await run(runner, ['--version']);
    const said = (stdout || stderr).trim();
    return language === 'python' ? said : `Node.js ${said.replace(/^v/, '')}`;
  } catch (error) {
    throw new Failure(`\`${runner}\` cannot be started.`, 'Name another interpreter with `--python`.', {
      cause: error,
    });
  }
}
