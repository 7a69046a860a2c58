import type { Caller, NamedRuntime, Runtimes } from '../../model/cloud.ts';
import type { Finding, Unclear } from '../../model/check.ts';
import type { Roles } from '../../model/role.ts';
import { roleNameOf } from '../cloud/arns.ts';
import { placeOfRole, roleLacks } from '../cloud/role-may.ts';
import { logNeeds, pullNeeds, runsUnder } from '../cloud/run-under.ts';
import { trustFault } from '../cloud/trust.ts';
import type { Added } from './asking.ts';

/** The role of the runtime, where the account was asked about it. */
export interface BesideRole {
  readonly runtimes: Runtimes | undefined;
  readonly roles: Roles | undefined;
  readonly caller: Caller | undefined;
}

/** What of its role keeps a runtime from starting, or from saying why it does not. */
export function roleReason(runtime: NamedRuntime, { runtimes, roles, caller }: BesideRole): Added {
  if (runtimes === undefined || roles === undefined || caller === undefined) return {};
  if (runtime.state.kind !== 'there') return {};
  const { roleArn } = runtime.state.value;
  const role = roles.roles.find(({ named }) => roleNameOf(named.value) === roleNameOf(roleArn));
  if (role?.state.kind === 'missing')
    return {
      because: `Its role \`${roleNameOf(roleArn)}\` does not exist.`,
      remedy: 'Make the role again, or give the runtime another one.',
      related: [placeOfRole(role)],
    };
  const under = runsUnder(roles, runtimes, caller).find((one) => one.role === role && one.runtime === runtime);
  if (role === undefined || under === undefined) return {};
  const fault = [trustFault(under), roleLacks(role, pullNeeds(under)), roleLacks(role, logNeeds(under))].find(
    isFinding,
  );
  return fault === undefined ? {} : { because: fault.message, remedy: fault.remedy, related: [fault.at] };
}

function isFinding(said: Finding | Unclear | undefined): said is Finding {
  return said !== undefined && 'message' in said;
}
