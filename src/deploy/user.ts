import { userPassword } from '../apply/cloud/user-password.ts';
import { textAt } from '../domain/cloud/documents.ts';
import type { WritableAws } from '../model/aws.ts';
import type { CloudResource } from '../model/change.ts';
import { change } from './answers.ts';

/** Whether a user of the pool can sign in with a password of its own. */
export async function canSignIn(resource: CloudResource, aws: WritableAws): Promise<boolean> {
  return textAt(await userPassword.read(resource, aws), 'UserStatus') === 'CONFIRMED';
}

/**
 * Makes a user who can sign in at once: created without an invitation, with a password for good. In a template both would
 * stand for everybody to read.
 */
export async function bringUser(
  resource: CloudResource,
  passwordFor: (resource: CloudResource) => Promise<string>,
  aws: WritableAws,
): Promise<void> {
  const before = await userPassword.read(resource, aws);
  const at = resource.id.indexOf('/');
  const [UserPoolId, Username] = [resource.id.slice(0, at), resource.id.slice(at + 1)];
  const Password = await passwordFor(resource);
  if (before === undefined) {
    const UserAttributes = [
      { Name: 'email', Value: Username },
      { Name: 'email_verified', Value: 'true' },
    ];
    const input = { UserPoolId, Username, MessageAction: 'SUPPRESS', TemporaryPassword: Password, UserAttributes };
    await change(aws, { service: 'cognito-idp', operation: 'AdminCreateUser', input, region: resource.region });
  }
  for (const call of await userPassword.calls(resource, before, { UserStatus: 'CONFIRMED' }, aws))
    await change(aws, { ...call, input: { ...call.input, Password } });
}
