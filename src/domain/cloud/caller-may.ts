import type { CallerPolicies } from '../../model/caller-policies.ts';
import type { Caller } from '../../model/cloud.ts';
import type { Finding, Unclear } from '../../model/check.ts';
import { listing } from '../words.ts';
import { mayDo, type Need, policiesFor } from './role-may.ts';

/** What the caller may not do of what a deployment takes, as far as policies of the account say it. */
export function callerLacks(
  caller: Caller,
  own: CallerPolicies,
  needs: readonly Need[],
): Finding | Unclear | undefined {
  const { kind, arn } = own;
  if (kind === 'root') return undefined;
  const at = { kind: 'resource', arn: arn ?? caller.arn, pointer: '' } as const;
  if (kind === 'other' || arn === undefined)
    return { unclear: `What \`${caller.arn}\` may do is not known: it is neither a user nor a role.`, at };
  const policies = policiesFor(own);
  const answers = needs.map((need) => ({ need, verdict: mayDo(arn, policies, need) }));
  const shown = (some: typeof answers): string =>
    listing(
      some.map(({ need }) => `\`${need.action}\``),
      'or',
    );
  const denied = answers.filter(({ verdict }) => verdict.answer === 'denied');
  if (denied[0] !== undefined)
    return { message: `\`${caller.arn}\` may not call ${shown(denied)}. ${denied[0].verdict.reason}`, at };
  const open = answers.filter(({ verdict }) => verdict.answer === 'unknown');
  if (open[0] === undefined) return undefined;
  return { unclear: `Whether \`${caller.arn}\` may call ${shown(open)} is not known. ${open[0].verdict.reason}`, at };
}
