import type { Looked } from './aws.ts';
import type { Json } from './json.ts';
import type { Place } from './location.ts';

/** Where logs and traces of the deployed runtimes go. */
export interface Observability {
  readonly groups: readonly RuntimeLogGroup[];
  readonly regions: readonly TracedRegion[];
}

/** The log group that an endpoint of a runtime writes to. */
export interface RuntimeLogGroup {
  /** The id of the runtime. */
  readonly runtime: string;
  readonly runtimeArn: string;
  readonly endpoint: string;
  /** `/aws/bedrock-agentcore/runtimes/weather-a1b2c3d4e5-DEFAULT`. */
  readonly name: string;
  readonly group: Looked<LogGroupState>;
}

export interface LogGroupState {
  readonly arn: string;
  /** Absent: events are kept for ever. */
  readonly retentionDays?: number;
  /** When the last event came, in milliseconds of the epoch; absent: none, or nobody may see. */
  readonly lastEventAt?: number;
}

/** What a region does with traces. */
export interface TracedRegion {
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  /** A runtime of the region, by its ARN; absent before the first deployment. */
  readonly runtimeArn?: string;
  /** Where a file names the region. */
  readonly at?: Place;
  readonly destination: Looked<TraceDestination>;
  /** How many spans of a hundred are indexed as traces. */
  readonly indexedPercentage: Looked<number>;
  /** The resource policies of CloudWatch Logs. */
  readonly policies: Looked<readonly LogsPolicy[]>;
}

export interface TraceDestination {
  /** `CloudWatchLogs` with Transaction Search, `XRay` without. */
  readonly to: string;
  /** `ACTIVE` or `PENDING`. */
  readonly status: string;
}

export interface LogsPolicy {
  readonly name: string;
  readonly document: Json;
}
