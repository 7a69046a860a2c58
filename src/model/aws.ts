import type { Gap } from './fact.ts';
import type { Json } from './json.ts';

/** AWS, to look at: nothing behind this door changes anything. */
export interface Aws {
  /** Where a thing is looked for that names no region of its own. */
  readonly region: string | undefined;
  /** Whether requests go to an address of the user's own (`AWS_ENDPOINT_URL`): an emulator, mostly. */
  readonly isCustom: boolean;
  /** One read. It has a time limit, is tried again when AWS throttles, and never throws for anything foreseen. */
  ask(call: AwsCall): Promise<AwsAnswer>;
  /** The IAM action that a call needs: `iam:GetRole`. */
  actionOf(call: AwsCall): string;
}

/** AWS, to look at and to change. Only `src/apply/` and `src/deploy/` hold it. */
export interface WritableAws extends Aws {
  /** One call that changes something. It is tried again only where AWS says that it did not take place. */
  change(call: AwsCall): Promise<AwsAnswer>;
}

export type AwsService =
  | 'sts'
  | 'iam'
  | 'bedrock-agentcore-control'
  | 'cognito-idp'
  | 'ecr'
  | 'lambda'
  | 'logs'
  | 'xray'
  | 's3'
  | 'cloudformation';

export interface AwsCall {
  readonly service: AwsService;
  /** As AWS names it: `GetRole`. */
  readonly operation: string;
  /** The members of the request, as the API reference names them. */
  readonly input: { readonly [member: string]: Json };
  /** Where the thing is, when not in the region of the door. */
  readonly region?: string | undefined;
  /** The body to send as it is, in the place of what the SDK makes of the input. */
  readonly document?: Json;
  /** The bytes of a call that stores some: the `Body` of `PutObject`. */
  readonly bytes?: Uint8Array;
}

/**
 * What AWS said. The value of a service that speaks JSON is the document as it came over the wire, members that no SDK
 * knows included; that of a service that speaks XML is what the SDK makes of it.
 */
export type AwsAnswer = { readonly ok: true; readonly value: Json } | AwsRefusal;

export interface AwsRefusal {
  readonly ok: false;
  readonly kind: RefusalKind;
  /** The error's name: `AccessDeniedException`. */
  readonly code: string;
  /** In AWS's words. */
  readonly message: string;
  /** The same for a person, with what to do. */
  readonly gap: Gap;
}

/**
 * `missing`: there is no such thing. `denied`: the caller may not ask. `not-implemented`: the endpoint is an emulator that
 * does not know the operation. `credentials`: there are none, or they hold no more. `unreachable`: no answer in time.
 */
export type RefusalKind =
  | 'missing'
  | 'denied'
  | 'credentials'
  | 'unreachable'
  | 'throttled'
  | 'not-implemented'
  | 'conflict'
  | 'invalid'
  | 'other';

/** A thing of the account: there, not there, or not to be seen. */
export type Looked<T> =
  | { readonly kind: 'there'; readonly value: T }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unread'; readonly gap: Gap };
