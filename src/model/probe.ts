import type { Exchange } from './exchange.ts';
import type { ClientSession } from './rehearsal.ts';

/** What a deployed endpoint answered, asked from outside. Plain JSON, and no secret is in it. */
export interface Probe {
  readonly endpoint: Endpoint;
  /** When it began: milliseconds since 1970. */
  readonly began: number;
  /** How long the whole of it was allowed to take. */
  readonly limitMs: number;
  /** What could be sent beside the requests without credentials. */
  readonly with: readonly Means[];
  /** In the order in which they began. */
  readonly exchanges: readonly ProbeExchange[];
  /** What the official client made of it; absent when it was not tried. */
  readonly client?: ClientSession;
  /** It was ended before all was asked: by the user, or because its time was over. */
  readonly cut?: 'interrupted' | 'out of time';
  /** What was to be sent and could not be. */
  readonly withheld?: readonly Withheld[];
}

export interface Withheld {
  readonly means: Means;
  /** A sentence. */
  readonly because: string;
}

/** A way to show who calls. */
export type Means = 'bearer' | 'sigv4';

export interface ProbeExchange extends Exchange {
  readonly by: 'nobody' | Means;
}

/** Where a runtime is invoked. */
export interface Endpoint {
  /** `runtime`: AgentCore's data plane or something in its place. `server`: an MCP server itself. */
  readonly kind: 'runtime' | 'server';
  /** What is posted to, exactly as it is sent. */
  readonly url: string;
  /** The ARN as far as the address tells it. */
  readonly arn?: string;
  /** The id of the runtime. */
  readonly id?: string;
  readonly account?: string;
  readonly region?: string;
  readonly qualifier: string;
  /** `aws`: a host of AWS. `loopback`: this machine. `custom`: what `AWS_ENDPOINT_URL_BEDROCK_AGENTCORE` names. */
  readonly host: 'aws' | 'loopback' | 'custom';
  /** The same address with the ARN encoded exactly once, where the given one is not. */
  readonly mended?: string;
}

/** Asks an endpoint; what it asks with is its own affair. */
export interface Prober {
  probe(): Promise<Probe>;
}
