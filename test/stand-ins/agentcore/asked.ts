import { type Answer, type AwsError, jsonAnswer } from '../wire/answer.ts';
import type { Upstreams } from '../wire/upstream.ts';
import type { Place } from './artifact-rules.ts';
import type { Document } from './document.ts';
import type { Change, Endpoint, Runtime, Store } from './store.ts';

/** What a test sets of the service's ways; what is begun later goes by it. */
export interface Behaviour {
  /** How long creating, updating and deleting take, in milliseconds. */
  readonly settleMs: number;
  /** What creations and updates end with. */
  readonly failureReason?: string | undefined;
  /** How often a role is refused that is new to the service, before IAM has spread it. */
  readonly roleRefusals: number;
}

/** The control plane's memory. */
export interface Control {
  readonly store: Store;
  readonly behaviour: () => Behaviour;
  /** Where roles and artifacts are looked up; absent: nowhere, and each passes. */
  readonly upstreams: Upstreams | undefined;
  /** How often each role was refused. */
  readonly refused: Map<string, number>;
}

/** A request to the control plane, taken apart. */
export interface Asked {
  readonly place: Place;
  /** The place as runtimes have it. */
  readonly at: string;
  /** The runtime's id, or the ARN of a tagged thing. */
  readonly id: string;
  readonly endpoint: string;
  readonly query: URLSearchParams;
  readonly input: Document;
}

export type Said = Answer | AwsError;
export type Operation = (asked: Asked, control: Control) => Said | Promise<Said>;

export function begun(kind: Change['kind'], { behaviour }: Control): Change {
  const { settleMs, failureReason } = behaviour();
  const change = { kind, until: Date.now() + settleMs };
  return failureReason === undefined || kind === 'DELETING' ? change : { ...change, failureReason };
}

export function isBusy({ until }: Change): boolean {
  return Date.now() < until;
}

export function keepEndpoint({ store }: Control, runtime: Runtime, endpoint: Endpoint): void {
  const others = runtime.endpoints.filter(({ name }) => name !== endpoint.name);
  store.put({ ...runtime, endpoints: [...others, endpoint] });
}

/** The code is documented, the texts are assumed. */
export function conflict(message: string): AwsError {
  return { code: 'ConflictException', status: 409, message };
}

/** The code is documented, the text is assumed. */
export function unknown(what: string): AwsError {
  return { code: 'ResourceNotFoundException', status: 404, message: `Resource not found: ${what}` };
}

/** As many as were asked for (100 at the most), and a token where there are more. */
export function page(name: string, items: readonly unknown[], query: URLSearchParams): Answer {
  const from = Number(query.get('nextToken') ?? 0);
  const to = from + Math.min(Number(query.get('maxResults') ?? 100), 100);
  return jsonAnswer({ [name]: items.slice(from, to), ...(to < items.length ? { nextToken: String(to) } : {}) });
}
