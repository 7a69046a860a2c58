import type { Looked } from './aws.ts';
import type { Json } from './json.ts';
import type { Place } from './location.ts';

/** The things of AWS that the project and the command line name. */
export interface Targets {
  readonly targets: readonly CloudTarget[];
}

/** What is named for one agent runtime. Absent members are named nowhere. */
export interface CloudTarget {
  /** The agent's name in the project; empty when only options name anything. */
  readonly agent: string;
  readonly packaging: 'container' | 'code-zip' | 'unknown';
  readonly account?: Named;
  readonly region?: Named;
  /** The ARN or the id of the runtime, or, before the first deployment, none. */
  readonly runtime?: Named;
  /** The name that it is (or will be) deployed under. */
  readonly runtimeName?: Named;
  /** The ARN or the name of the execution role. */
  readonly role?: Named;
  /** The URI of the image or of its repository in ECR. */
  readonly image?: Named;
  readonly discoveryUrl?: Named;
  readonly userPool?: Named;
  readonly clients: readonly Named[];
}

/** A name of something in AWS, and who says it. */
export interface Named {
  readonly value: string;
  /** "`execution_role` of agent `weather`", "`--role`": in the middle of a sentence. */
  readonly from: string;
  /** Where it stands; absent for an option. */
  readonly at?: Place;
}

/** Whose credentials are used. */
export interface Caller {
  readonly account: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  /** As STS says it: an `assumed-role` ARN for most people. */
  readonly arn: string;
  /** The user or role whose policies count; absent for the root of the account and for federated users. */
  readonly principal?: { readonly kind: 'user' | 'role'; readonly name: string };
  /** Where things are looked for that name no region; absent: nobody says. */
  readonly region?: string;
  /** The endpoint is the user's own, an emulator mostly. */
  readonly isEmulated: boolean;
}

/** The agent runtimes that the targets name, as AgentCore has them. */
export interface Runtimes {
  readonly runtimes: readonly NamedRuntime[];
}

export interface NamedRuntime {
  readonly target: CloudTarget;
  /** The id, or the name that it was looked for by. */
  readonly asked: string;
  readonly region: string;
  readonly state: Looked<RuntimeState>;
}

/** One runtime as `GetAgentRuntime` has it. */
export interface RuntimeState {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** `READY`, `CREATE_FAILED`, … */
  readonly status: string;
  readonly failureReason?: string;
  readonly roleArn: string;
  /** Absent: the service takes HTTP. */
  readonly protocol?: string;
  /** The whole document, the values of environment variables blotted out. */
  readonly document: Json;
  readonly endpoints: Looked<readonly RuntimeEndpoint[]>;
}

export interface RuntimeEndpoint {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  /** The version that answers now. */
  readonly liveVersion?: string;
  /** The version that it is moving to. */
  readonly targetVersion?: string;
  readonly failureReason?: string;
}
