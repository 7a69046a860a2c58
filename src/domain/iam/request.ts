/**
 * Who asks: a role, user, session or account root by its ARN; a service by its host name; somebody of an identity
 * provider.
 */
export type Principal =
  | { readonly kind: 'iam'; readonly arn: string }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'federated'; readonly provider: string };

/** What is asked: may this principal do this? */
export interface Request {
  readonly principal: Principal;
  /** `ecr:BatchGetImage`; a pattern asks for every action that it stands for. */
  readonly action: string;
  /** An ARN, or `*` for actions that know no resource; a pattern asks for every resource that it stands for. */
  readonly resource: string;
  /** The condition keys whose values are known. What follows from the principal need not be given. */
  readonly context?: { readonly [key: string]: string | readonly string[] };
  /** The condition keys that the request certainly lacks; of all others nothing is known. */
  readonly absent?: readonly string[];
}

/** What is known of a condition key. */
export type KeyValue =
  | { readonly kind: 'known'; readonly values: readonly string[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

/** What is known of each condition key of a request; keys are compared without regard to case. */
export type Context = (key: string) => KeyValue;

const UNKNOWN: KeyValue = { kind: 'unknown' };

/** The context of a request: what is given wins over what follows from the principal. */
export function contextOf({ principal, context = {}, absent = [] }: Request): Context {
  const known = new Map<string, KeyValue>();
  const note = (key: string, value: string | readonly string[]): void => {
    known.set(key.toLowerCase(), { kind: 'known', values: typeof value === 'string' ? [value] : value });
  };
  const follows = principal.kind === 'iam' ? followingFrom(principal.arn) : { context: {}, absent: [] };
  for (const [key, value] of Object.entries(follows.context)) note(key, value);
  for (const key of [...follows.absent, ...absent]) known.set(key.toLowerCase(), { kind: 'absent' });
  for (const [key, value] of Object.entries(context)) note(key, value);
  return (key) => known.get(key.toLowerCase()) ?? UNKNOWN;
}

/** The account in an ARN. */
export function accountOf(arn: string): string | undefined {
  const account = arn.split(':')[4];
  return account === undefined || account === '' ? undefined : account;
}

/**
 * The keys that every request of a principal has. Of a session the ARN is that of its role, whose path is not told.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (verified 2026-11-25)
 */
function followingFrom(arn: string): Required<Pick<Request, 'context' | 'absent'>> {
  const account = accountOf(arn);
  const [kind = '', ...rest] = arn.split(':').slice(5).join(':').split('/');
  const isUser = kind === 'user';
  const context = {
    'aws:PrincipalIsAWSService': 'false',
    ...(account === undefined ? {} : { 'aws:PrincipalAccount': account }),
    ...(isUser || kind === 'role' ? { 'aws:PrincipalArn': arn } : {}),
    ...(isUser ? { 'aws:username': rest.at(-1) ?? '' } : {}),
  };
  return { context, absent: kind === 'role' || kind === 'assumed-role' ? ['aws:username'] : [] };
}
