import type { ThreadLine } from '../model/thread.ts';

/** What a command may do to the outside: two streams, and what it may know about them. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly isTerminal: { readonly out: boolean; readonly err: boolean };
  /** Whether the reader of `out` went away, as `head` does: there is nobody to write for. */
  readonly isAbandoned?: () => boolean;
  /** Resolves when what was written to `out` has left; for who writes faster than anybody reads. */
  readonly drained?: () => Promise<void>;
  /** Columns of the terminal; absent when it is none. */
  readonly width?: number | undefined;
  /** Asks the person at the terminal one question; absent where nobody is there. The answer is empty when they leave. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** The same for what nobody is to see: the answer is not shown. */
  readonly askSecret?: ((question: string) => Promise<string>) | undefined;
  /** A signal that is raised when the user wants the run to end (Ctrl-C); asked for by commands that tidy up. */
  readonly interruption?: (() => AbortSignal) | undefined;
  /** Reads what is piped in to its end, or until it is longer than `most`; absent where the input is a terminal. */
  readonly piped?: ((most: number) => Promise<string>) | undefined;
  /** Starts a thread that asks AWS (`serveAws`) beside this one; absent where all is done in one. */
  readonly startAsking?: (() => ThreadLine) | undefined;
  readonly environment: { readonly [name: string]: string | undefined };
}

export interface OptionSpec {
  readonly type: 'boolean' | 'string';
  /** May be given several times, or as a list with commas. */
  readonly list?: true;
  /** The letter that stands for it: `n`. */
  readonly short?: string;
  readonly choices?: readonly string[];
  readonly default?: string;
  readonly describe: string;
}

/** The options as they were given: a string, a list or a switch for each name. */
export interface Given {
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  /** Each as it was given: for patterns, in which a comma is a comma. */
  all(name: string): readonly string[];
  flag(name: string): boolean;
  readonly positionals: readonly string[];
}

/** A command as data; `run` returns the exit code. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** `many`: the words behind the command are one text, and may begin with a minus. */
  readonly positional?: { readonly name: string; readonly describe: string; readonly many?: true };
  readonly options: { readonly [name: string]: OptionSpec };
  readonly examples: readonly (readonly [string, string])[];
  run(given: Given, io: Io): Promise<number>;
}
