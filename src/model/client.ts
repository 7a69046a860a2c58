import type { Located, Place } from './location.ts';
import type { ResolvedVersion } from './dependency.ts';
import type { CallSite, Value } from './value.ts';

/** Code that calls a deployed runtime, or gets a token for it: Python, TypeScript, shell, code blocks in documents. */
export interface Clients {
  readonly tokens: readonly TokenUse[];
  readonly invocations: readonly Invocation[];
  readonly requests: readonly HttpRequest[];
  readonly imports: readonly ClientImport[];
}

/** A place that takes a token out of Cognito's answer: `['AuthenticationResult']['IdToken']`, `--query …IdToken`. */
export interface TokenUse {
  readonly kind: 'id' | 'access';
  readonly at: Place;
  /** Whether it ends in an `Authorization: Bearer` towards AgentCore, as far as that can be followed. */
  readonly sent: 'yes' | 'no' | 'unclear';
  readonly language: 'python' | 'typescript' | 'shell';
}

/** A call of `InvokeAgentRuntime` through an SDK or the AWS CLI. */
export interface Invocation {
  readonly at: Place;
  readonly language: 'python' | 'typescript' | 'shell';
  /** Whether the payload is JSON-RPC, that is, meant for an MCP server. */
  readonly jsonRpc: boolean | 'unclear';
  readonly accept?: Value;
  readonly contentType?: Value;
  readonly sessionId?: Value;
  readonly call?: CallSite;
}

/** A hand-written HTTP request towards `…/runtimes/…/invocations` or an MCP endpoint. */
export interface HttpRequest {
  readonly at: Place;
  readonly language: 'python' | 'typescript' | 'shell';
  readonly url: Value;
  /** Whether the ARN in the URL is percent-encoded. */
  readonly arnEncoded: 'yes' | 'no' | 'unclear';
  readonly accept?: Located<string>;
  readonly headers: 'written' | 'unclear';
  readonly sessionId?: Value;
}

/** An import of client code from an MCP SDK. */
export interface ClientImport {
  readonly module: string;
  readonly name: string;
  readonly at: Place;
  readonly version: ResolvedVersion;
}
