import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientFor } from '../emulators/aws.ts';
import { folderWith } from '../support/run.ts';

/** What of a pool is other than in one that is right. */
export interface Fashion {
  readonly client?: Partial<CreateUserPoolClientCommandInput>;
  readonly machines?: Partial<CreateUserPoolClientCommandInput>;
  readonly domain?: false;
  readonly resourceServer?: false;
  readonly trigger?: 'PreTokenGeneration' | 'PreTokenGenerationConfig' | 'none';
  /** The pool that the function's permission names; nobody where `undefined` is given. */
  readonly permitted?: ((poolArn: string) => string) | undefined;
  readonly password?: 'temporary';
  /** The code of the trigger, in Python; else a function that cannot run. */
  readonly code?: string;
  /** What the function is called; `add-claims` where nothing is said. */
  readonly functionName?: string;
}

export interface Pool {
  readonly id: string;
  readonly arn: string;
  readonly client: string;
  readonly machines: string;
  readonly functionArn: string;
}

const USER_FLOWS = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] as const;

/** Makes a pool with a client for people, one for machines, a trigger and a user, as an account may have it. */
export async function makePool(to: { readonly url: string }, account: string, fashion: Fashion): Promise<Pool> {
  const cognito = new CognitoIdentityProviderClient(clientFor(to, account));
  const lambda = new LambdaClient(clientFor(to, account));
  const made = await cognito.send(new CreateUserPoolCommand({ PoolName: 'weather', UserPoolTier: 'ESSENTIALS' }));
  const [UserPoolId, arn] = [made.UserPool?.Id ?? '', made.UserPool?.Arn ?? ''];
  if (fashion.domain !== false)
    await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: `weather-${account}` }));
  if (fashion.resourceServer !== false)
    await cognito.send(
      new CreateResourceServerCommand({
        UserPoolId,
        Identifier: 'weather',
        Name: 'weather',
        Scopes: [{ ScopeName: 'invoke', ScopeDescription: 'call the tools' }],
      }),
    );
  const people = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'people',
      ExplicitAuthFlows: [...USER_FLOWS],
      ...fashion.client,
    }),
  );
  const machines = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'machines',
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ['weather/invoke'],
      ...fashion.machines,
    }),
  );
  const functionArn = await makeFunction(lambda, account, fashion);
  const permitted = 'permitted' in fashion ? fashion.permitted?.(arn) : arn;
  if (permitted !== undefined)
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: functionArn,
        StatementId: 'cognito',
        Action: 'lambda:InvokeFunction',
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: permitted,
      }),
    );
  const LambdaConfig =
    fashion.trigger === 'none'
      ? {}
      : fashion.trigger === 'PreTokenGeneration'
        ? { PreTokenGeneration: functionArn }
        : { PreTokenGenerationConfig: { LambdaArn: functionArn, LambdaVersion: 'V2_0' as const } };
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId, UserPoolTier: 'ESSENTIALS', LambdaConfig }));
  await makeUser(cognito, UserPoolId, fashion.password === undefined);
  const [client, own] = [people, machines].map((one) => one.UserPoolClient?.ClientId ?? '');
  return { id: UserPoolId, arn, client: client ?? '', machines: own ?? '', functionArn };
}

/** Makes a function of a handler in Python. */
export async function makeFunction(
  lambda: LambdaClient,
  account: string,
  { code, functionName = 'add-claims' }: Pick<Fashion, 'code' | 'functionName'>,
): Promise<string> {
  const made = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: functionName,
      Runtime: 'python3.12',
      Handler: 'handler.handler',
      Role: `arn:aws:iam::${account}:role/add-claims`,
      Code: { ZipFile: code === undefined ? NO_CODE : zipped(code) },
    }),
  );
  return made.FunctionArn ?? '';
}

const NO_CODE = Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64');

function zipped(code: string): Buffer {
  const folder = folderWith({ 'handler.py': code });
  execFileSync('python3', ['-m', 'zipfile', '-c', 'code.zip', 'handler.py'], { cwd: folder });
  return readFileSync(join(folder, 'code.zip'));
}

async function makeUser(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  isPermanent: boolean,
): Promise<void> {
  const Username = 'ada';
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
  if (isPermanent)
    await cognito.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: 'Fair-Weather-2026', Permanent: true }),
    );
}
