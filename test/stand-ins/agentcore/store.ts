import { randomBytes } from 'node:crypto';
import type { Document } from './document.ts';

/** Work that the service is at, and what it comes to. */
export interface Change {
  readonly kind: 'CREATING' | 'UPDATING' | 'DELETING';
  readonly until: number;
  /** Why it fails in the end. */
  readonly failureReason?: string;
}

/** One version: immutable, as it was sent. */
export interface Version {
  readonly number: string;
  readonly document: Document;
  readonly at: Date;
}

export interface Endpoint {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** What it points to in the end. */
  readonly target: string;
  /** What it has pointed to until then. */
  readonly before: string | undefined;
  readonly change: Change;
  readonly tags: Document;
}

export interface Runtime {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  /** `111122223333/eu-west-1` */
  readonly place: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Oldest first. */
  readonly versions: readonly Version[];
  readonly endpoints: readonly Endpoint[];
  readonly change: Change;
  readonly tags: Document;
  readonly clientToken: string | undefined;
}

const FAILED = { CREATING: 'CREATE_FAILED', UPDATING: 'UPDATE_FAILED', DELETING: 'DELETE_FAILED' } as const;

/** The status that the API shows, and why it is one of failure. */
export function statusOf(change: Change): { readonly status: string; readonly failureReason?: string } {
  if (Date.now() < change.until) return { status: change.kind };
  if (change.failureReason === undefined) return { status: change.kind === 'DELETING' ? 'DELETED' : 'READY' };
  return { status: FAILED[change.kind], failureReason: change.failureReason };
}

/** The version that answers requests: the target once all is well, what was there before until then. */
export function liveVersion({ target, before, change }: Endpoint): string | undefined {
  return statusOf(change).status === 'READY' ? target : before;
}

/** The runtimes of all accounts; what is deleted goes when its time has come. */
export interface Store {
  readonly all: (place: string) => readonly Runtime[];
  readonly byId: (place: string, id: string) => Runtime | undefined;
  readonly byArn: (arn: string) => Runtime | undefined;
  readonly put: (runtime: Runtime) => Runtime;
  /** Ends all that is under way. */
  readonly settle: () => void;
}

export function makeStore(): Store {
  const runtimes = new Map<string, Runtime>();
  const alive = (): readonly Runtime[] =>
    [...runtimes.values()].filter(({ change }) => statusOf(change).status !== 'DELETED').map(withoutDeleted);
  return {
    all: (place) => alive().filter((runtime) => runtime.place === place),
    byId: (place, id) => alive().find((runtime) => runtime.place === place && runtime.id === id),
    byArn: (arn) => alive().find((runtime) => runtime.arn === arn),
    put: (runtime) => {
      runtimes.set(runtime.arn, runtime);
      return runtime;
    },
    settle: () => {
      const over = <T extends { readonly change: Change }>(one: T): T => ({
        ...one,
        change: { ...one.change, until: 0 },
      });
      for (const runtime of runtimes.values())
        runtimes.set(runtime.arn, over({ ...runtime, endpoints: runtime.endpoints.map(over) }));
    },
  };
}

function withoutDeleted(runtime: Runtime): Runtime {
  const endpoints = runtime.endpoints.filter(({ change }) => statusOf(change).status !== 'DELETED');
  return endpoints.length === runtime.endpoints.length ? runtime : { ...runtime, endpoints };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A name with the ten letters and digits that the service adds. */
function idFor(name: string): string {
  return `${name}-${[...randomBytes(10)].map((byte) => LETTERS[byte % LETTERS.length]).join('')}`;
}

/** A runtime in its first version, with the endpoint that each has. */
export function newRuntime(
  {
    name,
    account,
    region,
    document,
  }: { readonly name: string; readonly account: string; readonly region: string; readonly document: Document },
  { change, tags = {}, clientToken }: Pick<Runtime, 'change'> & Partial<Pick<Runtime, 'tags' | 'clientToken'>>,
): Runtime {
  const id = idFor(name);
  const arn = `arn:aws:bedrock-agentcore:${region}:${account}:runtime/${id}`;
  const at = new Date();
  return {
    id,
    arn,
    name,
    place: `${account}/${region}`,
    createdAt: at,
    updatedAt: at,
    versions: [{ number: '1', document, at }],
    endpoints: [newEndpoint(arn, { name: 'DEFAULT', target: '1', change })],
    change,
    tags,
    clientToken,
  };
}

/** An endpoint of a runtime that points to a version once its change is over. */
export function newEndpoint(
  runtimeArn: string,
  more: Pick<Endpoint, 'name' | 'target' | 'change'> & Partial<Pick<Endpoint, 'description' | 'tags'>>,
): Endpoint {
  const at = new Date();
  const arn = `${runtimeArn}/runtime-endpoint/${more.name}`;
  return {
    before: undefined,
    description: undefined,
    tags: {},
    ...more,
    id: idFor(more.name),
    arn,
    createdAt: at,
    updatedAt: at,
  };
}
