import { createHmac } from 'node:crypto';
import { memberAt, textAt } from '../domain/cloud/documents.ts';
import type { AwsAnswer } from '../model/aws.ts';
import { Failure } from '../model/failure.ts';
import type { Json } from '../model/json.ts';
import type { RealAws } from '../world/aws/index.ts';

/** What Cognito gives to a user who signs in. */
export interface SignedIn {
  readonly access: string | undefined;
  readonly id: string | undefined;
}

export interface SignIn {
  readonly clientId: string;
  readonly secret: string | undefined;
  readonly username: string | undefined;
  readonly proof: { readonly kind: 'password' | 'refresh'; readonly value: string };
}

/**
 * Signs a user in at Cognito, by password or by refresh token.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html (verified 2026-11-25)
 */
export async function signIn(aws: RealAws, asked: SignIn): Promise<SignedIn> {
  const { clientId, username, proof } = asked;
  const hash = secretHash(asked);
  const parameters =
    proof.kind === 'password' ? { USERNAME: username ?? '', PASSWORD: proof.value } : { REFRESH_TOKEN: proof.value };
  const answer = await aws.unsigned({
    service: 'cognito-idp',
    operation: 'InitiateAuth',
    input: {
      ClientId: clientId,
      AuthFlow: proof.kind === 'password' ? 'USER_PASSWORD_AUTH' : 'REFRESH_TOKEN_AUTH',
      AuthParameters: { ...parameters, ...(hash === undefined ? {} : { SECRET_HASH: hash }) },
    },
  });
  if (!answer.ok) throw refusal(answer, asked);
  const challenge = textAt(answer.value, 'ChallengeName');
  if (challenge !== undefined) throw challenged(challenge);
  return tokensIn(memberAt(answer.value, 'AuthenticationResult'));
}

function tokensIn(result: Json | undefined): SignedIn {
  return { access: textAt(result, 'AccessToken'), id: textAt(result, 'IdToken') };
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash (2026-11-25) */
function secretHash({ clientId, secret, username, proof }: SignIn): string | undefined {
  if (secret === undefined) return undefined;
  if (username === undefined)
    throw new Failure(
      'With a client secret, Cognito wants the name of the user, too.',
      `Name it with \`--username\`${proof.kind === 'refresh' ? '; for a refresh token it is the `sub` or the name that the user was created with' : ''}.`,
    );
  return createHmac('sha256', secret).update(`${username}${clientId}`).digest('base64');
}

function challenged(name: string): Failure {
  if (name === 'NEW_PASSWORD_REQUIRED')
    return new Failure(
      'Cognito asks for a new password (`NEW_PASSWORD_REQUIRED`) before it gives a token: an administrator created this user.',
      'Sign in once in the application, or set one: `aws cognito-idp admin-set-user-password --permanent`.',
    );
  if (/MFA|OTP|TOTP/.test(name))
    return new Failure(
      `Cognito asks for a second factor (\`${name}\`), which this program does not give.`,
      'Use a test user without one, or take the token from the application.',
    );
  return new Failure(`Cognito answers with the challenge \`${name}\`, and gives no token.`);
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /flow not enabled/i,
    'Allow `ALLOW_USER_PASSWORD_AUTH` in a test client of its own; an application signs in by `USER_SRP_AUTH` or the login page.',
  ],
  [/SECRET_HASH was not received/i, 'Give the secret of the client: `CLIENT_SECRET`, or `--client-secret-file`.'],
  [
    /SecretHash does not match|Unable to verify secret hash/i,
    'The secret, the client or the name of the user is another.',
  ],
  [
    /client .*does not exist|ResourceNotFound/i,
    'The client is one of another pool or region: look at `--client-id` and `--region`.',
  ],
  [/not confirmed/i, 'Confirm the user: `aws cognito-idp admin-confirm-sign-up`.'],
  [
    /Incorrect username or password/i,
    'The name may also be an alias that this pool does not know: an e-mail address, a phone number.',
  ],
  [/password reset required/i, 'Set a new one: `aws cognito-idp admin-set-user-password --permanent`.'],
  [/refresh token has (?:expired|been revoked)|invalid refresh token/i, 'Sign in again with the password.'],
];

/** What Cognito says never holds the password; the proof is blotted out all the same. */
function refusal({ code, message, gap, kind }: Extract<AwsAnswer, { ok: false }>, { proof, secret }: SignIn): Failure {
  if (kind === 'unreachable') return new Failure(gap.because, gap.hint);
  const words = [proof.value, secret ?? ''].filter(Boolean).reduce((text, one) => text.replaceAll(one, '…'), message);
  const hint = HINTS.find(([pattern]) => pattern.test(`${code} ${message}`))?.[1];
  return new Failure(`Cognito refuses (\`${code}\`): ${words.replace(/\.?$/, '.')}`, hint);
}
