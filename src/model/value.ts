import type { Place } from './location.ts';

/** The scalars that matter in a call. `null` is Python's None and JavaScript's null. */
export type Scalar = string | number | boolean | null;

/**
 * What an expression in somebody's source comes to, as far as reading alone can tell.
 * `text` is the expression as written, `at` its place.
 */
export type Value =
  | {
      readonly kind: 'literal';
      readonly value: Scalar;
      readonly text: string;
      readonly at: Place;
      readonly via?: string;
    }
  | {
      /** Read from an environment variable when the program starts. */
      readonly kind: 'environment';
      readonly variable: string;
      readonly fallback?: Value;
      /** How the text is turned into the value: `int(os.getenv("PORT"))`, `os.getenv("X", "") == "true"`. */
      readonly as?: 'text' | 'number' | 'boolean';
      readonly text: string;
      readonly at: Place;
    }
  | {
      /** Read from the command line: `args.host` with `add_argument("--host", default=…)`. */
      readonly kind: 'flag';
      readonly flags: readonly string[];
      readonly fallback?: Value;
      readonly as?: 'text' | 'number' | 'boolean';
      readonly text: string;
      readonly at: Place;
    }
  | { readonly kind: 'unknown'; readonly because: string; readonly text: string; readonly at: Place };

/** One argument of a call: `name` is the keyword, or the key of an options object. */
export interface Argument {
  readonly name?: string;
  readonly position?: number;
  readonly value: Value;
  /** The whole argument, keyword included. */
  readonly at: Place;
  /** It comes out of a `**options` or `*list`, which stands at `at`. */
  readonly spread?: true;
}

/** A call in somebody's source. */
export interface CallSite {
  /** As written: `mcp.run`, `FastMCP`, `uvicorn.run`. */
  readonly callee: string;
  readonly at: Place;
  readonly calleeAt: Place;
  readonly arguments: readonly Argument[];
  /** A `**kwargs` or `...options` that could not be resolved: an absent argument may be in there. */
  readonly open: boolean;
}

/** An effective setting of a server: what will hold when it runs, and how that is known. */
export type Setting<T> =
  | {
      readonly kind: 'set';
      readonly value: T;
      readonly at: Place;
      /** The way the value came here, when it is not written in the call itself: "`ENV PORT` in Dockerfile". */
      readonly via?: string;
      /** What may still change it where the project cannot be seen: "unless the environment sets `PORT`". */
      readonly unless?: string;
      /** What to rewrite for another value; absent where nobody can tell. */
      readonly written?: Written;
    }
  | { readonly kind: 'default'; readonly value: T; readonly at: Place; readonly because: string }
  | { readonly kind: 'unclear'; readonly saw: string; readonly at: Place };

/** The text that a value comes from. */
export interface Written {
  /**
   * `literal`: in the call that uses it; `constant`: elsewhere in the program; `default`: of a flag that the command
   * line leaves out; `word`: of a command line; `variable`: of the environment, as set around the program.
   */
  readonly as: 'literal' | 'constant' | 'default' | 'word' | 'variable';
  /** Where it stands, quotes, name or option included. */
  readonly at: Place;
  /** The value as it is spelt there. */
  readonly text: string;
  /** The argument that uses the value, when it can be replaced by itself. */
  readonly use?: Place;
  /** The program uses it in other places, too: a constant that is read again, the path under which a router is mounted. */
  readonly shared?: true;
  /** Of a default: the flag that would give another value. */
  readonly flag?: Flag;
}

/** A flag of a program: `--port`. */
export interface Flag {
  readonly name: string;
  /** It stands alone, without a value. */
  readonly alone?: true;
  /** The only values that it takes. */
  readonly choices?: readonly string[];
}

/** A name and its value, such as one environment variable in a Dockerfile. `undefined`: set, but not to be read. */
export interface NamedValue {
  readonly name: string;
  readonly value: string | undefined;
  /** What kind of secret the value was, where it was taken out: "a client secret". */
  readonly secret?: string;
  readonly at: Place;
  /** Whose it is, for a sentence: "`ENV` in Dockerfile", "`envVars` of agentcore.json". */
  readonly from: string;
}
