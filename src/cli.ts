import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Command, Given, Io, OptionSpec } from './commands/command.ts';
import { commandNames, isCommandName, loadCommand } from './commands/index.ts';
import { looksLikeToken } from './domain/token/looks-like-token.ts';
import { Failure } from './model/failure.ts';
import type { JsonFailure } from './report/json.ts';
import { version } from './version.ts';

const DEFAULT = 'doctor';

/** Runs the program: the words behind its name in, the exit code out. Never throws for anything foreseen. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  if (argv.some(looksLikeToken)) return report(tokenRefused(), asksForJson(argv), io);
  const name = commandOf(argv);
  const command = await loadCommand(name ?? DEFAULT);
  const words = name === undefined ? argv : argv.slice(name.split(' ').length);
  if (words.includes('--version') || words.includes('-v')) {
    io.out(`${version}\n`);
    return 0;
  }
  const parsed = parse(command, words);
  if (parsed === undefined) return usage(name, command, words, io);
  try {
    return await command.run(parsed, io);
  } catch (error) {
    return report(error, parsed.text('format') === 'json', io);
  }
}

/** Said before anything else is done, and without the token. */
function tokenRefused(): Failure {
  return new Failure(
    'A token was given as an argument, where every program of this machine and the history of the shell can see it.',
    'Give it as `BEARER_TOKEN`, with `token --token-file <file>`, or pipe it in; and regard this one as known to others.',
  );
}

/** The first words name the command, if they are the name of one; any other word is the path for `doctor`. */
function commandOf(argv: readonly string[]): string | undefined {
  return [argv.slice(0, 2).join(' '), argv[0] ?? ''].find(isCommandName);
}

/**
 * The fast way through a well-formed call: Node's own parser, which costs nothing to load. Anything it refuses, and
 * `--help`, goes to yargs, which knows how to explain itself.
 */
function parse(command: Command, words: readonly string[]): Given | undefined {
  try {
    const { values, positionals } = split(command, words);
    if (values['help'] === true) return undefined;
    const plain = positionals.map((word) => (word.startsWith(MARK) ? word.slice(MARK.length) : word));
    const given = givenOf(command, values, plain);
    return isAllowed(command, given) ? given : undefined;
  } catch {
    return undefined;
  }
}

/** No word of a command line holds it. */
const MARK = '\0';

/** Where a command takes a text, `-32010` and a sentence that begins with a minus are no options. */
function isText({ positional }: Command, word: string): boolean {
  return positional?.many === true && /^-(?:\d|[^\s=]*\s)/.test(word);
}

interface Split {
  readonly values: { readonly [name: string]: unknown };
  readonly positionals: readonly string[];
}

/** Most calls name a path and no option, and Node's parser takes a moment to load. */
function split(command: Command, words: readonly string[]): Split {
  if (!words.some((word) => word.startsWith('-'))) return { values: {}, positionals: words };
  return parseArgs({
    args: words.map((word) => (isText(command, word) ? `${MARK}${word}` : word)),
    options: parserOptions(command.options),
    allowPositionals: true,
    strict: true,
  });
}

function parserOptions(options: Command['options']): NonNullable<ParseArgsConfig['options']> {
  const known = Object.entries(options).map(
    ([name, { type, short }]) =>
      [name, { type, multiple: type === 'string', ...(short === undefined ? {} : { short }) }] as const,
  );
  return Object.fromEntries([...known, ['help', { type: 'boolean', short: 'h' }]]);
}

function givenOf(
  command: Command,
  values: { readonly [name: string]: unknown },
  positionals: readonly string[],
): Given {
  const all = (name: string): readonly string[] => {
    const value = values[name];
    return Array.isArray(value) ? value.map(String) : [];
  };
  return {
    text: (name) => all(name).at(-1) ?? command.options[name]?.default,
    list: (name) =>
      all(name).flatMap((text) =>
        text
          .split(',')
          .map((part) => part.trim())
          .filter(Boolean),
      ),
    all,
    flag: (name) => values[name] === true,
    positionals,
  };
}

function isAllowed(command: Command, given: Given): boolean {
  const { positional } = command;
  if (given.positionals.length > (positional === undefined ? 0 : positional.many ? Infinity : 1)) return false;
  return Object.entries(command.options).every(([name, spec]) => isChoice(spec, given.text(name)));
}

function isChoice({ choices }: OptionSpec, value: string | undefined): boolean {
  return choices === undefined || value === undefined || choices.includes(value);
}

async function usage(name: string | undefined, command: Command, words: readonly string[], io: Io): Promise<number> {
  const { explainUsage } = await import('./commands/usage.ts');
  const commands = name === undefined ? await Promise.all(commandNames.map(loadCommand)) : [command];
  const { text, ok } = await explainUsage(commands, name ?? DEFAULT, name, words, io.width);
  (ok ? io.out : io.err)(`${text.trimEnd()}\n`);
  if (!ok && asksForJson(words)) writeFailure(text.split('\n')[0] ?? '', undefined, io);
  return ok ? 0 : 2;
}

function asksForJson(words: readonly string[]): boolean {
  return words.some((word, index) => word === '--format=json' || (word === 'json' && words[index - 1] === '--format'));
}

/** A foreseen failure is a sentence and a hint; anything else is a bug, shown whole. Both keep stdout valid JSON. */
function report(thrown: unknown, json: boolean, io: Io): number {
  const error = isInterruption(thrown) ? new Failure('Interrupted.') : thrown;
  const foreseen = error instanceof Failure;
  const message = foreseen
    ? error.message
    : `The doctor itself failed: ${error instanceof Error ? error.message : String(error)}`;
  const hint = foreseen ? error.hint : 'This is a bug; the lines below belong in its report.';
  io.err(`agentcore-doctor: ${message}\n${hint === undefined ? '' : `  ${hint}\n`}`);
  if (!foreseen && error instanceof Error) io.err(`${error.stack ?? ''}\n`);
  if (json) writeFailure(message, hint, io);
  return foreseen ? 2 : 3;
}

/** The reason of a signal that is raised without one: only Ctrl-C does, and what has a time limit says that it is over. */
function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function writeFailure(message: string, hint: string | undefined, io: Io): void {
  const failure: JsonFailure = { schemaVersion: 1, error: { message, ...(hint === undefined ? {} : { hint }) } };
  io.out(`${JSON.stringify(failure)}\n`);
}
