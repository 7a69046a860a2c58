import { type Answer, type AwsError, CODES, errorAnswer } from '../wire/answer.ts';
import type { AwsRequest } from '../wire/request.ts';

/** What is to go wrong with a call. */
export type Fault =
  /** The caller may not; or the policy that the message names says no. */
  | { readonly kind: 'denied'; readonly message?: string }
  | { readonly kind: 'throttled' }
  /** A fault of the service's own: 500. */
  | { readonly kind: 'failed' }
  /** As AWS's own emulator answers what it has not got. */
  | { readonly kind: 'not-implemented' }
  /** Any other refusal of AWS. */
  | { readonly kind: 'refused'; readonly error: AwsError }
  /** The connection breaks off: before anybody has heard of the call, or after it was carried out. */
  | { readonly kind: 'reset'; readonly when: 'before' | 'after' }
  /** Something else happens first: another one changes the same thing, a process is killed. */
  | { readonly kind: 'meanwhile'; readonly work: () => void | Promise<void>; readonly when: 'before' | 'after' };

/** Which calls a fault comes over, and how often. */
export interface Play {
  /** Actions (`iam:GetRole`), services (`iam:*`), or `*`. */
  readonly on: string | readonly string[];
  readonly fault: Fault;
  /** How many calls; all of them where absent. */
  readonly times?: number;
}

/** Whether a play is about a request. */
export function concerns({ on }: Play, { action, service, operation }: AwsRequest): boolean {
  const names = [action, `${service}:${operation}`];
  return [on].flat().some((one) => one === '*' || names.some((name) => matches(one, name)));
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

/** What AWS says to a request that fails so; nothing where the connection breaks off. */
export function answerOf(fault: Exclude<Fault, { kind: 'meanwhile' }>, request: AwsRequest): Answer | undefined {
  const codes = CODES[request.protocol];
  switch (fault.kind) {
    case 'reset':
      return undefined;
    case 'refused':
      return errorAnswer(request, fault.error);
    case 'denied':
      return errorAnswer(request, errorOf(codes.denied, fault.message ?? denialOf(request)));
    case 'throttled':
      return errorAnswer(request, throttlingOf(request));
    case 'failed':
      return errorAnswer(request, errorOf(codes.failed, 'We encountered an internal error. Please try again.'));
    case 'not-implemented':
      // Assumed: of AWS's emulator the status is known, and not the code.
      return errorAnswer(request, {
        code: 'NotImplemented',
        status: 501,
        message: `${request.operation} is not implemented.`,
      });
  }
}

function errorOf([code, status]: readonly [string, number], message: string): AwsError {
  return { code, status, message };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html (2026-11-25) */
function denialOf({ action, accessKey = '' }: AwsRequest): string {
  const account = /^\d{12}$/.test(accessKey) ? accessKey : '111122223333';
  return `User: arn:aws:iam::${account}:user/tester is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
}

/** Lambda and Cognito have a code of their own for it, S3 a text. */
function throttlingOf({ protocol, service }: AwsRequest): AwsError {
  if (service === 'lambda') return { code: 'TooManyRequestsException', status: 429, message: 'Rate exceeded' };
  if (service === 'cognito-idp') return { code: 'TooManyRequestsException', status: 400, message: 'Rate exceeded' };
  const message = protocol === 's3' ? 'Please reduce your request rate.' : 'Rate exceeded';
  return errorOf(CODES[protocol].throttled, message);
}
