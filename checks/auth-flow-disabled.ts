import {
  callPlaces,
  clientPlace,
  graveness,
  type OwnClient,
  type SignInUse,
  signInUses,
  takesFlow,
} from '../src/domain/cloud/app-clients.ts';
import { flowFix, testClientFix, type UserFlow } from '../src/domain/cloud/client-fix.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'auth-flow-disabled',
  title: 'The app client does not take the way that code signs in',
  severity: 'error',
  why: 'Cognito answers `InvalidParameterException: USER_PASSWORD_AUTH flow not enabled for this client`, and nobody gets a token.',
  remedy: 'Add the flow to `ExplicitAuthFlows` of an app client for tests; the list is replaced as a whole.',
  references: [
    'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html',
    'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html',
  ],
  fix: 'review',
  needs: ['pools', 'clients'],

  *subjects({ pools, clients }) {
    for (const use of signInUses(clients.signIns, pools)) {
      const [{ flow }] = use.signIns;
      if (flow !== 'client_credentials') yield { use, flow };
    }
  },

  judge({ use, flow }: { readonly use: SignInUse; readonly flow: UserFlow }) {
    const known = use.clients.flatMap(({ pool, client }) =>
      client.state.kind === 'there' ? [{ pool, client, state: client.state.value }] : [],
    );
    if (known.some(({ state }) => takesFlow(state, flow))) return undefined;
    const unread = use.clients.find(({ client }) => client.state.kind === 'unread');
    if (unread !== undefined) return unclear(unread);
    const [first] = known;
    if (first === undefined) return undefined;
    const { pool, client, state } = first;
    const has =
      state.signInFlows === undefined
        ? 'has the default flows, refresh tokens, SRP and custom challenges'
        : `takes ${state.signInFlows.map((one) => `\`${one}\``).join(', ')}`;
    const [test, own] = [testClientFix(use, pool, flow), flowFix(pool, client.id, state, flow)];
    return {
      message: `Code signs in with \`${flow}\`, and app client \`${client.id}\` ${has}.`,
      at: clientPlace(pool, client.id, 'ExplicitAuthFlows'),
      remedy: `Add \`ALLOW_${flow}\` to \`ExplicitAuthFlows\` of an app client for tests; the list is replaced as a whole.`,
      related: callPlaces(use),
      fix: test === undefined ? own : { ...test, alternatives: [own] },
      ...graveness(use),
    };
  },
});

function unclear({ pool, client }: OwnClient): {
  readonly unclear: string;
  readonly at: ReturnType<typeof clientPlace>;
} {
  const because = client.state.kind === 'unread' ? client.state.gap.because : '';
  return {
    unclear: `Which flows app client \`${client.id}\` takes cannot be read: ${because}`,
    at: clientPlace(pool, client.id, 'ExplicitAuthFlows'),
  };
}
