import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeWhole } from '../apply/write.ts';
import { openSavedRun, savedRunText } from '../engine/saved-run.ts';
import { Failure } from '../model/failure.ts';
import { version } from '../version.ts';
import type { Command, Given, Io } from './command.ts';

/** A call of a command that looks at the world. */
export interface SavingCall {
  readonly command: Pick<Command, 'name' | 'options'>;
  readonly given: Given;
  readonly io: Io;
}

/**
 * What a run keeps: of this run, written to the file that `--save` names; or of an earlier one, out of the file that
 * `--from` names. Either way it is what the file holds, so that both give the same report.
 */
export async function savedRun(call: SavingCall, root: string, look: () => Promise<object>): Promise<object> {
  const { given, io, command } = call;
  const [save, from] = [given.text('save'), given.text('from')];
  if (from !== undefined) {
    demandNothingElse(call);
    const opened = openSavedRun(textOf(from), from, command.name);
    if (opened.version !== version)
      io.err(`${from} was saved by version ${opened.version}; version ${version} judges it by its own checks.\n`);
    return opened.content;
  }
  if (save === undefined) return look();
  demandRoom(save);
  const tool = { name: 'agentcore-doctor', version };
  const text = savedRunText({ command: command.name, root, tool }, await look(), secretsOf(io.environment));
  write(save, text);
  return openSavedRun(text, save, command.name).content;
}

/** Options that say how a run is reported; all others say where and how to look. */
const REPORTING = new Set(['from', 'format', 'only', 'skip', 'fail-on', 'no-color']);

function demandNothingElse({ given, command }: SavingCall): void {
  const from = given.text('from') ?? '';
  const other = Object.keys(command.options).find(
    (name) => !REPORTING.has(name) && (given.all(name).length > 0 || given.flag(name)),
  );
  if (other !== undefined)
    throw new Failure(`\`--${other}\` says how to look, and \`${from}\` was looked at when it was saved.`);
  const [path] = given.positionals;
  if (path !== undefined) throw new Failure(`\`${path}\` is not looked at: the report is that of \`${from}\`.`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (!existsSync(file)) throw new Failure(`There is no file \`${file}\`.`, 'Save a run with `--save <file>`.');
    throw new Failure(`\`${file}\` cannot be read.`, cause instanceof Error ? cause.message : undefined, { cause });
  }
}

/** Said before the run, which may take long: a file that is none of ours is not written over. */
function demandRoom(file: string): void {
  const folder = statSync(dirname(file), { throwIfNoEntry: false });
  if (folder?.isDirectory() !== true) throw new Failure(`There is no folder \`${dirname(file)}\` to save a run in.`);
  const there = statSync(file, { throwIfNoEntry: false });
  if (there === undefined) return;
  // A whole file takes the place of what is there, and the place of a device or a pipe is not to be taken.
  if (!there.isFile()) throw new Failure(`\`${file}\` is no file.`, 'Name one.');
  if (there.size === 0 || isOurs(file)) return;
  throw new Failure(`\`${file}\` is no saved run, and is not written over.`, 'Name another file, or remove it.');
}

function isOurs(file: string): boolean {
  return textOf(file).startsWith('{\n "format": "agentcore-doctor run"');
}

function write(file: string, text: string): void {
  try {
    writeWhole(existsSync(file) ? realpathSync(file) : file, Buffer.from(text), 0o600);
  } catch (cause) {
    throw new Failure(`\`${file}\` cannot be written.`, cause instanceof Error ? cause.message : undefined, { cause });
  }
}

/** Variables whose value is a secret, by their name; what a server writes out may hold it. */
const NAMED = /SECRET|PASSWORD|PASSWD|PASSPHRASE|TOKEN$|API_?KEY|PRIVATE_?KEY/i;
/** A shorter text is in many a word; a number and a path are no secrets. */
const SHORTEST = 8;
const PLAIN = /^(?:\d+|\/.*)$/;

function secretsOf(environment: Io['environment']): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    const secret = value?.trim() ?? '';
    return NAMED.test(name) && secret.length >= SHORTEST && !PLAIN.test(secret) ? [secret] : [];
  });
}
