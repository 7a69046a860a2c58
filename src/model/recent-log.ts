import type { Looked } from './aws.ts';

/** What the log of a runtime says of the time of a probe. */
export interface RecentLogs {
  /** Absent where the probe shows nothing that a log would explain. */
  readonly log?: Looked<RecentLog>;
}

export interface RecentLog {
  readonly group: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** How many lines there are; those of other calls are among them. */
  readonly lines: number;
  /** Lines that name a fault before those that show its effect. */
  readonly causes: readonly LoggedCause[];
  /** The last lines, without secrets. */
  readonly last: readonly string[];
}

export interface LoggedCause {
  /** Which check looks for it; absent when none does. */
  readonly check?: string;
  /** The line itself names the fault. */
  readonly isFault: boolean;
  readonly title: string;
  readonly sentence: string;
  readonly remedy: string;
  /** The first line that shows it, without secrets. */
  readonly line: string;
  readonly count: number;
}
