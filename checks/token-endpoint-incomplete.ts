import {
  callPlaces,
  clientPlace,
  type OwnClient,
  ownClients,
  type SignInUse,
  signInUses,
} from '../src/domain/cloud/app-clients.ts';
import { type Lack, lacksOf } from '../src/domain/cloud/token-endpoint.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Location } from '../src/model/location.ts';

type Subject = OwnClient & {
  readonly lack: Lack | 'none' | 'client unread' | 'scopes unread';
  readonly use?: SignInUse;
};

export default defineCheck({
  id: 'token-endpoint-incomplete',
  title: 'A client cannot get a token with its own credentials',
  severity: 'error',
  why: 'A program without a user gets its token from `/oauth2/token`, which answers `invalid_client`, `unauthorized_client`, `invalid_grant` or `invalid_scope` as long as a part is missing.',
  remedy: 'Give the user pool a domain and a resource server, and the app client a secret, the flow and a scope.',
  references: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html',
    'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html',
  ],
  fix: 'none',
  needs: ['pools', 'clients'],

  *subjects({ pools, clients }) {
    const uses = signInUses(clients.signIns, pools).filter(({ signIns: [{ flow }] }) => flow === 'client_credentials');
    const poolIds = new Map(
      pools.pools.flatMap(({ id, state }) => (state.kind === 'there' ? [[state.value, id]] : [])),
    );
    const judged = (own: OwnClient, use?: SignInUse): readonly Subject[] => {
      const shared = use === undefined ? own : { ...own, use };
      if (own.client.state.kind !== 'there') return [{ ...shared, lack: 'client unread' }];
      const lacks = lacksOf(poolIds.get(own.pool) ?? '', own.pool, own.client.id, own.client.state.value);
      if (lacks.length > 0) return lacks.map((lack) => ({ ...shared, lack }));
      return [{ ...shared, lack: own.pool.resourceServers.kind === 'there' ? 'none' : 'scopes unread' }];
    };
    const used = new Set<OwnClient['client']>();
    for (const use of uses) {
      // One client that has all is the one that is meant.
      const all = use.clients.map((own) => judged(own, use));
      const best = all.toSorted((a, b) => rank(a) - rank(b))[0] ?? [];
      for (const { client } of best) used.add(client);
      yield* best;
    }
    for (const own of ownClients(pools)) if (!used.has(own.client) && isForMachines(own)) yield* judged(own);
  },

  judge({ pool, client, lack, use }: Subject) {
    if (lack === 'none') return undefined;
    if (typeof lack === 'string') {
      const part = lack === 'client unread' ? client.state : pool.resourceServers;
      if (part.kind !== 'unread') return undefined;
      const unclear = `Whether app client \`${client.id}\` gets tokens with its own credentials cannot be read: ${part.gap.because}`;
      return { unclear, at: clientPlace(pool, client.id, '') };
    }
    const at: Location =
      lack.of === 'pool'
        ? { kind: 'resource', arn: pool.arn, pointer: `/${lack.member}` }
        : clientPlace(pool, client.id, lack.member);
    return {
      message: lack.message,
      at,
      remedy: lack.remedy,
      related: use === undefined ? [] : callPlaces(use),
    };
  },
});

/** What is complete first, then what lacks least; what cannot be read last. */
function rank(subjects: readonly Subject[]): number {
  const [first] = subjects;
  if (first?.lack === 'none') return 0;
  return first?.lack === 'client unread' || first?.lack === 'scopes unread' ? 100 : subjects.length;
}

function isForMachines({ client: { state } }: OwnClient): boolean {
  return state.kind === 'there' && state.value.oauthFlows.includes('client_credentials');
}
