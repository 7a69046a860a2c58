import type { Place } from './location.ts';
import type { AgentConfig } from './manifest.ts';
import type { RuntimeDeclaration } from './deployment.ts';
import type { NamedValue, Setting } from './value.ts';

export type Protocol = 'HTTP' | 'MCP' | 'A2A' | 'AGUI';

/** The agent runtimes that this project will become, from all that declares them. */
export interface Agents {
  readonly agents: readonly Agent[];
  /** Whether anything at all says that this project goes to AgentCore. */
  readonly declared: boolean;
}

/** One agent runtime: what declares it, what is started, with which environment. */
export interface Agent {
  readonly name: string;
  readonly at: Place;
  readonly config?: AgentConfig;
  readonly declaration?: RuntimeDeclaration;
  readonly protocol: Setting<Protocol>;
  readonly packaging: 'container' | 'code-zip' | 'unknown';
  /** The folder whose code is deployed; empty for the root. */
  readonly folder: string;
  /** The source file that is started, once found. */
  readonly entry?: { readonly path: string; readonly at: Place; readonly because: string };
  /** The Dockerfile that builds it. */
  readonly dockerfile?: string;
  readonly environment: readonly NamedValue[];
}
