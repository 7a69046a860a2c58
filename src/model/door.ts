import type { Json } from './json.ts';

/** Who is let in at the front door, as the project's authorizer says. */
export interface JwtRules {
  readonly discoveryUrl: string;
  readonly allowedClients?: readonly string[];
  readonly allowedAudience?: readonly string[];
  readonly allowedScopes?: readonly string[];
  readonly customClaims?: readonly ClaimRule[];
}

export interface ClaimRule {
  readonly name: string;
  readonly operator: 'EQUALS' | 'CONTAINS' | 'CONTAINS_ANY';
  readonly values: readonly string[];
}

/** The runtime that the door stands for. */
export interface DoorConfig {
  readonly arn: string;
  /** Absent: AWS credentials (SigV4) open it. */
  readonly rules?: JwtRules;
  /** Request headers that are passed on beside those that always are; in lower case. */
  readonly allowedHeaders: readonly string[];
}

/** How well a behaviour of AgentCore is known. */
export type Mark = 'documented' | 'measured' | 'assumed';

/** An answer of the door itself. */
export interface Refusal {
  /** The name of the behaviour, as its table lists it. */
  readonly name: string;
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: Json;
}
