import type { Node } from 'web-tree-sitter';
import type { Aws } from './aws.ts';
import type { Answer } from './exchange.ts';
import type { Prober } from './probe.ts';
import type { Stage } from './rehearsal.ts';
import type { GivenToken } from './token.ts';

/** The doors through which collectors look. Nothing behind them writes, and nothing runs the user's code. */
export interface World {
  /** As the user named the folder; for sentences. */
  readonly name: string;
  /** Every file below the root that git does not ignore, `/`-separated, sorted. */
  list(): Promise<readonly string[]>;
  /** The text of a file that is ours to judge; cached, never throws. When it cannot be had, the report says so. */
  read(path: string): Promise<FileText>;
  /** The text of a file that may turn out not to be ours; when it cannot be had, nothing is said. */
  glance(path: string): Promise<FileText>;
  /** A parser; its grammar is loaded when it is first asked for. */
  parser(language: Language): Promise<SyntaxParser>;
  /** Where AgentCore can be played towards the project's server; absent in runs that do not do that. */
  readonly stage?: Stage | undefined;
  /** Who asks a deployed endpoint; absent in runs that do not do that. */
  readonly prober?: Prober | undefined;
  /** The AWS account; absent in runs that do not look there. A collector may call what it declares, and nothing else. */
  readonly aws?: Aws | undefined;
  /** What of AWS was named when the program was called. */
  readonly named?: NamedThings | undefined;
  /** Fetches a public document; absent in runs that leave the network alone. */
  readonly fetch?: ((url: string) => Promise<Answer>) | undefined;
  /** The token that the call is about. */
  readonly token?: GivenToken | undefined;
  /** Only this agent is asked about. */
  readonly agent: string | undefined;
}

/** The text of a file without its byte order mark, or why it cannot be had. */
export type FileText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly because: string };

export type Language = 'python' | 'typescript' | 'tsx' | 'javascript';

export interface SyntaxParser {
  /** Parses, hands over the root, and frees the tree afterwards: no node may outlive the call. */
  read<T>(text: string, use: (root: Node) => T): T;
}

/** Things of AWS that options name; they hold before what the files say. */
export interface NamedThings {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** The ARN, the id or the name of an agent runtime. */
  readonly runtime?: string | undefined;
  /** The ARN or the name of an execution role. */
  readonly role?: string | undefined;
  readonly userPool?: string | undefined;
  readonly client?: string | undefined;
  /** The name of a user of the pool, to try a sign-in with. */
  readonly user?: string | undefined;
}
