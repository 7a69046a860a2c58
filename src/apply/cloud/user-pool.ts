import { memberAt, textAt } from '../../domain/cloud/documents.ts';
import { sampleEventOf } from '../../domain/cloud/sample-event.ts';
import { Failure } from '../../model/failure.ts';
import type { Json } from '../../model/json.ts';
import type { State } from './document.ts';
import { isObject, membersBut, type ResourceKind, valueOf } from './kind.ts';

/**
 * What `DescribeUserPool` says of a pool and `UpdateUserPool` does not take. Every other member is carried over, those
 * included that no SDK knows yet: what an update leaves out goes back to its default.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html (verified 2026-11-26)
 */
const NOT_WRITTEN: ReadonlySet<string> = new Set([
  'Id',
  'Arn',
  'Name',
  'Status',
  'LastModifiedDate',
  'CreationDate',
  'SchemaAttributes',
  'AliasAttributes',
  'UsernameAttributes',
  'UsernameConfiguration',
  'EstimatedNumberOfUsers',
  'SmsConfigurationFailure',
  'EmailConfigurationFailure',
  'Domain',
  'CustomDomain',
]);

/** A user pool, with everything that an update would reset. */
export const userPool: ResourceKind = {
  writes: ['cognito-idp:UpdateUserPool', 'lambda:InvokeFunction'],

  async read({ id: UserPoolId, region }, aws) {
    const call = { service: 'cognito-idp', operation: 'DescribeUserPool', input: { UserPoolId }, region } as const;
    const pool = memberAt(valueOf(await aws.ask(call)), 'UserPool');
    return pool === undefined ? undefined : writableOf(pool);
  },

  secretsIn: (document) => [textAt(document, 'SmsConfiguration', 'ExternalId') ?? ''],

  async calls({ id, region }, _before, after) {
    if (!isObject(after)) throw new Failure(`User pool \`${id}\` is not deleted by a fix.`);
    refuseImpossible(id, after);
    const document = { ...after, UserPoolId: id };
    return [{ service: 'cognito-idp', operation: 'UpdateUserPool', input: document, document, region }];
  },

  trial({ id }, before, after) {
    const [was, is] = [tokenTriggerOf(before), tokenTriggerOf(after)];
    if (is === undefined || (was?.arn === is.arn && was.version === is.version)) return [];
    const region = is.arn.split(':')[3];
    const document = sampleEventOf({ pool: id, region: region ?? '', version: is.version });
    return [{ service: 'lambda', operation: 'Invoke', input: { FunctionName: is.arn }, document, region }];
  },

  accept({ operation, input }, answer) {
    if (operation === 'Invoke') acceptTrigger(String(input['FunctionName']), answer);
  },
};

function writableOf(pool: Json): State {
  const members = membersBut(NOT_WRITTEN, pool);
  const { AdminCreateUserConfig: users, UserPoolTags: tags } = members;
  return {
    ...members,
    PoolName: textAt(pool, 'Name') ?? '',
    LambdaConfig: members['LambdaConfig'] ?? {},
    // AWS gives the one number twice, and takes it back once only: pulumi-aws-native#1256, aws-sdk-js#3817.
    ...(users !== undefined &&
    memberAt(pool, 'Policies', 'PasswordPolicy', 'TemporaryPasswordValidityDays') !== undefined
      ? { AdminCreateUserConfig: membersBut(new Set(['UnusedAccountValidityDays']), users) }
      : {}),
    ...(tags === undefined ? {} : { UserPoolTags: ownTags(tags) }),
  };
}

/** Tags with the prefix `aws:` are AWS's own, and stay without being written. */
function ownTags(tags: Json): Json {
  return Object.fromEntries(Object.entries(membersBut(new Set(), tags)).filter(([name]) => !name.startsWith('aws:')));
}

/** The settings that `SetUserPoolMfaConfig` alone takes, and texts that stand twice and must agree. */
function refuseImpossible(id: string, after: Json): void {
  const factor = textAt(after, 'MfaConfiguration') ?? 'OFF';
  // "SMS configuration and Auto verification for phone_number are required when MFA is required/optional": aws-cdk#12075.
  if (factor !== 'OFF' && memberAt(after, 'SmsConfiguration') === undefined)
    throw new Failure(
      `User pool \`${id}\` asks for a second factor and has none by SMS, which \`UpdateUserPool\` does not take.`,
      'Change it in the console of Cognito.',
    );
  const [old, versioned] = [
    textAt(after, 'LambdaConfig', 'PreTokenGeneration'),
    textAt(after, 'LambdaConfig', 'PreTokenGenerationConfig', 'LambdaArn'),
  ];
  if (old !== undefined && versioned !== undefined && old !== versioned)
    throw new Failure(
      `User pool \`${id}\` calls \`${old}\` before it makes a token, and there is place for one function.`,
    );
  for (const [one, other] of TWICE) {
    const [said, again] = [textAt(after, one), textAt(after, 'VerificationMessageTemplate', other)];
    if (said !== undefined && again !== undefined && said !== again)
      throw new Failure(
        `\`${one}\` of user pool \`${id}\` and \`${other}\` of its template differ, and \`UpdateUserPool\` takes one of them.`,
      );
  }
}

const TWICE = [
  ['EmailVerificationMessage', 'EmailMessage'],
  ['EmailVerificationSubject', 'EmailSubject'],
  ['SmsVerificationMessage', 'SmsMessage'],
] as const;

/** The function that is called before a token is made, and the version of its event. */
function tokenTriggerOf(pool: State): { readonly arn: string; readonly version: string } | undefined {
  const config = memberAt(pool, 'LambdaConfig');
  const arn = textAt(config, 'PreTokenGenerationConfig', 'LambdaArn') ?? textAt(config, 'PreTokenGeneration');
  const version = textAt(config, 'PreTokenGenerationConfig', 'LambdaVersion') ?? 'V1_0';
  return arn === undefined ? undefined : { arn, version };
}

/** A trigger gives the event back. One that fails would end every sign-in. */
function acceptTrigger(arn: string, answer: Json): void {
  const because = textAt(answer, 'errorMessage');
  const type = textAt(answer, 'errorType');
  if (because === undefined && type === undefined && memberAt(answer, 'response') !== undefined) return;
  const what = type === undefined && because === undefined ? 'does not give it back' : `fails (\`${type ?? 'Error'}\`)`;
  throw new Failure(
    `Function \`${arn}\` was called with a sample event and ${what}, so it was not attached.`,
    'Mend the function; its log group says more.',
  );
}
