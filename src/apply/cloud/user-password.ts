import { textAt } from '../../domain/cloud/documents.ts';
import { Failure } from '../../model/failure.ts';
import { partsOf, type ResourceKind, valueOf } from './kind.ts';

/** That a user has a password for good: of the password itself, nothing is read, planned or kept. */
export const userPassword: ResourceKind = {
  writes: ['cognito-idp:AdminSetUserPassword'],
  isFinal: true,
  secret: 'Password',

  async read(resource, aws) {
    const [UserPoolId, Username] = partsOf(resource);
    const answer = await aws.ask({
      service: 'cognito-idp',
      operation: 'AdminGetUser',
      input: { UserPoolId, Username },
      region: resource.region,
    });
    const UserStatus = textAt(valueOf(answer), 'UserStatus');
    return UserStatus === undefined ? undefined : { UserStatus };
  },

  async calls(resource, _before, after) {
    const [UserPoolId, Username] = partsOf(resource);
    if (textAt(after, 'UserStatus') !== 'CONFIRMED')
      throw new Failure(`The password of user \`${Username}\` cannot be taken back.`);
    const input = { UserPoolId, Username, Permanent: true };
    return [{ service: 'cognito-idp', operation: 'AdminSetUserPassword', input, region: resource.region }];
  },
};
