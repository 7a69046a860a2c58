import type { Json } from '../../model/json.ts';
import type { LogGroupState, LogsPolicy, TraceDestination } from '../../model/observability.ts';
import { listAt, memberAt, textAt } from './documents.ts';

/**
 * The log group of an endpoint. AgentCore makes it at the first call, not at the deployment.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/observability-configure.html (verified 2026-11-25)
 */
export function logGroupOf(runtimeId: string, endpoint: string): string {
  return `/aws/bedrock-agentcore/runtimes/${runtimeId}-${endpoint}`;
}

/** The group of exactly this name in an answer of `DescribeLogGroups`, which also names those that begin so. */
export function groupIn(answer: Json, name: string, newest: number | undefined): LogGroupState | undefined {
  const group = listAt(answer, 'logGroups').find((one) => textAt(one, 'logGroupName') === name);
  if (group === undefined) return undefined;
  const days = memberAt(group, 'retentionInDays');
  return {
    arn: textAt(group, 'logGroupArn') ?? (textAt(group, 'arn') ?? '').replace(/:\*$/, ''),
    ...(typeof days === 'number' ? { retentionDays: days } : {}),
    ...(newest === undefined ? {} : { lastEventAt: newest }),
  };
}

/** When the newest stream of an answer of `DescribeLogStreams` got its last event. */
export function newestEventIn(answer: Json): number | undefined {
  const times = listAt(answer, 'logStreams').flatMap((stream) => {
    const time = memberAt(stream, 'lastEventTimestamp');
    return typeof time === 'number' ? [time] : [];
  });
  return times.length === 0 ? undefined : Math.max(...times);
}

/** What `GetTraceSegmentDestination` answers. */
export function destinationOf(answer: Json): TraceDestination {
  return { to: textAt(answer, 'Destination') ?? '', status: textAt(answer, 'Status') ?? '' };
}

/** The percentage of the rule `Default` in an answer of `GetIndexingRules`; 1 is what accounts begin with. */
export function indexedPercentageOf(answer: Json): number {
  const rule = listAt(answer, 'IndexingRules').find((one) => textAt(one, 'Name') === 'Default');
  const share = memberAt(rule, 'Rule', 'Probabilistic', 'DesiredSamplingPercentage');
  return typeof share === 'number' ? share : 1;
}

/** The resource policies of an answer of `DescribeResourcePolicies`; one that is no JSON allows nothing. */
export function logsPoliciesOf(items: readonly Json[]): readonly LogsPolicy[] {
  return items.flatMap((one) => {
    const document = parsed(textAt(one, 'policyDocument') ?? '');
    return document === undefined ? [] : [{ name: textAt(one, 'policyName') ?? '', document }];
  });
}

function parsed(text: string): Json | undefined {
  try {
    // JSON.parse gives nothing but JSON.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
