import {
  destinationOf,
  groupIn,
  indexedPercentageOf,
  logGroupOf,
  logsPoliciesOf,
  newestEventIn,
} from '../domain/cloud/log-groups.ts';
import { type TracePlace, tracedRegions } from '../domain/cloud/traced-regions.ts';
import type { Aws, AwsAnswer, AwsService, Looked } from '../model/aws.ts';
import type { RuntimeState } from '../model/cloud.ts';
import { defineCollector } from '../model/fact.ts';
import type { Json } from '../model/json.ts';
import type { LogGroupState, RuntimeLogGroup, TracedRegion } from '../model/observability.ts';
import { allOf, awsOf, lookedAt } from './aws.ts';

/** Reads where the logs of deployed runtimes go, and whether their regions keep traces where they can be searched. */
export const observability = defineCollector<'observability', 'targets' | 'runtimes' | 'caller'>({
  source: 'cloud',
  needs: ['targets', 'runtimes', 'caller'],
  permissions: [
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:DescribeResourcePolicies',
    'xray:GetTraceSegmentDestination',
    'xray:GetIndexingRules',
  ],
  async collect({ targets, runtimes: { runtimes }, caller }, world) {
    const aws = awsOf(world);
    const found = runtimes.flatMap(({ state, region }) =>
      state.kind === 'there' ? [{ runtime: state.value, region }] : [],
    );
    const [groups, regions] = await Promise.all([
      Promise.all(found.flatMap(({ runtime, region }) => groupsOf(runtime, region, aws))),
      Promise.all(tracedRegions(targets, runtimes, caller).map((place) => tracedRegion(place, aws))),
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

async function tracedRegion(place: TracePlace, aws: Aws): Promise<TracedRegion> {
  const { region } = place;
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
  return {
    ...place,
    destination: lookedAt(destination, destinationOf),
    indexedPercentage: lookedAt(rules, indexedPercentageOf),
    policies: policies.kind === 'there' ? { kind: 'there', value: logsPoliciesOf(policies.value) } : policies,
  };
}

type Ask = (service: AwsService, operation: string, input: { readonly [member: string]: Json }) => Promise<AwsAnswer>;

function asking(aws: Aws, region: string): Ask {
  return (service, operation, input) => aws.ask({ service, operation, input, region });
}
