import { arnOf } from '../domain/cloud/arns.ts';
import {
  destinationOf,
  groupIn,
  indexedPercentageOf,
  logGroupOf,
  logsPoliciesOf,
  newestEventIn,
} from '../domain/cloud/log-groups.ts';
import type { Aws, AwsAnswer, AwsService, Looked } from '../model/aws.ts';
import type { RuntimeState } from '../model/cloud.ts';
import { defineCollector } from '../model/fact.ts';
import type { Json } from '../model/json.ts';
import type { LogGroupState, RuntimeLogGroup, TracedRegion } from '../model/observability.ts';
import { allOf, awsOf, lookedAt } from './aws.ts';

/** Reads where the logs of deployed runtimes go, and whether their regions keep traces where they can be searched. */
export const observability = defineCollector<'observability', 'runtimes' | 'caller'>({
  source: 'cloud',
  needs: ['runtimes', 'caller'],
  permissions: [
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:DescribeResourcePolicies',
    'xray:GetTraceSegmentDestination',
    'xray:GetIndexingRules',
  ],
  async collect({ runtimes: { runtimes } }, world) {
    const aws = awsOf(world);
    const found = runtimes.flatMap(({ state, region }) =>
      state.kind === 'there' ? [{ runtime: state.value, region }] : [],
    );
    const firsts = found.filter(({ region }, index) => found.findIndex((one) => one.region === region) === index);
    const [groups, regions] = await Promise.all([
      Promise.all(found.flatMap(({ runtime, region }) => groupsOf(runtime, region, aws))),
      Promise.all(firsts.map(({ runtime, region }) => tracedRegion(runtime.arn, region, aws))),
    ]);
    return { groups, regions };
  },
});

/** Every runtime has `DEFAULT`; where its endpoints are not to be seen, others may be there. */
function groupsOf(runtime: RuntimeState, region: string, aws: Aws): readonly Promise<RuntimeLogGroup>[] {
  const { endpoints } = runtime;
  const names = endpoints.kind === 'there' ? endpoints.value.map(({ name }) => name) : ['DEFAULT'];
  return names.map(async (endpoint) => {
    const name = logGroupOf(runtime.id, endpoint);
    const group = await groupOf(name, region, aws);
    return { runtime: runtime.id, runtimeArn: runtime.arn, endpoint, name, group };
  });
}

async function groupOf(name: string, region: string, aws: Aws): Promise<Looked<LogGroupState>> {
  const ask = asking(aws, region);
  const [groups, streams] = await Promise.all([
    ask('logs', 'DescribeLogGroups', { logGroupNamePrefix: name }),
    ask('logs', 'DescribeLogStreams', { logGroupName: name, orderBy: 'LastEventTime', descending: true, limit: 5 }),
  ]);
  const newest = streams.ok ? newestEventIn(streams.value) : undefined;
  const looked = lookedAt(groups, (answer) => groupIn(answer, name, newest));
  if (looked.kind !== 'there') return looked;
  return looked.value === undefined ? { kind: 'missing' } : { kind: 'there', value: looked.value };
}

async function tracedRegion(runtimeArn: string, region: string, aws: Aws): Promise<TracedRegion> {
  const ask = asking(aws, region);
  const [destination, rules, policies] = await Promise.all([
    ask('xray', 'GetTraceSegmentDestination', {}),
    ask('xray', 'GetIndexingRules', {}),
    allOf(
      aws,
      { service: 'logs', operation: 'DescribeResourcePolicies', input: { limit: 50 }, region },
      { member: 'resourcePolicies', token: 'nextToken' },
    ),
  ]);
  const arn = arnOf(runtimeArn);
  return {
    region,
    account: arn?.account ?? '',
    partition: arn?.partition ?? 'aws',
    runtimeArn,
    destination: lookedAt(destination, destinationOf),
    indexedPercentage: lookedAt(rules, indexedPercentageOf),
    policies: policies.kind === 'there' ? { kind: 'there', value: logsPoliciesOf(policies.value) } : policies,
  };
}

type Ask = (service: AwsService, operation: string, input: { readonly [member: string]: Json }) => Promise<AwsAnswer>;

function asking(aws: Aws, region: string): Ask {
  return (service, operation, input) => aws.ask({ service, operation, input, region });
}
