import { takesFlow } from '../src/domain/cloud/app-clients.ts';
import { passwordFix } from '../src/domain/cloud/password-fix.ts';
import { count } from '../src/domain/words.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Location } from '../src/model/location.ts';
import type { PoolState } from '../src/model/pool.ts';

interface Subject {
  readonly id: string;
  readonly pool: PoolState;
}

export default defineCheck({
  id: 'user-must-change-password',
  title: 'The user has a temporary password only',
  severity: 'error',
  why: 'A user who was created by an administrator gets the challenge `NEW_PASSWORD_REQUIRED` in the place of tokens: the answer to `InitiateAuth` has no `AuthenticationResult`.',
  remedy: 'Set a password for good: `aws cognito-idp admin-set-user-password --permanent`.',
  references: [
    'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html',
    'https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-create-user-accounts.html',
  ],
  fix: 'review',
  needs: ['pools'],

  // Where nobody signs in with a password through the API, the sign-in page asks for the new one.
  *subjects({ pools: { pools } }) {
    for (const { id, state } of pools)
      if (state.kind === 'there' && (state.value.testUser !== undefined || signsInByApi(state.value)))
        yield { id, pool: state.value } satisfies Subject;
  },

  judge({ id, pool }: Subject) {
    const at: Location = { kind: 'resource', arn: pool.arn, pointer: '/Users' };
    return pool.testUser === undefined ? judgeAll(id, pool.users, at) : judgeOne(id, pool, pool.testUser, at);
  },
});

function judgeOne(id: string, pool: PoolState, { named, status }: NonNullable<PoolState['testUser']>, at: Location) {
  if (status.kind === 'unread')
    return { unclear: `The status of user \`${named.value}\` cannot be read: ${status.gap.because}`, at };
  if (status.kind === 'missing')
    return {
      message: `User pool \`${id}\` has no user \`${named.value}\`.`,
      at,
      remedy: 'Create the user, and set a password for good.',
    };
  if (status.value === 'FORCE_CHANGE_PASSWORD')
    return {
      message: `User \`${named.value}\` is \`FORCE_CHANGE_PASSWORD\`.`,
      at,
      fix: passwordFix(pool, named.value),
    };
  return undefined;
}

function judgeAll(id: string, users: PoolState['users'], at: Location) {
  if (users.kind !== 'there') {
    const because = users.kind === 'unread' ? users.gap.because : 'AWS knows no such pool.';
    return { unclear: `Whether a user of pool \`${id}\` can sign in cannot be read: ${because}`, at };
  }
  const { byStatus, more } = users.value;
  const waiting = byStatus['FORCE_CHANGE_PASSWORD'] ?? 0;
  const all = Object.values(byStatus).reduce((sum, one) => sum + one, 0);
  if (more || waiting === 0 || waiting < all) return undefined;
  const whole = all === 1 ? 'The only user' : `Each of the ${count(all, 'user')}`;
  return { message: `${whole} of pool \`${id}\` is \`FORCE_CHANGE_PASSWORD\`.`, at, severity: 'warning' as const };
}

function signsInByApi({ clients }: PoolState): boolean {
  return clients.some(
    ({ state }) =>
      state.kind === 'there' &&
      (takesFlow(state.value, 'USER_PASSWORD_AUTH') || takesFlow(state.value, 'ADMIN_USER_PASSWORD_AUTH')),
  );
}
