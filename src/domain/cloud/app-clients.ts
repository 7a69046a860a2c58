import type { SignIn } from '../../model/client.ts';
import type { Location } from '../../model/location.ts';
import type { ClientState, NamedPool, PoolClient, PoolState, Pools } from '../../model/pool.ts';

/** An app client that code may use, and the pool that it belongs to. */
export interface OwnClient {
  readonly pool: PoolState;
  readonly client: PoolClient;
}

/** Calls that ask for tokens in one way, and the app clients that they may go to. */
export interface SignInUse {
  readonly signIns: readonly [SignIn, ...SignIn[]];
  readonly clients: readonly OwnClient[];
  /** The id is written beside the calls, or there is one only and the code speaks of runtimes. */
  readonly isCertain: boolean;
}

/** Every app client of the pools that are there. */
export function ownClients(pools: Pools): readonly OwnClient[] {
  return pools.pools.flatMap(({ state }: NamedPool) =>
    state.kind === 'there' ? state.value.clients.map((client) => ({ pool: state.value, client })) : [],
  );
}

/**
 * The calls of the project that ask Cognito for tokens, one entry for all that ask in the same way. A call with the id of
 * an app client that nobody names is somebody else's.
 */
export function signInUses(signIns: readonly SignIn[], pools: Pools): readonly SignInUse[] {
  const all = ownClients(pools);
  const groups = new Map<string, [SignIn, ...SignIn[]]>();
  for (const signIn of signIns) {
    const { flow, client = '', hashesSecret, aboutRuntimes } = signIn;
    const key = JSON.stringify([flow, client, hashesSecret, aboutRuntimes]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [signIn]);
    else group.push(signIn);
  }
  return [...groups.values()].flatMap((group): readonly SignInUse[] => {
    const [{ client: id, aboutRuntimes }] = group;
    const clients = id === undefined ? all : all.filter(({ client }) => client.id === id);
    return clients.length === 0
      ? []
      : [{ signIns: group, clients, isCertain: id !== undefined || (clients.length === 1 && aboutRuntimes) }];
  });
}

/**
 * Whether an app client takes a flow. Without a list it takes refresh tokens, SRP and custom challenges; the names without
 * `ALLOW_` are those of older clients.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 * (verified 2026-11-25)
 */
export function takesFlow(
  { signInFlows = [] }: ClientState,
  flow: Exclude<SignIn['flow'], 'client_credentials'>,
): boolean {
  const older = flow === 'ADMIN_USER_PASSWORD_AUTH' ? 'ADMIN_NO_SRP_AUTH' : flow;
  return signInFlows.includes(`ALLOW_${flow}`) || signInFlows.includes(older);
}

/** A member of an app client in the account, or, without a name, the client itself; it has no ARN, and goes by that of its pool. */
export function clientPlace(pool: PoolState, id: string, member: string): Location {
  return { kind: 'resource', arn: `${pool.arn}/client/${id}`, pointer: member === '' ? '' : `/${member}` };
}

/** The first calls of a use, as places beside a finding. */
export function callPlaces({ signIns }: SignInUse): readonly Location[] {
  return signIns.slice(0, 3).map(({ at }) => ({ ...at, label: 'where a token is asked for' }));
}

/** How grave it is: what a document shows, or what may go to another client, fails for some. */
export function graveness({ signIns, isCertain }: SignInUse): { readonly severity?: 'warning' } {
  return isCertain && signIns.some(({ document }) => !document) ? {} : { severity: 'warning' };
}
