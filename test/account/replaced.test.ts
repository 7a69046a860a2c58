import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { commitChanges, planChanges, undoLastChanges } from '../../src/apply/cloud/commit.ts';
import { cloudJournal } from '../../src/apply/cloud/journal.ts';
import type { CloudChange } from '../../src/model/change.ts';
import { openAws, type RealAws } from '../../src/world/aws/index.ts';
import { ACCOUNT, environmentFor, REGION } from '../emulators/aws.ts';
import { emulator } from '../emulators/emulators.ts';
import { openRefusingProxy } from '../stand-ins/refusing-proxy/proxy.ts';
import { askJson, signedAs } from '../stand-ins/wire/upstream.ts';
import { folderWith } from '../support/run.ts';

// An update of a user pool or an app client puts everything that it leaves out back to its default: moto does so for
// pools, the refusing proxy for both. What a fix writes keeps all of it, and so does taking it back.

type Document = { readonly [member: string]: unknown };

const closed: { readonly close: () => Promise<void> }[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const one of closed.splice(0)) await one.close();
});

interface Place {
  /** Asks Cognito as anybody would, and gives the document as it comes over the wire. */
  readonly ask: (operation: string, input: Document) => Promise<Document>;
  readonly aws: RealAws;
  readonly folder: string;
}

async function open(context: { readonly skip: (because: string) => never }): Promise<Place> {
  const moto = await emulator(context, 'moto');
  const proxy = await openRefusingProxy(moto.url);
  closed.push(proxy);
  const environment = environmentFor(proxy);
  // The SDK looks for credentials and endpoints in the environment of the process.
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const headers = signedAs({ account: ACCOUNT, region: REGION }, 'cognito-idp');
  return {
    aws: openAws({ environment }),
    folder: cloudJournal(folderWith({}), ACCOUNT),
    async ask(operation, input) {
      const answer = await askJson({ headers }, proxy.url, `AWSCognitoIdentityProviderService.${operation}`, input);
      if (answer === undefined) throw new Error(`${operation} was refused: ${JSON.stringify(input)}`);
      return answer;
    },
  };
}

/** Makes a change and takes it back; what is there before, between and after. */
async function thereAndBack({ aws, folder }: Place, change: CloudChange, look: () => Promise<Document>) {
  const before = await look();
  const planned = await planChanges(change.resource, [change], aws);
  await commitChanges([planned], { account: ACCOUNT, folder, aws });
  const after = await look();
  await undoLastChanges(folder, ACCOUNT, aws);
  return { before, after, back: await look() };
}

