import type { AwsError } from '../wire/answer.ts';
import type { AwsRequest } from '../wire/request.ts';
import { askQuery } from '../wire/upstream.ts';
import type { Refuse } from './refuse.ts';

/** All inline policies of a role together, white space not counted. IAM quotas, 2026-11-25. */
const INLINE_LIMIT = 10_240;

function formOf(request: AwsRequest, ...operations: readonly string[]): URLSearchParams | undefined {
  if (request.service !== 'iam' || !operations.includes(request.operation)) return undefined;
  return new URLSearchParams(request.body.toString('utf8'));
}

/** The quota is documented, the text is from reports. */
export const inlineTooLarge: Refuse = async (request, upstream) => {
  const form = formOf(request, 'PutRolePolicy');
  if (form === undefined) return undefined;
  const RoleName = form.get('RoleName') ?? '';
  const listed = await askQuery(request, upstream, { Action: 'ListRolePolicies', Version: VERSION, RoleName });
  const names = [...(listed ?? '').matchAll(/<member>([^<]*)<\/member>/g)].map(([, name = '']) => name);
  const others = names.filter((name) => name !== form.get('PolicyName'));
  let size = sizeOf(form.get('PolicyDocument') ?? '');
  for (const PolicyName of others) {
    const wanted = { Action: 'GetRolePolicy', Version: VERSION, RoleName, PolicyName };
    const document = /<PolicyDocument>([^<]*)</.exec((await askQuery(request, upstream, wanted)) ?? '')?.[1] ?? '';
    size += sizeOf(decodeURIComponent(document));
  }
  const message = `Maximum policy size of ${INLINE_LIMIT} bytes exceeded for role ${RoleName}`;
  return size > INLINE_LIMIT ? { code: 'LimitExceeded', status: 409, message } : undefined;
};

const VERSION = '2010-05-08';

function sizeOf(document: string): number {
  return document.replaceAll(/\s/g, '').length;
}

/** A document that IAM cannot use. The code is documented; of the texts the most frequent are here, from reports. */
export const malformedPolicy: Refuse = async (request) => {
  const form = formOf(
    request,
    'PutRolePolicy',
    'UpdateAssumeRolePolicy',
    'CreateRole',
    'CreatePolicy',
    'CreatePolicyVersion',
  );
  const text = form?.get('PolicyDocument') ?? form?.get('AssumeRolePolicyDocument');
  if (typeof text !== 'string') return undefined;
  const isTrust = request.operation === 'UpdateAssumeRolePolicy' || request.operation === 'CreateRole';
  const message = faultIn(text, isTrust);
  return message === undefined ? undefined : malformed(message);
};

function malformed(message: string): AwsError {
  return { code: 'MalformedPolicyDocument', status: 400, message };
}

function faultIn(text: string, isTrust: boolean): string | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return isTrust ? 'This policy contains invalid Json' : 'Syntax errors in policy.';
  }
  const { Version: version = '2008-10-17', Statement: statements } = Object(document);
  if (statements === undefined || !['2012-10-17', '2008-10-17'].includes(version)) return 'Syntax errors in policy.';
  for (const statement of [statements].flat()) {
    const fault = faultOf(Object(statement), isTrust);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOf(statement: { readonly [name: string]: unknown }, isTrust: boolean): string | undefined {
  const has = (name: string): boolean => statement[name] !== undefined || statement[`Not${name}`] !== undefined;
  if (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny') return 'Syntax errors in policy.';
  if (!has('Action')) return 'Policy statement must contain actions.';
  if (isTrust) {
    if (has('Resource')) return 'Has prohibited field Resource';
    return has('Principal') ? undefined : 'Missing required field Principal';
  }
  if (has('Principal')) return 'Policy document should not specify a principal.';
  return has('Resource') ? undefined : 'Policy statement must contain resources.';
}
