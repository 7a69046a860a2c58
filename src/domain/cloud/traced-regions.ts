import type { Caller, NamedRuntime, Targets } from '../../model/cloud.ts';
import type { Location } from '../../model/location.ts';
import type { TracedRegion } from '../../model/observability.ts';

/** A region before anybody asked what it does with traces. */
export type TracePlace = Pick<TracedRegion, 'region' | 'account' | 'partition' | 'runtimeArn' | 'at'>;

/** The regions that runtimes are in or that agents are meant for, each once. */
export function tracedRegions(
  { targets }: Targets,
  runtimes: readonly NamedRuntime[],
  { account, partition }: Caller,
): readonly TracePlace[] {
  const found = new Map<string, TracePlace>();
  for (const { region, state } of runtimes)
    if (state.kind === 'there' && !found.has(region))
      found.set(region, { region, account, partition, runtimeArn: state.value.arn });
  for (const { region, runtimeName } of targets)
    if (region !== undefined && runtimeName !== undefined && !found.has(region.value))
      found.set(region.value, {
        region: region.value,
        account,
        partition,
        ...(region.at === undefined ? {} : { at: region.at }),
      });
  return [...found.values()];
}

/** Where a finding about the traces of a region is shown: at a runtime there, else where a file names the region. */
export function placeOfTraces({ region, account, partition, runtimeArn, at }: TracePlace): Location {
  if (runtimeArn !== undefined) return { kind: 'resource', arn: runtimeArn, pointer: '' };
  return at ?? { kind: 'resource', arn: `arn:${partition}:xray:${region}:${account}:*`, pointer: '' };
}
