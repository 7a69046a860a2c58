import type { Json } from '../../model/json.ts';

/**
 * An event as Cognito sends it to a pre-token trigger of a version, about a user who does not exist.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html (verified 2026-11-26)
 */
export function sampleEventOf({
  pool,
  region,
  version,
}: {
  readonly pool: string;
  readonly region: string;
  readonly version: string;
}): Json {
  const isFirst = version === 'V1_0';
  const sub = '00000000-0000-4000-8000-000000000000';
  return {
    version: isFirst ? '1' : version.slice(1, 2),
    triggerSource: 'TokenGeneration_Authentication',
    region,
    userPoolId: pool,
    userName: 'agentcore-doctor-sample',
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: '00000000000000000000000000' },
    request: {
      userAttributes: { sub, 'cognito:user_status': 'CONFIRMED', email_verified: 'true', email: 'sample@example.com' },
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      ...(isFirst ? {} : { scopes: ['aws.cognito.signin.user.admin'] }),
    },
    response: isFirst ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null },
  };
}
