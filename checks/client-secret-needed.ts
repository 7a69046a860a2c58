import { callPlaces, clientPlace, graveness, type SignInUse, signInUses } from '../src/domain/cloud/app-clients.ts';
import { testClientFix, type UserFlow } from '../src/domain/cloud/client-fix.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'client-secret-needed',
  title: 'The app client has a secret that code does not use',
  severity: 'error',
  why: 'Cognito answers `NotAuthorizedException: Client … is configured with secret but SECRET_HASH was not received`, and nobody gets a token.',
  remedy:
    'Send `SECRET_HASH`, the HMAC of user name and client id under the secret, or sign in through an app client without a secret.',
  references: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash',
  ],
  fix: 'review',
  needs: ['pools', 'clients'],

  // A client's own credentials hold the secret by themselves.
  *subjects({ pools, clients }) {
    for (const use of signInUses(clients.signIns, pools)) {
      const [{ flow, hashesSecret }] = use.signIns;
      if (flow !== 'client_credentials' && !hashesSecret) yield { use, flow };
    }
  },

  judge({ use, flow }: { readonly use: SignInUse; readonly flow: UserFlow }) {
    const open = use.clients.find(({ client }) => client.state.kind === 'unread');
    if (open?.client.state.kind === 'unread')
      return {
        unclear: `Whether app client \`${open.client.id}\` has a secret cannot be read: ${open.client.state.gap.because}`,
        at: clientPlace(open.pool, open.client.id, 'ClientSecret'),
      };
    const known = use.clients.flatMap(({ pool, client }) =>
      client.state.kind === 'there' ? [{ pool, client, state: client.state.value }] : [],
    );
    const [first] = known;
    if (first === undefined || known.some(({ state }) => !state.hasSecret)) return undefined;
    const fix = testClientFix(use, first.pool, flow);
    return {
      message: `App client \`${first.client.id}\` has a secret, and code signs in with \`${flow}\` without a \`SECRET_HASH\`.`,
      at: clientPlace(first.pool, first.client.id, 'ClientSecret'),
      related: callPlaces(use),
      ...(fix === undefined ? {} : { fix }),
      ...graveness(use),
    };
  },
});
