import type { Json } from './json.ts';
import type { Place, Range } from './location.ts';

/** One change to a text, as data: what must be there now, and what to put there. */
export interface TextChange {
  readonly kind: 'text';
  readonly path: string;
  readonly range: Range;
  /** The text now in `range`. */
  readonly expect: string;
  readonly put: string;
}

/**
 * What a fix wants of a file, in the terms of its language. A check knows places and values, not the text around them:
 * the edit becomes a `TextChange` (or is refused) when the text is at hand.
 */
export type Edit = TextEdit | CodeEdit | DocumentEdit;

/**
 * Edits that hold for any text. In what is put, `\n` is the line break of the file, whichever it has. New code is written
 * in double quotes, with a tab for each step of indentation, and gets the quotes and the indent of the file.
 */
export type TextEdit =
  /** Exactly this range becomes `put`. */
  | { readonly kind: 'replace'; readonly at: Place; readonly put: string }
  /** The one `from` inside the range becomes `to`; quotes and whatever else is around it stay. */
  | { readonly kind: 'swap'; readonly at: Place; readonly from: string; readonly to: string }
  /** New lines before or after the line that `at` begins (before) or ends (after) on, indented as that line is. */
  | { readonly kind: 'line'; readonly at: Place; readonly where: 'before' | 'after'; readonly put: string }
  /**
   * Words of a shell command beside those at `at`: on a line of their own, with the backslash that goes on, where those
   * begin one. In the JSON list of a Dockerfile, each becomes a string.
   */
  | { readonly kind: 'words'; readonly at: Place; readonly where: 'before' | 'after'; readonly put: string }
  /** New lines at the end of the file. */
  | { readonly kind: 'append'; readonly at: Place; readonly put: string }
  /**
   * The range goes; so does its whole line where nothing else stands on it, the blanks before it where others stay, and
   * its quotes and comma in the JSON list of a Dockerfile.
   */
  | { readonly kind: 'cut'; readonly at: Place };

/** Edits of Python, TypeScript and JavaScript. */
export type CodeEdit =
  /** The arguments of the call that stands exactly at `at`; in JavaScript the members of its last object argument. */
  | {
      readonly kind: 'call';
      readonly at: Place;
      /** Keyword (or member) and the code of its value: replaced where it is there, else added. */
      readonly set?: { readonly [name: string]: string };
      readonly drop?: readonly string[];
      /** The code of positional arguments, by position: replaced or, at the end, added. */
      readonly positions?: { readonly [position: number]: string };
    }
  /** Members of the dict or object literal that stands exactly at `at`, likewise. */
  | {
      readonly kind: 'members';
      readonly at: Place;
      readonly set?: { readonly [name: string]: string };
      readonly drop?: readonly string[];
    }
  /** An import statement, unless the file has that very line: below the imports that it has. */
  | { readonly kind: 'import'; readonly at: Place; readonly put: string }
  /**
   * One file's part when a JavaScript server is made for each request instead of once. A server that more than one
   * statement makes, or that several functions use, becomes a function `factory`.
   */
  | {
      readonly kind: 'renew';
      /** Some place in the file. */
      readonly at: Place;
      readonly factory: string;
      /** The expression that makes the server; absent where the server comes from another file. */
      readonly made?: Place;
      /** The expression that makes the transport; absent where each request makes its own. */
      readonly transport?: Place;
      /** Other options for that transport. */
      readonly options?: { readonly [name: string]: string };
      /**
       * The name of Node's `createServer`, by which requests to `/mcp` on port 8000 are answered from then on: the
       * transport is one that speaks over standard input.
       */
      readonly serve?: string;
      /**
       * The calls in whose functions they are made from then on: of the transport that answers or, where each request
       * makes its own, of the server that is connected. None where only other files make them.
       */
      readonly calls: readonly Place[];
    };

/**
 * A step into a document: a key, a list position, or `-` for one past the end of a list. A number into a map is the
 * position of an entry: it picks one of several with the same key.
 */
export type Step = string | number;

/**
 * Edits of YAML, JSON and TOML (there: `set`), relative to the map or list that stands exactly at `at`. Several of one
 * fix are made one after the other, so that they may touch neighbours. `shared`: where aliases repeat the map, every
 * use of it is meant.
 */
export type DocumentEdit = { readonly shared?: true } & DocumentEditKind;

type DocumentEditKind =
  /**
   * Writes a value at the end of a path; maps on the way that are missing are made. In YAML, a map with the one key
   * `!Tag` is a value under that tag.
   */
  | { readonly kind: 'set'; readonly at: Place; readonly path: readonly Step[]; readonly value: Json }
  /** Takes the entry or item at the end of a path away. */
  | { readonly kind: 'unset'; readonly at: Place; readonly path: readonly Step[] }
  /** Moves these entries of the map below a new key of it. */
  | { readonly kind: 'nest'; readonly at: Place; readonly keys: readonly string[]; readonly under: string };

/** One change to a thing of an AWS account, as data: what must be there now, and what to put there. */
export interface CloudChange {
  readonly kind: 'cloud';
  readonly resource: CloudResource;
  /** A JSON pointer into the thing's document; empty: the whole of it. */
  readonly pointer: string;
  /** Absent: nothing is there now. */
  readonly expect?: Json;
  /** Absent: nothing is to be there. */
  readonly put?: Json;
}

/**
 * A thing of an account whose whole document is read and written. `role-policy`: an inline policy, `<role>/<policy>`;
 * `trust-policy`: by the name of its role; `agent-runtime` and `user-pool`: by their ids; `user-pool-client`: an app
 * client that is there, `<pool>/<id>`; `test-client`: one of the doctor's own, `<pool>/<name>`; `lambda-permission`:
 * `<ARN of the function>/<statement>`; `user-password`: `<pool>/<user>`; `lambda-role` and `lambda-function`: the doctor's
 * own, by name and by ARN.
 */
export interface CloudResource {
  readonly type:
    | 'role-policy'
    | 'trust-policy'
    | 'agent-runtime'
    | 'user-pool'
    | 'user-pool-client'
    | 'test-client'
    | 'lambda-permission'
    | 'user-password'
    | 'lambda-role'
    | 'lambda-function';
  readonly id: string;
  /** Absent for IAM, which has none. */
  readonly region?: string;
}

/** Safe: keeps what the program means. Review: a person must say yes. */
export type Safety = 'safe' | 'review';

export interface Fix {
  /** What it does: imperative, without a full stop. */
  readonly title: string;
  readonly safety: Safety;
  /** All of them, or none. */
  readonly edits: readonly Edit[];
  /** What it changes in the AWS account, for `fix --cloud`. Such a fix is never safe, and has no edits. */
  readonly changes?: readonly CloudChange[];
  /** How it is seen that it has helped, where asking the check again cannot tell: a sentence. */
  readonly proof?: string;
  /** The word by which `--choose` takes this way among several; one word or words with hyphens. */
  readonly name?: string;
  /** Other ways to cure the same finding. */
  readonly alternatives?: readonly Fix[];
}
