import type { ResolvedVersion } from './dependency.ts';
import type { Place } from './location.ts';

/** Code that calls a deployed runtime, or gets a token for it: Python, TypeScript, shell, code blocks in documents. */
export interface Clients {
  readonly tokens: readonly TokenUse[];
  readonly invocations: readonly Invocation[];
  readonly requests: readonly HttpRequest[];
  readonly urls: readonly RuntimeUrl[];
  readonly sessions: readonly SessionId[];
  readonly imports: readonly ClientImport[];
  /** What scripts and documents say about the authorizer: `allowedClients` and `allowedAudience` that they write down. */
  readonly authorizers: readonly AuthorizerMention[];
}

/** Where a piece of client code stands. What a document shows is read by people before it fails. */
export interface ClientCode {
  readonly at: Place;
  readonly language: 'python' | 'typescript' | 'shell';
  readonly document: boolean;
}

/** A place that takes the ID token out of an answer: `['AuthenticationResult']['IdToken']`, `--query …IdToken`. */
export interface TokenUse extends ClientCode {
  /** `IdToken` is Cognito's own word; `id_token` is every provider's. */
  readonly key: 'IdToken' | 'id_token';
  /** Whether it ends in an `Authorization: Bearer` towards a runtime, as far as that can be followed. */
  readonly sent: 'yes' | 'no' | 'unclear';
  /** Where it is sent, when it is. */
  readonly sentAt?: Place;
  /** Whether the token comes from Cognito, by what its file says. */
  readonly cognito: boolean;
}

/** A call of `InvokeAgentRuntime` through an SDK or the AWS CLI. */
export interface Invocation extends ClientCode {
  /** Whether the payload is JSON-RPC for an MCP server. */
  readonly mcp: 'yes' | 'no' | 'unclear';
  readonly accept: Header;
}

/** A hand-written HTTP request with a JSON-RPC body for an MCP server. */
export interface HttpRequest extends ClientCode {
  /** `runtime`: to `…/runtimes/…/invocations`; `local`: to `/mcp` of a server on the same machine. */
  readonly to: 'runtime' | 'local';
  readonly mcp: 'yes' | 'no' | 'unclear';
  readonly accept: Header;
}

/** A header that is written out, left out, or given in a way that cannot be read. */
export type Header =
  | { readonly kind: 'written'; readonly value: string; readonly at: Place }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unclear' };

/** A URL that is put together around an agent runtime's ARN. */
export interface RuntimeUrl extends ClientCode {
  /** `partly`: only `:` or only `/` is encoded. `raw-name`: what goes in is not known, and its name promises a bare ARN. */
  readonly arn: 'encoded' | 'raw' | 'raw-name' | 'partly' | 'double' | 'unclear';
  /** What is put in, as written. */
  readonly saw: string;
}

/** A runtime session id whose length can be told. */
export interface SessionId extends ClientCode {
  readonly length: number;
  /** As written. */
  readonly saw: string;
}

/** A name of an MCP SDK that client code imports, or a field of an answer that it reads. */
export interface ClientImport extends ClientCode {
  readonly kind: 'import' | 'field';
  readonly package: 'mcp';
  readonly module: string;
  readonly name: string;
  readonly version: ResolvedVersion;
}

export interface AuthorizerMention {
  readonly allows: 'clients' | 'audience';
  readonly at: Place;
}
