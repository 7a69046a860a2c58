import yargs, { type Argv } from 'yargs';
import type { Command } from './command.ts';

/** What yargs says to a call: the help it asked for, or what is wrong with it. */
export interface Usage {
  readonly text: string;
  readonly ok: boolean;
}

/**
 * Help, and the explanation of a call that could not be understood. `asked` is the command as the user named it; without
 * one, the program's own help with the options of the default command is shown.
 */
export async function explainUsage(
  commands: readonly Command[],
  fallback: string,
  asked: string | undefined,
  words: readonly string[],
  width: number | undefined,
): Promise<Usage> {
  const command = commands.find(({ name }) => name === (asked ?? fallback));
  const parser = yargs()
    .scriptName('agentcore-doctor')
    .exitProcess(false)
    .fail(false)
    .wrap(Math.min(width ?? 100, 120))
    .parserConfiguration({ 'boolean-negation': false, 'camel-case-expansion': false })
    .version(false)
    .help('help')
    .alias('help', 'h')
    .strict()
    .demandCommand(0, mostWords(command), undefined, tooMany(command));
  if (asked === undefined) for (const { name, summary } of commands) parser.command(name, summary);
  if (command !== undefined) describe(parser, command, asked);
  try {
    const text = await new Promise<string>((resolve, reject) => {
      const wanted = asked === undefined ? words.filter((word) => word.startsWith('-')) : words;
      const line = words.includes('--help') || words.includes('-h') ? wanted : words;
      Promise.resolve(
        parser.parseAsync([...line], {}, (error, _argv, output) => (error ? reject(error) : resolve(output))),
      ).catch(reject);
    });
    return text === ''
      ? { text: 'The call could not be understood; `--help` shows what can be said.', ok: false }
      : { text, ok: true };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      text: `${message}\nRun \`agentcore-doctor${asked === undefined ? '' : ` ${asked}`} --help\` for what can be said.`,
      ok: false,
    };
  }
}

function mostWords(command: Command | undefined): number {
  if (command?.positional === undefined) return 0;
  return command.positional.many ? Infinity : 1;
}

function tooMany(command: Command | undefined): string {
  return command?.positional === undefined
    ? 'This command takes no further words.'
    : `Only one ${command.positional.name} can be given.`;
}

function describe(parser: Argv, command: Command, asked: string | undefined): void {
  const { positional, options, examples, summary } = command;
  const word = positional === undefined ? '' : ` [${positional.name}${positional.many ? '..' : ''}]`;
  parser.usage(
    `$0${asked === undefined ? '' : ` ${asked}`}${word} [options]\n\n${summary}${positional === undefined ? '' : `\n  ${positional.name}: ${positional.describe}`}`,
  );
  for (const [name, { type, describe: text, choices, default: initial, list, short }] of Object.entries(options)) {
    parser.option(name, {
      type,
      describe: text,
      requiresArg: type === 'string',
      ...(choices === undefined ? {} : { choices }),
      ...(short === undefined ? {} : { alias: short }),
      ...(initial === undefined ? {} : { default: initial }),
      ...(list === undefined ? {} : { array: true, nargs: 1 }),
    });
  }
  for (const [call, what] of examples) parser.example(call, what);
}
