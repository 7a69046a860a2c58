import { clientOf, type Document, inputOf, poolOf, textsIn } from './cognito.ts';
import type { Refuse } from './refuse.ts';

/** What a client may do of which nobody has said anything: API reference of CreateUserPoolClient (2026-11-25). */
const FLOWS = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];
/** The names from before `ALLOW_…`. */
const LEGACY: { readonly [flow: string]: string } = { ADMIN_NO_SRP_AUTH: 'ALLOW_ADMIN_USER_PASSWORD_AUTH' };

/** A client may sign in only by the flows that it lists. The codes are documented, the texts are from reports. */
export const disabledFlow: Refuse = async (request, upstream) => {
  const input = inputOf(request, 'InitiateAuth', 'AdminInitiateAuth');
  const flow = typeof input?.['AuthFlow'] === 'string' ? input['AuthFlow'] : undefined;
  if (input === undefined || flow === undefined || flow.startsWith('REFRESH_TOKEN')) return undefined;
  const client = await clientOf(request, upstream, input);
  if (client === undefined || flowsOf(client).includes(LEGACY[flow] ?? `ALLOW_${flow}`)) return undefined;
  const message =
    request.operation === 'AdminInitiateAuth'
      ? 'Auth flow not enabled for this client'
      : `${flow} flow not enabled for this client`;
  return { code: 'InvalidParameterException', message };
};

function flowsOf(client: Document): readonly string[] {
  const named = textsIn(client['ExplicitAuthFlows']);
  const flows = named.map((flow) => LEGACY[flow] ?? (flow.startsWith('ALLOW_') ? flow : `ALLOW_${flow}`));
  return flows.length === 0 ? FLOWS : flows;
}

/** A client with a secret proves that it has it. The text is from reports. */
export const secretHashMissing: Refuse = async (request, upstream) => {
  const input = inputOf(request, 'InitiateAuth', 'AdminInitiateAuth');
  if (input === undefined || 'SECRET_HASH' in Object(input['AuthParameters'])) return undefined;
  const client = await clientOf(request, upstream, input);
  if (typeof client?.['ClientSecret'] !== 'string' || client['ClientSecret'] === '') return undefined;
  const message = `Client ${String(input['ClientId'])} is configured with secret but SECRET_HASH was not received`;
  return { code: 'NotAuthorizedException', message };
};

/** In a pool whose users sign in with an e-mail address, that is a user's name. The text is from reports. */
export const nameIsNoEmail: Refuse = async (request, upstream) => {
  const input = inputOf(request, 'AdminCreateUser', 'SignUp');
  const name = input?.['Username'];
  if (input?.['UserPoolId'] === undefined || typeof name !== 'string' || name.includes('@')) return undefined;
  const pool = await poolOf(request, upstream, input['UserPoolId']);
  const attributes = textsIn(pool?.['UsernameAttributes']);
  if (!attributes.includes('email')) return undefined;
  if (!attributes.includes('phone_number'))
    return { code: 'InvalidParameterException', message: 'Username should be an email.' };
  if (/^\+\d+$/.test(name)) return undefined;
  return { code: 'InvalidParameterException', message: 'Username should be either an email or a phone number.' };
};
