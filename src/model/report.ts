import type { CheckMeta, Finding, Severity, Unclear } from './check.ts';
import type { Gap, Source } from './fact.ts';
import type { Probe } from './probe.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { Unread } from './project.ts';

/** What became of one check. */
export type Outcome =
  | { readonly check: CheckMeta; readonly status: 'pass'; readonly examined: number; readonly ignored: number }
  | {
      readonly check: CheckMeta;
      readonly status: 'fail';
      readonly examined: number;
      readonly findings: readonly Finding[];
      /** Subjects that could not be judged beside those that were. */
      readonly unclear: readonly Unclear[];
      readonly ignored: number;
    }
  | { readonly check: CheckMeta; readonly status: 'not-applicable' }
  /** We were asked and could not look (`gap`), or looked and cannot tell (`unclear`). */
  | {
      readonly check: CheckMeta;
      readonly status: 'unknown';
      readonly examined: number;
      readonly gap?: Gap;
      readonly unclear: readonly Unclear[];
      readonly ignored: number;
    }
  /** A bug of ours. */
  | { readonly check: CheckMeta; readonly status: 'crashed'; readonly error: string };

/** Checks that were left out of this run, and how to ask for them. */
export interface NotAsked {
  readonly source: Source;
  readonly checks: readonly string[];
  readonly because: string;
  readonly hint: string;
}

export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  /** As the user named the folder. */
  readonly root: string;
  readonly outcomes: readonly Outcome[];
  readonly notAsked: readonly NotAsked[];
  /** Files of ours that could not be read. */
  readonly unread: readonly Unread[];
  /** What was found to be deployed: one line for the head of the human report. */
  readonly looked: { readonly files: number; readonly agents: readonly string[] };
  /** What was played to a server, when one was asked: the evidence of findings about exchanges. */
  readonly rehearsal?: Rehearsal;
  /** What a deployed endpoint answered, when one was asked. */
  readonly probe?: Probe;
  /** IAM actions that the caller was denied, when AWS was asked: what one policy would have to allow. */
  readonly denied?: readonly string[];
  /** The source lines that findings point at, by path and line. */
  readonly excerpts: { readonly [path: string]: { readonly [line: number]: string } };
}

/** Colours, or their absence. */
export interface Paint {
  readonly severity: (severity: Severity | 'unknown', text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly place: (text: string) => string;
  readonly added: (text: string) => string;
  readonly removed: (text: string) => string;
  /** One of a few colours, the same for the same number: for things that are told apart by it. */
  readonly tint: (number: number, text: string) => string;
  /** Columns of the terminal that is written to; absent: it is none. */
  readonly width: number | undefined;
}

export type Reporter = (report: Report, paint: Paint) => string;
