import { clientOf, type Document, inputOf, poolOf } from './cognito.ts';
import type { Refuse } from './refuse.ts';

// "If you don't provide a value for an attribute, Amazon Cognito sets it to its default value." API references of
// UpdateUserPool and UpdateUserPoolClient (2026-11-25). Which value a few of the members then have is assumed.

const CLIENT_DEFAULTS: Document = {
  RefreshTokenValidity: 30,
  AccessTokenValidity: 0,
  IdTokenValidity: 0,
  TokenValidityUnits: {},
  ReadAttributes: [],
  WriteAttributes: [],
  ExplicitAuthFlows: [],
  SupportedIdentityProviders: [],
  CallbackURLs: [],
  LogoutURLs: [],
  DefaultRedirectURI: '',
  AllowedOAuthFlows: [],
  AllowedOAuthScopes: [],
  AllowedOAuthFlowsUserPoolClient: false,
  AnalyticsConfiguration: {},
  PreventUserExistenceErrors: 'LEGACY',
  EnableTokenRevocation: true,
  EnablePropagateAdditionalUserContextData: false,
  AuthSessionValidity: 3,
  RefreshTokenRotation: {},
};

const POOL_DEFAULTS: Document = {
  Policies: {
    PasswordPolicy: {
      MinimumLength: 8,
      RequireUppercase: true,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      TemporaryPasswordValidityDays: 7,
    },
  },
  DeletionProtection: 'INACTIVE',
  LambdaConfig: {},
  AutoVerifiedAttributes: [],
  SmsVerificationMessage: '',
  EmailVerificationMessage: '',
  EmailVerificationSubject: '',
  VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
  SmsAuthenticationMessage: '',
  UserAttributeUpdateSettings: {},
  MfaConfiguration: 'OFF',
  DeviceConfiguration: {},
  EmailConfiguration: {},
  SmsConfiguration: {},
  UserPoolTags: {},
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
  UserPoolAddOns: {},
  AccountRecoverySetting: {},
  UserPoolTier: 'ESSENTIALS',
};

/** What an update of an app client leaves out goes back to its default: emulators keep it. */
export const clientReplaced: Refuse = async (request, upstream) => {
  const input = inputOf(request, 'UpdateUserPoolClient');
  const before = input && (await clientOf(request, upstream, input));
  return before && { body: completed(input, before, CLIENT_DEFAULTS) };
};

/** What an update of a pool leaves out goes back to its default: ministack keeps it, moto does as AWS. */
export const poolReplaced: Refuse = async (request, upstream) => {
  const input = inputOf(request, 'UpdateUserPool');
  const before = input && (await poolOf(request, upstream, input['UserPoolId']));
  return before && { body: completed(input, before, POOL_DEFAULTS) };
};

/** Only what was set needs a default in its place. */
function completed(input: Document, before: Document, defaults: Document): Buffer {
  const left = Object.entries(defaults).filter(([name]) => !(name in input) && before[name] !== undefined);
  return Buffer.from(JSON.stringify({ ...Object.fromEntries(left), ...input }));
}

/** What DescribeUserPool gives twice may be given back only once. Reported of several tools; the text is from reports. */
export const twoValidities: Refuse = async (request) => {
  const input = inputOf(request, 'UpdateUserPool', 'CreateUserPool');
  const { AdminCreateUserConfig: users, Policies: policies } = Object(input);
  const isTwice =
    users?.UnusedAccountValidityDays !== undefined &&
    policies?.PasswordPolicy?.TemporaryPasswordValidityDays !== undefined;
  if (!isTwice) return undefined;
  const message = 'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays';
  return { code: 'InvalidParameterException', message };
};
