import type { ResolvedVersion } from './dependency.ts';
import type { Located, Place } from './location.ts';

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
  /** Where tokens are asked of Cognito. */
  readonly signIns: readonly SignIn[];
  /** Programs that Cognito runs before it issues a token. */
  readonly tokenTriggers: readonly TokenTrigger[];
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
  /**
   * Every word that picks the ID token of those that are sent, inside the piece of code at its place. None where the
   * file takes the access token, too, for something else.
   */
  readonly picks: readonly TokenPick[];
  /** Whether nothing else of the file uses what is sent. */
  readonly alone: boolean;
}

/**
 * `bare`: the word is the whole of a pattern and a name for what it picks, as in `const { IdToken } = result`. `access`:
 * it is the name of the ID token where that is sent, and this is the name of the access token there.
 */
export type TokenPick = Located<string> & { readonly bare?: true; readonly access?: string };

/** A call of `InvokeAgentRuntime` through an SDK or the AWS CLI. */
export interface Invocation extends ClientCode {
  /** Whether the payload is JSON-RPC for an MCP server. */
  readonly mcp: 'yes' | 'no' | 'unclear';
  readonly accept: Header;
  readonly contentType: Header;
  /** Where parameters of the call can be added. */
  readonly into?: Slot;
}

/** A hand-written HTTP request with a JSON-RPC body for an MCP server. */
export interface HttpRequest extends ClientCode {
  /** `runtime`: to `…/runtimes/…/invocations`; `local`: to `/mcp` of a server on the same machine. */
  readonly to: 'runtime' | 'local';
  readonly mcp: 'yes' | 'no' | 'unclear';
  readonly accept: Header;
  /** Where headers can be added. */
  readonly into?: Slot;
}

/** A place where what is missing can be written. */
export type Slot =
  /** The members of a dict or object: the headers or parameters themselves, or what `headers` is a member of. */
  | { readonly kind: 'members'; readonly at: Place; readonly of: 'them' | 'request' }
  /** The arguments of a call: keywords, or an object with `headers` at a position. */
  | { readonly kind: 'call'; readonly at: Place; readonly position?: number }
  /** Behind these words of a command. */
  | { readonly kind: 'words'; readonly at: Place };

/** A header that is written out, left out, or given in a way that cannot be read. */
export type Header =
  | { readonly kind: 'written'; readonly value: string; readonly at: Place; readonly literal?: Literal }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unclear' };

/** The piece of code that a value stands in as it is, and the quotes around it there. */
export interface Literal {
  readonly at: Place;
  readonly quotes: Quotes;
}

/** What a piece of code calls a function, and the import statement that it lacks for that. */
export interface Callable {
  readonly name: string;
  readonly lacks?: string;
}

/** A URL that is put together around an agent runtime's ARN. */
export interface RuntimeUrl extends ClientCode {
  /** `partly`: only `:` or only `/` is encoded. `raw-name`: what goes in is not known, and its name promises a bare ARN. */
  readonly arn: 'encoded' | 'raw' | 'raw-name' | 'partly' | 'double' | 'unclear';
  /** What is put in, as written. */
  readonly saw: string;
  /** The value that goes in, or the call that makes it, where something else can be written in its place. */
  readonly made?: ArnMade;
  /** `quote` of `urllib.parse`. */
  readonly encoder?: Callable;
}

export type ArnMade =
  /** A text that stands in the URL. */
  | { readonly kind: 'literal'; readonly at: Place }
  /** A variable of a shell, in this word. */
  | { readonly kind: 'variable'; readonly at: Place }
  /**
   * A value that is not encoded. `quotes`: those of a text beside it; `mayBeMissing`: TypeScript takes it for a text or
   * nothing.
   */
  | { readonly kind: 'value'; readonly at: Place; readonly quotes: '"' | "'"; readonly mayBeMissing: boolean }
  /** A call that encodes, and what it encodes. */
  | {
      readonly kind: 'call';
      readonly at: Place;
      readonly callee: string;
      readonly inner: string;
      readonly quotes: '"' | "'";
    };

/** A runtime session id whose length can be told. */
export interface SessionId extends ClientCode {
  readonly length: number;
  /** As written. */
  readonly saw: string;
  /** What decides it: the text or call that it is, or that its name stands for. */
  readonly made?: SessionMade;
  /** `uuid4` of `uuid`. */
  readonly generator?: Callable;
}

export type SessionMade =
  /** `hex`: the UUID whose `hex` it is. */
  | { readonly kind: 'code'; readonly at: Place; readonly hex?: string }
  /** A word of a shell with the id in it. */
  | ({ readonly kind: 'word' } & Literal);

/** What a piece of a shell's word stands in. */
export type Quotes = '"' | "'" | '';

/** A name of an MCP SDK that client code imports, or a field of an answer that it reads. */
export interface ClientImport extends ClientCode {
  readonly kind: 'import' | 'field';
  readonly package: 'mcp';
  readonly module: string;
  readonly name: string;
  readonly version: ResolvedVersion;
  /** Every use of a name that has moved, the import aside. */
  readonly uses?: readonly ImportUse[];
}

export interface ImportUse {
  readonly at: Place;
  /** What it is called in the file, when that is another name. */
  readonly alias?: string;
  /** A call in `async with … as (…)`. */
  readonly opened?: OpenedCall;
}

/** A call that opens streams, and what they are unpacked into. */
export interface OpenedCall {
  readonly call: Place;
  /** The blanks at the beginning of its line. */
  readonly indent: string;
  readonly arguments: readonly OpenedArgument[];
  readonly targets: readonly { readonly at: Place; readonly starred: boolean; readonly read: boolean }[];
}

export interface OpenedArgument {
  readonly name?: string;
  readonly text: string;
  /** How a length of time is written. */
  readonly form?: 'seconds' | 'timedelta';
}

/** A call that asks Cognito for tokens: `InitiateAuth` with its flow, or a client's own credentials at `/oauth2/token`. */
export interface SignIn extends ClientCode {
  readonly flow: SignInFlow;
  /** The app client, where it is written out beside the call. */
  readonly client?: string;
  /** Whether the file speaks of AgentCore or MCP: others may sign in somewhere else. */
  readonly aboutRuntimes: boolean;
  /** Whether the file works out a `SECRET_HASH`. */
  readonly hashesSecret: boolean;
}

export type SignInFlow = 'USER_PASSWORD_AUTH' | 'ADMIN_USER_PASSWORD_AUTH' | 'USER_AUTH' | 'client_credentials';

/** The code of a pre-token-generation trigger, as far as it says what it does to tokens. */
export interface TokenTrigger extends ClientCode {
  /** The member of the response that it fills: of event version 1, or of the versions after it. */
  readonly response: 'claimsOverrideDetails' | 'claimsAndScopeOverrideDetails';
  /** Where it adds the claim `client_id`, if it does. */
  readonly addsClientId?: Place;
}

export interface AuthorizerMention {
  readonly allows: 'clients' | 'audience';
  readonly at: Place;
}
