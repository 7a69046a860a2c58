/** Where something is deployed. */
export interface DeployPlace {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** Who may call a deployed server. */
export type DeployAuth =
  /** Whoever signs in at a pool that is made for it; `programs`: with a client secret, too. */
  | { readonly kind: 'cognito'; readonly programs: boolean; readonly trigger: boolean }
  /** Whoever has a token of this issuer for one of these clients. */
  | { readonly kind: 'oidc'; readonly discoveryUrl: string; readonly clients: readonly string[] }
  /** Whoever signs requests with AWS credentials that may call it. */
  | { readonly kind: 'iam' };

/** What is asked for. */
export interface DeployWish {
  readonly name: string;
  readonly place: DeployPlace;
  readonly auth: DeployAuth;
  /** The e-mail address of a user who can sign in at once. */
  readonly testUser?: string | undefined;
  /** The only guardrail that the server may use, and its default. */
  readonly guardrail?: string | undefined;
  /** The model that rewrites. */
  readonly model?: string | undefined;
  /** Whether it is the reference server, whose tools the role allows what they call. */
  readonly isReference: boolean;
  /** Variables of the server's own. */
  readonly environment: { readonly [name: string]: string };
  readonly tags: { readonly [name: string]: string };
}

/** A file of code, zipped, and what AgentCore runs in it. */
export interface CodeBundle {
  readonly zip: Uint8Array;
  /** The SHA-256 of the archive, in hexadecimal digits. */
  readonly digest: string;
  readonly runtime: string;
  readonly entryPoint: readonly string[];
}

/** One step of a deployment or of its removal, as it is shown before anything is done. */
export interface DeployStep {
  readonly what: string;
  /** The calls that change something, as AWS names them: `cloudformation:CreateChangeSet`. */
  readonly calls: readonly string[];
  /** It was done before, and is not done again. */
  readonly done: boolean;
}
