import { ACCOUNT, REGION } from '../../emulators/aws.ts';
import { type Answer, errorAnswer } from '../wire/answer.ts';
import { type Incoming, listen } from '../wire/listen.ts';
import { type AwsRequest, readRequest } from '../wire/request.ts';
import type { Upstreams } from '../wire/upstream.ts';
import type { Behaviour, Control } from './asked.ts';
import { control } from './control.ts';
import { type FailMode, invoke } from './data.ts';
import type { Document } from './document.ts';
import { openServers } from './servers.ts';
import { makeStore, newRuntime, type Runtime } from './store.ts';

/**
 * A stand-in for AgentCore Runtime: control plane and data plane at one URL, for all accounts and regions.
 *
 * Documented: the shapes, paths and constraints of the API, versions, endpoints and what they follow, the order of
 * statuses, the front door as far as its own table says so. Measured or reported by others: the texts about roles, ECR,
 * architecture, MMDSv2, health and start-up. Assumed, and said where it is done: that an update replaces all, and the
 * texts of the other errors.
 */
export interface AgentCore {
  readonly url: string;
  /** Changes the service's ways for what is begun from now on. */
  readonly behave: (ways: Partial<Behaviour>) => void;
  /** Ends all creating, updating and deleting that is under way; with `settleMs: Infinity` nothing else does. */
  readonly settle: () => void;
  /** Gives the runtimes of a name the endpoint of a server that runs (`http://127.0.0.1:8000/mcp`). */
  readonly serve: (runtimeName: string, endpoint: string) => void;
  /** Lets the servers behind a name fail from now on, or no longer. */
  readonly fail: (runtimeName: string, mode: FailMode | undefined) => void;
  /** Puts a runtime there that the API would not make today: an old one, a broken one. Gives its ARN. */
  readonly seed: (seed: Seed) => string;
  /** Writes a line to the log of a runtime, as its server would. */
  readonly log: (runtimeName: string, line: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A runtime as it is put there; what is left out is as in a runtime that is ready. */
export interface Seed {
  readonly name: string;
  /** The document of its only version, as GetAgentRuntime shows it but for what the service adds. */
  readonly document: Document;
  readonly failureReason?: string;
  readonly account?: string;
  readonly region?: string;
}

export interface AgentCoreOptions {
  /** The emulators that have roles, artifacts, logs and pools. Without them nothing of these is looked at. */
  readonly upstreams?: string | Upstreams;
  readonly behaviour?: Partial<Behaviour>;
  /** What the servers of code artifacts find in their environment besides their own variables. */
  readonly environment?: { readonly [name: string]: string };
  /** How long such a server may take until it listens. 30 s on AWS. */
  readonly startLimitMs?: number;
  readonly secretKey?: string;
}

/** Opens the stand-in on a free port. */
export async function openAgentCore(options: AgentCoreOptions = {}): Promise<AgentCore> {
  const given = options.upstreams;
  const upstreams = typeof given === 'string' ? { default: given } : given;
  const store = makeStore();
  let behaviour: Behaviour = { settleMs: 0, roleRefusals: 0, ...options.behaviour };
  const state: Control = { store, behaviour: () => behaviour, upstreams, refused: new Map() };
  const modes = new Map<string, FailMode>();
  const servers = openServers(options, upstreams);
  const data = {
    store,
    failMode: ({ name }: Runtime) => modes.get(name),
    serverOf: servers.serverOf,
    issuers: upstreams?.['cognito-idp'] ?? upstreams?.default,
  };
  const respond = async (incoming: Incoming): Promise<Answer> => {
    const request = await readRequest(incoming, options.secretKey ?? 'test');
    return request.service === 'bedrock-agentcore' ? invoke(request, data) : controlled(request, state);
  };
  const { url, close } = await listen(respond);
  return {
    url,
    behave: (ways) => (behaviour = { ...behaviour, ...ways }),
    settle: store.settle,
    serve: servers.give,
    fail: (name, mode) => void (mode === undefined ? modes.delete(name) : modes.set(name, mode)),
    seed: (seed) => store.put(seeded(seed)).arn,
    log: servers.log,
    close: async () => {
      await close();
      await servers.close();
    },
  };
}

/** The control plane takes signed requests only. */
async function controlled(request: AwsRequest, state: Control): Promise<Answer> {
  if (request.service !== 'bedrock-agentcore-control')
    return errorAnswer(request, { code: 'UnknownOperationException', status: 404, message: request.operation });
  if (request.signature === 'missing')
    return errorAnswer(request, {
      code: 'MissingAuthenticationTokenException',
      status: 403,
      message: 'Missing Authentication Token',
    });
  if (request.signature === 'wrong') {
    const message = 'The request signature we calculated does not match the signature you provided.';
    return errorAnswer(request, { code: 'InvalidSignatureException', status: 403, message });
  }
  const { accessKey = '', region = REGION } = request;
  return control(request, { account: /^\d{12}$/.test(accessKey) ? accessKey : ACCOUNT, region }, state);
}

function seeded({ failureReason, account = ACCOUNT, region = REGION, ...seed }: Seed): Runtime {
  const failed = failureReason === undefined ? {} : { failureReason };
  return newRuntime({ ...seed, account, region }, { change: { kind: 'CREATING', until: 0, ...failed } });
}
