import type { Located, Place } from '../../model/location.ts';
import type { NamedValue } from '../../model/value.ts';
import { programOf } from './command-programs.ts';
import { type Position, pathIn, unwrap, variableOf, type Words } from './command-wrappers.ts';
import { commandsOf, type ShellCommand, splitInside } from './shell-words.ts';

/** What a command line starts, seen through its wrappers. */
export interface Started {
  readonly kind:
    | 'python-script'
    | 'python-module'
    | 'uvicorn'
    | 'gunicorn'
    | 'fastmcp-run'
    | 'mcp-run'
    | 'node'
    | 'npm-script'
    | 'console-script'
    | 'other';
  /**
   * A file: relative to the working directory when it lies below it, else absolute; a module: its dotted name; an npm
   * script: its name. Text such as `$SCRIPT` stays as written.
   */
  readonly target: string;
  /** The object named behind a colon: `app` of `main:app`. */
  readonly attribute?: string;
  /** Where modules and npm scripts are looked for, when that is not the working directory: `--app-dir`, `cd src &&`. */
  readonly folder?: string;
  /** The other words of the program's command line, in order. */
  readonly argv: readonly Located<string>[];
  /** All of its words, from its name on, as they stand. */
  readonly words?: readonly Located<string>[];
  /** The instruction of a Dockerfile that holds the command. */
  readonly instruction?: Place;
  /** Variables that the line itself sets: `PORT=8000 python server.py`. */
  readonly environment?: readonly NamedValue[];
}

/**
 * What a command line ends up running: the last command of a list, seen through wrappers such as `uv run` and `sh -c`.
 * `undefined` when it starts nothing, or several programs of which none is the obvious one.
 */
export function startedBy(argv: readonly Located<string>[], workdir: string): Started | undefined {
  return startedAt(argv, { workdir, folder: '', environment: [], depth: 0 });
}

function startedAt(argv: Words, outer: Position): Started | undefined {
  let position = outer;
  const candidates: { readonly started: Started; readonly followedBy: string }[] = [];
  let branching = false;
  const commands = commandsOf(argv);
  for (const [index, command] of commands.entries()) {
    const words = afterKeywords(command);
    branching ||= /^(?:if|case|else|elif|for|while|until)$/.test(command.words[0]?.value ?? '');
    if (words[0]?.value === 'cd') position = { ...position, folder: pathIn(position, words[1]?.value ?? '') };
    if (words[0]?.value === 'export')
      position = {
        ...position,
        environment: [...position.environment, ...words.slice(1).flatMap(variableOf)],
      };
    if (onlyOnFailure(commands, index)) continue;
    const started = IDLE.test(words[0]?.value ?? '') ? undefined : startedByWords(words, position);
    if (started !== undefined) candidates.push({ started, followedBy: command.followedBy });
  }
  return choose(candidates, branching);
}

/** Commands that serve nothing: what stands around the program that does. */
const IDLE =
  /^(?:cd|export|set|unset|source|\.|echo|printf|wait|exit|true|false|:|sleep|mkdir|chmod|chown|ls|cat|test|\[|\[\[|fi|done|esac|\}|if|elif|for|while|until|case|trap|ulimit|umask|read|local|return|shift|pwd|which|type|kill|date|rm|cp|mv|touch|ln)$/;

function choose(
  candidates: readonly { readonly started: Started; readonly followedBy: string }[],
  branching: boolean,
): Started | undefined {
  const last = candidates.at(-1);
  if (last === undefined) return undefined;
  const rivals = branching ? candidates : candidates.filter(({ followedBy }) => followedBy === '&');
  const ambiguous =
    (branching || last.followedBy === '&') && rivals.some(({ started }) => started.target !== last.started.target);
  return ambiguous ? undefined : last.started;
}

/** `a || b`: b runs only when a fails. `a | b`: b only reads what a says. */
function onlyOnFailure(commands: readonly ShellCommand[], index: number): boolean {
  const before = commands[index - 1]?.followedBy;
  return before === '||' || before === '|' || before === '|&';
}

function afterKeywords({ words }: ShellCommand): Words {
  const start = words.findIndex(({ value }) => !/^(?:then|else|do|\{|!|time)$/.test(value));
  return start === -1 ? [] : words.slice(start);
}

function startedByWords(argv: Words, outer: Position): Started | undefined {
  let words = argv;
  let position = outer;
  for (let layer = 0; layer < 12; layer++) {
    const inner = unwrap(words, position);
    if (inner === undefined) return programOf(words, position);
    if (inner.script !== undefined) {
      const deeper = { ...inner.position, depth: inner.position.depth + 1 };
      return deeper.depth > 4 ? undefined : startedAt(splitInside(inner.script), deeper);
    }
    ({ words, position } = inner);
  }
  return undefined;
}
