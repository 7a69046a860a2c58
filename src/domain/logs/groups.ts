import { arnOf } from '../cloud/arns.ts';

// Names of log groups: https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/observability-view.html (verified
// 2026-11-25). A group comes into being with the first invocation of its endpoint, not with the deployment.

const RUNTIMES = '/aws/bedrock-agentcore/runtimes/';
const VENDED = '/aws/vendedlogs/bedrock-agentcore/runtime/';

/** What a word names: the log groups of a runtime, or one log group. */
export type LogTarget =
  | { readonly kind: 'runtime'; readonly id: string; readonly exact: boolean; readonly region?: string }
  | { readonly kind: 'group'; readonly name: string; readonly region?: string };

/** The ARN of a runtime or a log group, the name of a log group, the id of a runtime, or the name of one. */
export function logTargetOf(word: string): LogTarget {
  const arn = arnOf(word.trim());
  const region = arn?.region === undefined || arn.region === '' ? {} : { region: arn.region };
  if (arn?.service === 'logs') {
    const name = arn.resource.replace(/^log-group:/, '').replace(/:.*$/, '');
    return { kind: 'group', name, ...region };
  }
  if (arn !== undefined) {
    const id = arn.resource.replace(/^runtime\//, '').split(/[/:]/, 1)[0] ?? '';
    return { kind: 'runtime', id, exact: true, ...region };
  }
  if (word.includes('/')) return { kind: 'group', name: word };
  return { kind: 'runtime', id: word, exact: isRuntimeId(word) };
}

/** The id of a runtime is its name, a minus and ten letters or digits. */
function isRuntimeId(word: string): boolean {
  return /^[A-Za-z]\w{0,99}-[A-Za-z0-9]{10}$/.test(word);
}

/** Where groups of a target are looked for. */
export function groupPrefixes(target: LogTarget): readonly string[] {
  return target.kind === 'group' ? [target.name] : [`${RUNTIMES}${target.id}-`, VENDED];
}

/** Whether a group belongs to a target; `endpoint`: and to this endpoint of it. */
export function isGroupOf(name: string, target: LogTarget, endpoint: string | undefined): boolean {
  if (target.kind === 'group') return name === target.name;
  const { id, exact } = target;
  if (name.startsWith(RUNTIMES)) {
    const rest = name.slice(RUNTIMES.length + id.length);
    if (!name.startsWith(`${RUNTIMES}${id}-`)) return false;
    const own = exact ? rest.slice(1) : /^-[A-Za-z0-9]{10}-(.+)$/.exec(rest)?.[1];
    return own !== undefined && (endpoint === undefined || own === endpoint);
  }
  const tail = name.slice(VENDED.length);
  const isOwn = exact ? tail.includes(id) : new RegExp(`(?:^|[/_-])${id}-[A-Za-z0-9]{10}(?:$|[/_-])`).test(tail);
  return name.startsWith(VENDED) && isOwn;
}

/** The group that a runtime's endpoint has, where groups cannot be listed. */
export function groupOfEndpoint(id: string, endpoint: string): string {
  return `${RUNTIMES}${id}-${endpoint}`;
}

/** What tells a group from the others of its runtime: the endpoint, or the last part of its name. */
export function groupTag(name: string): string {
  const [, endpoint] = /^\/aws\/bedrock-agentcore\/runtimes\/[A-Za-z]\w*-[A-Za-z0-9]{10}-(.+)$/.exec(name) ?? [];
  return endpoint ?? name.slice(name.lastIndexOf('/') + 1);
}
