import type { Exchange } from './exchange.ts';
import type { Gap } from './fact.ts';
import type { Json } from './json.ts';
import type { Place } from './location.ts';

/** What a server did when AgentCore was played towards it on this machine. */
export interface Rehearsal {
  /** The endpoint that was asked. */
  readonly url: string;
  /** How it was started; absent when it ran already. */
  readonly start?: Started;
  /** Milliseconds from the start of the process to the first answer over HTTP; absent when there was none. */
  readonly readyMs?: number;
  /** How long AgentCore waits for that: 30,000 for a code archive, 120,000 for a container. */
  readonly limitMs: number;
  /** Where its processes listen; absent when that cannot be seen on this machine. */
  readonly listening?: readonly Listener[];
  /** In the order in which they began. Empty when nothing answered. */
  readonly exchanges: readonly Exchange[];
  /** What the official client made of it; absent when it was not tried. */
  readonly client?: ClientSession;
}

/** The command that was run, and what became of the process. */
export interface Started {
  readonly command: readonly string[];
  /** Relative to the root. */
  readonly folder: string;
  /** What says that it is started so: "`CMD` of Dockerfile". */
  readonly because: string;
  readonly at: Place;
  readonly packaging: 'container' | 'code-zip' | 'unknown';
  /** The interpreter: "Python 3.12.4", "Node.js 20.20.2". */
  readonly interpreter: string;
  /** The end of its output, secrets blotted out; absent members: it still runs. */
  readonly output: readonly string[];
  readonly exit?: { readonly code: number | null; readonly signal: string | null; readonly afterMs: number };
}

export interface Listener {
  /** `0.0.0.0`, `127.0.0.1`, `::`. */
  readonly address: string;
  readonly port: number;
}

/** A session of the official SDK's client. */
export interface ClientSession {
  readonly server?: { readonly name: string; readonly version: string };
  readonly protocol?: string;
  readonly tools?: readonly { readonly name: string }[];
  readonly call?: { readonly tool: string; readonly isError: boolean; readonly content: Json };
  /** Where it ended and with what, when it did not go through. */
  readonly failure?: { readonly step: 'initialize' | 'tools/list' | 'tools/call'; readonly message: string };
}

/** How the server of a project is to be started, out of what its files say. */
export interface StartPlan {
  readonly agent: string | undefined;
  readonly language: 'python' | 'javascript';
  /** The words of the command as the deployment says them, the program first. */
  readonly command: readonly string[];
  /** Relative to the root. */
  readonly folder: string;
  readonly because: string;
  readonly at: Place;
  readonly packaging: 'container' | 'code-zip' | 'unknown';
  readonly environment: { readonly [name: string]: string };
  /** Files that say what is to be installed, relative to the root, in the order in which the build reads them. */
  readonly installs: readonly string[];
  /** Packages that the build names beside them. */
  readonly packages: readonly string[];
}

/** A plan, or why there is none. */
export type PlannedStart = { readonly ok: true; readonly plan: StartPlan } | { readonly ok: false; readonly gap: Gap };

/** Where a server is played to. */
export interface Stage {
  play(start: PlannedStart): Promise<Rehearsal>;
}
