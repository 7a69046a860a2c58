import type { NamedRuntime, Runtimes } from '../../model/cloud.ts';
import type { Endpoint } from '../../model/probe.ts';
import type { LoggedCause, RecentLogs } from '../../model/recent-log.ts';
import { memberAt } from '../cloud/documents.ts';
import { listing } from '../words.ts';
import type { Added } from './asking.ts';
import { type BesideRole, roleReason } from './role-reason.ts';

/** The runtime behind an endpoint, where the account was asked about it. */
export function runtimeOf(endpoint: Endpoint, runtimes: Runtimes | undefined): NamedRuntime | undefined {
  return runtimes?.runtimes.find(
    ({ asked, state }) => asked === endpoint.id || (state.kind === 'there' && state.value.arn === endpoint.arn),
  );
}

/** What the account says of a runtime that is not found. */
export function absenceReason(endpoint: Endpoint, runtimes: Runtimes | undefined): Added {
  const runtime = runtimeOf(endpoint, runtimes);
  if (runtime === undefined) return {};
  const { state } = runtime;
  if (state.kind === 'missing')
    return { because: `The account has no runtime \`${runtime.asked}\` in \`${runtime.region}\`.` };
  if (state.kind !== 'there') return {};
  const { status, endpoints, arn } = state.value;
  const related = [{ kind: 'resource', arn, pointer: '/status' } as const];
  if (status !== 'READY')
    return { because: `The runtime is \`${status}\`.`, remedy: 'Wait until it is `READY`.', related };
  const names = endpoints.kind === 'there' ? endpoints.value.map(({ name }) => `\`${name}\``) : [];
  if (names.length > 0 && !names.includes(`\`${endpoint.qualifier}\``))
    return { because: `Its endpoints are ${listing(names)}.`, remedy: 'Name one of them with `--qualifier`.', related };
  if (arn !== endpoint.arn && endpoint.arn !== undefined)
    return { because: `Its ARN is \`${arn}\`.`, remedy: 'Call it by that ARN.', related };
  return { because: 'The account has it, `READY`: a new runtime takes some minutes until it is found.', related };
}

/** Which way of authorizing the account says that a runtime has. */
export function familyInAccount(
  endpoint: Endpoint,
  runtimes: Runtimes | undefined,
): { readonly family: 'jwt' | 'iam'; readonly arn: string } | undefined {
  const state = runtimeOf(endpoint, runtimes)?.state;
  if (state?.kind !== 'there') return undefined;
  const authorizer = memberAt(state.value.document, 'authorizerConfiguration', 'customJWTAuthorizer');
  return { family: authorizer === undefined ? 'iam' : 'jwt', arn: state.value.arn };
}

export interface Beside extends BesideRole {
  readonly recentLogs: RecentLogs | undefined;
}

/** What log and account say of a runtime that fails: the line that names the fault before all else, its role at last. */
export function failureReason(endpoint: Endpoint, beside: Beside): Added {
  const { runtimes, recentLogs } = beside;
  const logged = loggedReason(recentLogs);
  if (logged.cause?.isFault === true) return logged.added;
  const runtime = runtimeOf(endpoint, runtimes);
  if (runtime?.state.kind !== 'there') return logged.added;
  const { state } = runtime;
  const { arn, status, failureReason: reason, protocol } = state.value;
  if (status !== 'READY')
    return {
      because: `The runtime is \`${status}\`${reason === undefined ? '' : `: ${reason.replace(/\.$/, '')}`}.`,
      related: [{ kind: 'resource', arn, pointer: '/status' }],
    };
  if (protocol !== 'MCP')
    return {
      because: `The runtime is deployed with ${protocol === undefined ? 'no `serverProtocol`, which means HTTP at port 8080' : `protocol \`${protocol}\``}.`,
      remedy: 'Deploy it with `serverProtocol` `MCP`.',
      related: [{ kind: 'resource', arn, pointer: '/protocolConfiguration/serverProtocol' }],
    };
  const role = roleReason(runtime, beside);
  return role.because === undefined ? logged.added : role;
}

function loggedReason(logs: RecentLogs | undefined): { readonly cause?: LoggedCause; readonly added: Added } {
  const log = logs?.log;
  if (log === undefined || log.kind === 'unread') return { added: {} };
  if (log.kind === 'missing')
    return {
      added: { because: 'The runtime has no log group, so nothing was ever started in it, or its role may not write.' },
    };
  const [cause] = log.value.causes;
  if (cause === undefined)
    return { added: log.value.lines === 0 ? { because: `\`${log.value.group}\` has no line of these minutes.` } : {} };
  const { line, sentence, remedy } = cause;
  return { cause, added: { because: `Its log says \`${line.replaceAll('`', "'")}\`: ${lowered(sentence)}`, remedy } };
}

/** A sentence behind a colon. */
function lowered(sentence: string): string {
  return /^[A-Z][a-z]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}
