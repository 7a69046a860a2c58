import type { Looked } from './aws.ts';
import type { Named } from './cloud.ts';
import type { Json } from './json.ts';

/** The Cognito user pools that files, options and deployed authorizers name. */
export interface Pools {
  readonly pools: readonly NamedPool[];
}

export interface NamedPool {
  readonly id: string;
  readonly region: string;
  /** Who names it, each once. */
  readonly named: readonly Named[];
  /** The authorizers that accept its tokens: of the files and of deployed runtimes. */
  readonly authorizers: readonly PoolAuthorizer[];
  readonly state: Looked<PoolState>;
}

/** What a runtime asks of the tokens of a pool. */
export interface PoolAuthorizer {
  /** "runtime `weather-a1b2c3d4e5`", in the middle of a sentence. */
  readonly of: string;
  readonly clients: readonly string[];
  readonly audience: readonly string[];
}

/** A user pool with what decides who gets which token. No person's data, and no secret. */
export interface PoolState {
  readonly arn: string;
  readonly name: string;
  /** `LITE`, `ESSENTIALS` or `PLUS`; absent where the endpoint does not say. */
  readonly tier?: string;
  /** `AUDIT` or `ENFORCED`: threat protection, which older pools have on every plan. */
  readonly threatProtection?: string;
  /** Whether only administrators create users. */
  readonly adminCreatesOnly: boolean;
  readonly domain?: string;
  readonly customDomain?: string;
  readonly triggers: readonly PoolTrigger[];
  /** What the pool says of its triggers, as a whole. */
  readonly lambdaConfig?: Json;
  readonly clients: readonly PoolClient[];
  readonly resourceServers: Looked<readonly ResourceServer[]>;
  readonly users: Looked<UserCounts>;
  /** The user that was named when the program was called. */
  readonly testUser?: { readonly named: Named; readonly status: Looked<string> };
}

/** A function that the pool calls. */
export interface PoolTrigger {
  /** `PreTokenGeneration`, `PreSignUp`, … */
  readonly event: string;
  /** `V1_0`, `V2_0`, `V3_0`, where the event has versions. */
  readonly version?: string;
  readonly functionArn: string;
  /** Where it stands in the pool's document. */
  readonly pointer: string;
  /** Whether the function is there. */
  readonly exists: Looked<true>;
  /** The policy that says who may call it; missing: nobody but its account. */
  readonly policy: Looked<Json>;
}

/** An app client, by the id that somebody names. */
export interface PoolClient {
  readonly id: string;
  readonly named: Named;
  readonly state: Looked<ClientState>;
}

export interface ClientState {
  readonly name: string;
  readonly hasSecret: boolean;
  /** `ALLOW_USER_PASSWORD_AUTH`, …; absent: the default flows. */
  readonly signInFlows?: readonly string[];
  /** Each use of a refresh token gives a new one, so that the flow for them is not to be allowed. */
  readonly rotatesRefreshTokens?: true;
  /** Whether the flows and scopes of OAuth count at all. */
  readonly usesOauth: boolean;
  readonly oauthFlows: readonly string[];
  readonly oauthScopes: readonly string[];
}

export interface ResourceServer {
  readonly identifier: string;
  /** Names without the identifier: `invoke`. */
  readonly scopes: readonly string[];
}

/** How many users have which status; `more`: the pool has others that were not counted. */
export interface UserCounts {
  readonly byStatus: { readonly [status: string]: number };
  readonly more: boolean;
}