const arn = (service: string, what: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${what}`;
const name = fc.stringMatching(/^[a-z][a-z0-9]{2,11}$/);
const phrase = fc.stringMatching(/^[A-Za-z ]{1,20}$/).map((said) => `${said} {####}`);
const fn = name.map((one) => arn('lambda', `function:${one}`));
/** Texts that stand in two places, in which AWS wants them to be the same. */
const words = fc.record({ EmailMessage: phrase, EmailSubject: phrase, SmsMessage: phrase });
const any = fc.boolean();

/** A pool with every member that an update takes. */
const pools = words.chain(({ EmailMessage, EmailSubject, SmsMessage }) =>
  fc.record({
    PoolName: name,
    Policies: fc.record({
      PasswordPolicy: fc.record({
        MinimumLength: fc.integer({ min: 6, max: 99 }),
        RequireUppercase: any,
        RequireLowercase: any,
        RequireNumbers: any,
        RequireSymbols: any,
        PasswordHistorySize: fc.nat(24),
        TemporaryPasswordValidityDays: fc.integer({ min: 1, max: 365 }),
      }),
      SignInPolicy: fc.record({ AllowedFirstAuthFactors: fc.constantFrom(['PASSWORD'], ['PASSWORD', 'EMAIL_OTP']) }),
    }),
    DeletionProtection: fc.constantFrom('ACTIVE', 'INACTIVE'),
    LambdaConfig: fc.record({
      PreSignUp: fn,
      CustomMessage: fn,
      PostConfirmation: fn,
      PreAuthentication: fn,
      PostAuthentication: fn,
      DefineAuthChallenge: fn,
      CreateAuthChallenge: fn,
      VerifyAuthChallengeResponse: fn,
      UserMigration: fn,
      CustomSMSSender: fc.record({ LambdaVersion: fc.constant('V1_0'), LambdaArn: fn }),
      CustomEmailSender: fc.record({ LambdaVersion: fc.constant('V1_0'), LambdaArn: fn }),
      KMSKeyID: name.map((one) => arn('kms', `key/${one}`)),
      PreTokenGenerationConfig: fc.record({ LambdaVersion: fc.constantFrom('V1_0', 'V2_0', 'V3_0'), LambdaArn: fn }),
    }),
    AutoVerifiedAttributes: fc.subarray(['email', 'phone_number']),
    SmsVerificationMessage: fc.constant(SmsMessage),
    EmailVerificationMessage: fc.constant(EmailMessage),
    EmailVerificationSubject: fc.constant(EmailSubject),
    VerificationMessageTemplate: fc.record({
      SmsMessage: fc.constant(SmsMessage),
      EmailMessage: fc.constant(EmailMessage),
      EmailSubject: fc.constant(EmailSubject),
      EmailMessageByLink: phrase,
      EmailSubjectByLink: phrase,
      DefaultEmailOption: fc.constantFrom('CONFIRM_WITH_CODE', 'CONFIRM_WITH_LINK'),
    }),
    SmsAuthenticationMessage: phrase,
    UserAttributeUpdateSettings: fc.record({ AttributesRequireVerificationBeforeUpdate: fc.subarray(['email']) }),
    MfaConfiguration: fc.constantFrom('OFF', 'ON', 'OPTIONAL'),
    DeviceConfiguration: fc.record({
      ChallengeRequiredOnNewDevice: any,
      DeviceOnlyRememberedOnUserPrompt: any,
    }),
    EmailConfiguration: fc.record({
      SourceArn: name.map((one) => arn('ses', `identity/${one}`)),
      ReplyToEmailAddress: name.map((one) => `${one}@tides.example`),
      EmailSendingAccount: fc.constantFrom('COGNITO_DEFAULT', 'DEVELOPER'),
      From: phrase,
      ConfigurationSet: name,
    }),
    SmsConfiguration: fc.record({ SnsCallerArn: name.map((one) => arn('iam', `role/${one}`)), ExternalId: name }),
    UserPoolTags: fc.dictionary(name, name, { maxKeys: 3 }),
    AdminCreateUserConfig: fc.record({
      AllowAdminCreateUserOnly: any,
      InviteMessageTemplate: fc.record({ SMSMessage: phrase, EmailMessage: phrase, EmailSubject: phrase }),
    }),
    UserPoolAddOns: fc.record({
      AdvancedSecurityMode: fc.constantFrom('OFF', 'AUDIT', 'ENFORCED'),
      AdvancedSecurityAdditionalFlows: fc.record({ CustomAuthMode: fc.constantFrom('AUDIT', 'ENFORCED') }),
    }),
    AccountRecoverySetting: fc.record({
      RecoveryMechanisms: fc.constant([{ Priority: 1, Name: 'verified_email' }]),
    }),
    UserPoolTier: fc.constantFrom('LITE', 'ESSENTIALS', 'PLUS'),
  }),
);

/** An app client with every member that an update takes. */
const clients = fc.record({
  ClientName: name,
  RefreshTokenValidity: fc.integer({ min: 1, max: 3650 }),
  AccessTokenValidity: fc.integer({ min: 5, max: 1440 }),
  IdTokenValidity: fc.integer({ min: 5, max: 1440 }),
  TokenValidityUnits: fc.constant({ AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' }),
  ReadAttributes: fc.subarray(['email', 'name', 'custom:tide']),
  WriteAttributes: fc.subarray(['email', 'name']),
  ExplicitAuthFlows: fc.subarray(['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'], {
    minLength: 1,
  }),
  SupportedIdentityProviders: fc.subarray(['COGNITO', 'Google']),
  CallbackURLs: fc.array(
    name.map((one) => `https://${one}.example/back`),
    { minLength: 1, maxLength: 3 },
  ),
  LogoutURLs: fc.array(
    name.map((one) => `https://${one}.example/out`),
    { maxLength: 3 },
  ),
  AllowedOAuthFlows: fc.subarray(['code', 'implicit']),
  AllowedOAuthScopes: fc.subarray(['openid', 'email', 'tides/read']),
  AllowedOAuthFlowsUserPoolClient: any,
  AnalyticsConfiguration: fc.record({ ApplicationArn: name.map((one) => arn('mobiletargeting', `apps/${one}`)) }),
  PreventUserExistenceErrors: fc.constantFrom('LEGACY', 'ENABLED'),
  EnableTokenRevocation: any,
  EnablePropagateAdditionalUserContextData: any,
  AuthSessionValidity: fc.integer({ min: 3, max: 15 }),
  RefreshTokenRotation: fc.record({
    Feature: fc.constantFrom('ENABLED', 'DISABLED'),
    RetryGracePeriodSeconds: fc.nat(60),
  }),
});

/** Some of the members of a document: `PoolName` and others that have to be there stay. */
const left = fc.subarray(['DeletionProtection', 'MfaConfiguration', 'UserPoolAddOns', 'UserPoolTags', 'LogoutURLs']);
const without = (document: Document, names: readonly string[]): Document =>
  Object.fromEntries(Object.entries(document).filter(([member]) => !names.includes(member)));

/** As it comes over the wire: the objects that are made up have no prototype. */
function plain<T>(document: T): T {
  return JSON.parse(JSON.stringify(document));
}

describe('an update of a user pool', { timeout: 180_000 }, () => {
  it('changes the member that it is about and no other, and is taken back whole', async (context) => {
    const place = await open(context);
    const { ask } = place;
    const kinds = { plan: 0, trigger: 0 };
    await fc.assert(
      fc.asyncProperty(pools.map(plain), left, any, async (pool, names, isPlan) => {
        const made = await ask('CreateUserPool', without(pool, names));
        const UserPoolId = Object(made['UserPool']).Id;
        const look = async (): Promise<Document> => {
          const { UserPool } = await ask('DescribeUserPool', { UserPoolId });
          return without(Object(UserPool), ['LastModifiedDate']);
        };
        const resource = { type: 'user-pool', id: UserPoolId, region: REGION } as const;
        const { PreTokenGenerationConfig, ...others } = pool.LambdaConfig;
        const { LambdaConfig } = await look();
        const change: CloudChange = isPlan
          ? { kind: 'cloud', resource, pointer: '/UserPoolTier', expect: pool.UserPoolTier, put: 'ANOTHER' }
          : { kind: 'cloud', resource, pointer: '/LambdaConfig', expect: Object(LambdaConfig), put: others };
        kinds[isPlan ? 'plan' : 'trigger'] += 1;
        const { before, after, back } = await thereAndBack(place, change, look);
        // The pool said all of it before, so that there is something to lose.
        expect(before).toMatchObject(without(pool, [...names, 'PoolName', 'LambdaConfig']));
        expect(before['LambdaConfig']).toMatchObject({ ...others, PreTokenGenerationConfig });
        expect(after).toEqual({ ...before, ...(isPlan ? { UserPoolTier: 'ANOTHER' } : { LambdaConfig: others }) });
        expect(back).toEqual(before);
      }),
      { numRuns: 60 },
    );
    expect(Math.min(...Object.values(kinds))).toBeGreaterThan(10);
  });

  it('gives the validity of temporary passwords back once, as AWS wants it', async (context) => {
    const place = await open(context);
    // What AWS shows of every pool, and refuses to take: both members. The proxy refuses it as well, moto does not.
    const { url } = await emulator(context, 'moto');
    const headers = signedAs({ account: ACCOUNT, region: REGION }, 'cognito-idp');
    const both = { PasswordPolicy: { MinimumLength: 8, TemporaryPasswordValidityDays: 9 } };
    const made = await askJson({ headers }, url, 'AWSCognitoIdentityProviderService.CreateUserPool', {
      PoolName: 'tides',
      UserPoolTier: 'LITE',
      Policies: both,
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true, UnusedAccountValidityDays: 9 },
    });
    const UserPoolId = Object(made?.['UserPool']).Id;
    const resource = { type: 'user-pool', id: UserPoolId, region: REGION } as const;
    const change = { kind: 'cloud', resource, pointer: '/UserPoolTier', expect: 'LITE', put: 'ESSENTIALS' } as const;
    const look = async (): Promise<Document> =>
      Object((await place.ask('DescribeUserPool', { UserPoolId }))['UserPool']);
    const { before, after } = await thereAndBack(place, change, look);
    expect(before['AdminCreateUserConfig']).toMatchObject({ UnusedAccountValidityDays: 9 });
    expect(after).toMatchObject({
      UserPoolTier: 'ESSENTIALS',
      Policies: both,
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
  });

  it('is refused where the pool has a second factor that an update does not take', async (context) => {
    const place = await open(context);
    const made = await place.ask('CreateUserPool', { PoolName: 'tides', UserPoolTier: 'LITE', MfaConfiguration: 'ON' });
    const resource = { type: 'user-pool', id: String(Object(made['UserPool']).Id), region: REGION } as const;
    const change = { kind: 'cloud', resource, pointer: '/UserPoolTier', expect: 'LITE', put: 'PLUS' } as const;
    await expect(planChanges(resource, [change], place.aws)).rejects.toThrow('has none by SMS');
  });
});

describe('an update of an app client', { timeout: 180_000 }, () => {
  it('changes the member that it is about and no other, and is taken back whole', async (context) => {
    const place = await open(context);
    const { ask } = place;
    const pool = await ask('CreateUserPool', { PoolName: 'tides' });
    const UserPoolId = Object(pool['UserPool']).Id;
    await fc.assert(
      fc.asyncProperty(clients.map(plain), left, any, async (client, names, GenerateSecret) => {
        const made = await ask('CreateUserPoolClient', { ...without(client, names), UserPoolId, GenerateSecret });
        const { ClientId, ClientSecret } = Object(made['UserPoolClient']);
        const look = async (): Promise<Document> => {
          const { UserPoolClient } = await ask('DescribeUserPoolClient', { UserPoolId, ClientId });
          return without(Object(UserPoolClient), ['LastModifiedDate']);
        };
        const now = client.ExplicitAuthFlows;
        const put = [...now, 'ALLOW_USER_PASSWORD_AUTH'];
        const resource = { type: 'user-pool-client', id: `${UserPoolId}/${ClientId}`, region: REGION } as const;
        const change = { kind: 'cloud', resource, pointer: '/ExplicitAuthFlows', expect: now, put } as const;
        const { before, after, back } = await thereAndBack(place, change, look);
        expect(before).toMatchObject(without(client, names));
        expect(before['ClientSecret']).toBe(ClientSecret);
        expect(after).toEqual({ ...before, ExplicitAuthFlows: put });
        expect(back).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });
});
