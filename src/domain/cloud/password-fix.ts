import type { Fix } from '../../model/change.ts';
import type { PoolState } from '../../model/pool.ts';
import { poolResource } from './pool-resource.ts';

/** A password for good for a user who has a temporary one. */
export function passwordFix(pool: PoolState, user: string): Fix {
  return {
    title: `Set a password of user \`${user}\` for good, which cannot be taken back`,
    safety: 'review',
    edits: [],
    changes: [
      {
        kind: 'cloud',
        resource: poolResource(pool, 'user-password', user),
        pointer: '/UserStatus',
        expect: 'FORCE_CHANGE_PASSWORD',
        put: 'CONFIRMED',
      },
    ],
  };
}
