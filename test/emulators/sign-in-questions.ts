import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  type CreateUserPoolClientCommandInput,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { said, type Sdk } from './questions.ts';

async function pool(sdk: Sdk, more: object = {}) {
  const cognito = new CognitoIdentityProviderClient(sdk);
  const made = await cognito.send(
    new CreateUserPoolCommand({ PoolName: 'tides', UsernameAttributes: ['email'], ...more }),
  );
  return { cognito, UserPoolId: made.UserPool?.Id };
}

/** The trigger that is left after an update that does not name it. */
export async function poolUpdate(sdk: Sdk): Promise<unknown> {
  const LambdaConfig = { PostConfirmation: 'arn:aws:lambda:eu-west-1:111122223333:function:greet' };
  const { cognito, UserPoolId } = await pool(sdk, { LambdaConfig });
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId, AutoVerifiedAttributes: ['email'] }));
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  return UserPool?.LambdaConfig?.PostConfirmation === undefined ? 'gone' : 'kept';
}

/** What is left of an app client after an update that names nothing. */
export async function clientUpdate(sdk: Sdk): Promise<unknown> {
  const { cognito, UserPoolId } = await pool(sdk);
  const CallbackURLs = ['https://tides.example/back'];
  const made = await cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'c', CallbackURLs }));
  const ClientId = made.UserPoolClient?.ClientId;
  await cognito.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ClientName: 'c' }));
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  return (UserPoolClient?.CallbackURLs ?? []).length === 0 ? 'gone' : 'kept';
}

export async function twoValidities(sdk: Sdk): Promise<string> {
  const { cognito, UserPoolId } = await pool(sdk);
  const AdminCreateUserConfig = { UnusedAccountValidityDays: 7 };
  const Policies = { PasswordPolicy: { MinimumLength: 8, TemporaryPasswordValidityDays: 7 } };
  return said(cognito.send(new UpdateUserPoolCommand({ UserPoolId, AdminCreateUserConfig, Policies })));
}

export async function nameWithoutEmail(sdk: Sdk): Promise<string> {
  const { cognito, UserPoolId } = await pool(sdk);
  return said(cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: 'tester', MessageAction: 'SUPPRESS' })));
}

async function signIn(sdk: Sdk, client: Partial<CreateUserPoolClientCommandInput>): Promise<string> {
  const { cognito, UserPoolId } = await pool(sdk);
  const [Username, Password] = ['tester@tides.example', 'High-Water-4-Noon'];
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
  await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  const made = await cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'c', ...client }));
  const ClientId = made.UserPoolClient?.ClientId;
  const AuthParameters = { USERNAME: Username, PASSWORD: Password };
  return said(cognito.send(new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId, AuthParameters })));
}

const ExplicitAuthFlows: CreateUserPoolClientCommandInput['ExplicitAuthFlows'] = ['ALLOW_USER_PASSWORD_AUTH'];

export async function rightSignIn(sdk: Sdk): Promise<string> {
  return signIn(sdk, { ExplicitAuthFlows });
}

export async function disabledFlow(sdk: Sdk): Promise<string> {
  return signIn(sdk, { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] });
}

export async function flowOfNobody(sdk: Sdk): Promise<string> {
  return signIn(sdk, {});
}

export async function missingSecretHash(sdk: Sdk): Promise<string> {
  return signIn(sdk, { ExplicitAuthFlows, GenerateSecret: true });
}

/** What the documents of a pool say. */
export async function discovery(sdk: Sdk): Promise<unknown> {
  const { UserPoolId } = await pool(sdk);
  const base = `${sdk.endpoint}/${UserPoolId}/.well-known`;
  const [document, keys] = await Promise.all([fetch(`${base}/openid-configuration`), fetch(`${base}/jwks.json`)]);
  const issuer = document.ok ? Object(await document.json()).issuer?.replace(UserPoolId, '<pool>') : document.status;
  return { issuer, hasKeys: Object(await keys.json()).keys?.length > 0 };
}
