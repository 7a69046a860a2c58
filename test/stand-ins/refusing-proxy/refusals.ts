import { disabledFlow, nameIsNoEmail, secretHashMissing } from './cognito-refusals.ts';
import { clientReplaced, poolReplaced, twoValidities } from './cognito-replacing.ts';
import { inlineTooLarge, malformedPolicy } from './iam-refusals.ts';
import type { Refuse } from './refuse.ts';

/** Everything that the proxy adds of itself. How well each is known stands with it. */
export const REFUSALS = {
  malformedPolicy,
  inlineTooLarge,
  disabledFlow,
  secretHashMissing,
  nameIsNoEmail,
  twoValidities,
  clientReplaced,
  poolReplaced,
} as const satisfies { readonly [name: string]: Refuse };
