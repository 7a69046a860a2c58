import { ACCESS_TOKEN, INITIATE_AUTH, PRE_TOKEN } from './pages.ts';
import { likely, perhaps, surely, type Cause, type Symptom } from './symptom.ts';

// Cognito's sign-in with user and password, and its triggers.

const flowDisabled: Cause = {
  id: 'auth-flow-disabled',
  title: 'The app client does not allow this way of signing in',
  because: 'USER_PASSWORD_AUTH is off unless the client lists it.',
  remedy: 'Add `ALLOW_USER_PASSWORD_AUTH` and `ALLOW_REFRESH_TOKEN_AUTH` to the flows of a client for tests.',
  evidence: 'DescribeUserPoolClient lists `ExplicitAuthFlows` without it.',
  check: 'auth-flow-disabled',
  references: [INITIATE_AUTH],
};

const secretNeeded: Cause = {
  id: 'client-secret-needed',
  title: 'The app client has a secret, and the call does not prove it',
  because: 'A client with a secret wants `SECRET_HASH`, made of user name, client id and secret, with every sign-in.',
  remedy: 'Send `SECRET_HASH`, or use a client without a secret for people.',
  evidence: 'DescribeUserPoolClient shows a `ClientSecret`.',
  check: 'client-secret-needed',
  references: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash',
  ],
};

const newPassword: Cause = {
  id: 'user-must-change-password',
  title: 'The user has a temporary password',
  because:
    'A user made by an administrator or a template has to choose a password first, and gets a challenge in place of tokens.',
  remedy: 'Run `aws cognito-idp admin-set-user-password --permanent` for it.',
  evidence: 'AdminGetUser shows `FORCE_CHANGE_PASSWORD`.',
  check: 'user-must-change-password',
  references: [
    'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html',
  ],
};

const userOfTemplate: Cause = {
  id: 'user-of-template',
  title: 'The user comes from a template, which cannot give a permanent password',
  because: 'CloudFormation creates the user and leaves it in FORCE_CHANGE_PASSWORD.',
  remedy: 'Take the user out of the template, and create it by command.',
  evidence: 'A template of the project holds `AWS::Cognito::UserPoolUser`.',
  check: 'user-pool-user-in-template',
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpooluser.html',
  ],
};

export const triggerInVain: Cause = {
  id: 'trigger-cannot-add-client-id',
  title: 'A trigger tries to put `client_id` into the token',
  because:
    'Cognito lists `client_id` among the claims that no trigger can add or replace, and a trigger of the first version changes the ID token alone.',
  remedy: 'Remove the trigger and send the access token, which carries `client_id` by itself.',
  evidence: 'The code of the trigger writes `client_id` to `claimsToAddOrOverride`, and a fresh token lacks it.',
  check: 'trigger-cannot-add-client-id',
  references: [PRE_TOKEN, ACCESS_TOKEN],
};

const triggerDenied: Cause = {
  id: 'trigger-permission-missing',
  title: 'Cognito may not call the trigger',
  because: "The Lambda function's policy does not let `cognito-idp.amazonaws.com` invoke it for this pool.",
  remedy:
    'Add the permission (`aws lambda add-permission`, `AWS::Lambda::Permission`) with the ARN of the pool as source.',
  evidence: 'The message says AccessDenied and the function has no log of the call.',
  check: 'trigger-permission-missing',
  references: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html',
  ],
};

const triggerFails: Cause = {
  id: 'trigger-fails',
  title: 'The trigger raises an error or answers in the wrong form',
  because:
    'Cognito gives no token when the trigger fails, and the form of its answer depends on the version of the event.',
  remedy: "Read the function's log; return the whole event. For sending tokens to AgentCore no trigger is needed.",
  evidence: "The function's log has an error at the time of the sign-in.",
  check: 'trigger-ineffective',
  references: [PRE_TOKEN],
};

export const signIn: readonly Symptom[] = [
  {
    id: 'flow-refused',
    title: 'Cognito refuses the flow',
    grade: 'fault',
    seen: [
      { says: 'USER_PASSWORD_AUTH flow not enabled for this client' },
      { says: 'Auth flow not enabled for this client' },
    ],
    suspects: [surely(flowDisabled)],
  },
  {
    id: 'secret-hash-missing',
    title: "Cognito wants the secret's proof",
    grade: 'fault',
    seen: [{ says: 'SECRET_HASH was not received' }, { says: 'Unable to verify secret hash for client' }],
    suspects: [surely(secretNeeded)],
  },
  {
    id: 'password-challenge',
    title: 'Cognito answers with a challenge instead of tokens',
    grade: 'fault',
    seen: [
      { says: 'NEW_PASSWORD_REQUIRED' },
      { says: 'FORCE_CHANGE_PASSWORD' },
      { says: "KeyError: 'AuthenticationResult'" },
    ],
    suspects: [surely(newPassword), perhaps(userOfTemplate)],
  },
  {
    id: 'trigger-refused',
    title: 'Cognito could not call the trigger',
    grade: 'fault',
    seen: [
      { says: 'UnexpectedLambdaException' },
      { says: 'PreTokenGeneration invocation failed due to error AccessDeniedException' },
    ],
    suspects: [likely(triggerDenied), perhaps(triggerFails)],
  },
  {
    id: 'trigger-broken',
    title: 'The trigger failed',
    grade: 'fault',
    seen: [
      { says: 'PreTokenGeneration failed with error' },
      { says: 'UserLambdaValidationException' },
      { says: 'InvalidLambdaResponseException' },
      { says: 'Unrecognizable lambda output' },
    ],
    suspects: [likely(triggerFails), perhaps(triggerInVain)],
  },
  {
    id: 'trigger-without-effect',
    title: "The trigger's claim is not in the token",
    grade: 'effect',
    seen: [
      { told: 'pre token generation … client_id' },
      { told: 'pre-token … no effect' },
      { told: 'PreTokenGeneration … client_id' },
      { told: 'claimsToAddOrOverride … client_id' },
      { told: 'client_id … Pre Token Generation' },
    ],
    suspects: [surely(triggerInVain)],
  },
];
