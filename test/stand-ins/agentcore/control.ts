import { type Answer, type AwsError, errorAnswer, jsonAnswer } from '../wire/answer.ts';
import type { AwsRequest } from '../wire/request.ts';
import { brokenReference, type Place, roleRefusal } from './artifact-rules.ts';
import {
  type Asked,
  begun,
  conflict,
  type Control,
  isBusy,
  type Operation,
  page,
  type Said,
  unknown,
} from './asked.ts';
import { type Document, textAt } from './document.ts';
import { ENDPOINT_OPERATIONS } from './endpoints.ts';
import { brokenRule, invalid } from './rules.ts';
import { shownChange, shownInList, shownRuntime, shownVersion } from './shown.ts';
import { newRuntime } from './store.ts';
import { TAG_OPERATIONS } from './tags.ts';

/** Answers an operation of the control plane. */
export async function control(request: AwsRequest, place: Place, state: Control): Promise<Answer> {
  const operation = OPERATIONS[request.operation];
  if (operation === undefined)
    return errorAnswer(request, { code: 'UnknownOperationException', status: 404, message: request.operation });
  const [path = '', query = ''] = request.target.split('?');
  const [, , id = '', , endpoint = ''] = path.split('/').map(decodeURIComponent);
  const input = parsed(request.body);
  if (input === undefined) return errorAnswer(request, invalid('The request body is no JSON', 'CannotParse'));
  const at = `${place.account}/${place.region}`;
  const said = await operation({ place, at, id, endpoint, query: new URLSearchParams(query), input }, state);
  return 'code' in said ? errorAnswer(request, said) : said;
}

function parsed(body: Buffer): Document | undefined {
  try {
    // An object, as every input of this service is.
    return body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as Document);
  } catch {
    return undefined;
  }
}

const OPERATIONS: { readonly [operation: string]: Operation } = {
  CreateAgentRuntime: create,
  UpdateAgentRuntime: update,
  GetAgentRuntime: ({ at, id, query }, { store }) => {
    const runtime = store.byId(at, id);
    const wanted = query.get('version');
    const version = runtime?.versions.findLast(({ number }) => wanted === null || number === wanted);
    if (runtime === undefined || version === undefined) return unknown(`${id} ${wanted ?? ''}`.trim());
    return jsonAnswer(shownRuntime(runtime, version));
  },
  DeleteAgentRuntime: ({ at, id }, state) => {
    const runtime = state.store.byId(at, id);
    if (runtime === undefined) return unknown(id);
    if (isBusy(runtime.change)) return busy(id);
    // Assumed: the tools of AWS delete them first.
    if (runtime.endpoints.length > 1) return conflict(`Agent runtime ${id} has endpoints`);
    state.store.put({ ...runtime, change: begun('DELETING', state) });
    return jsonAnswer({ agentRuntimeId: id, status: 'DELETING' }, 202);
  },
  ListAgentRuntimes: ({ at, query }, { store }) => page('agentRuntimes', store.all(at).map(shownInList), query),
  ListAgentRuntimeVersions: ({ at, id, query }, { store }) => {
    const runtime = store.byId(at, id);
    if (runtime === undefined) return unknown(id);
    const shown = runtime.versions.toReversed().map((version) => shownVersion(runtime, version));
    return page('agentRuntimes', shown, query);
  },
  ...ENDPOINT_OPERATIONS,
  ...TAG_OPERATIONS,
};

async function create({ at, place, input }: Asked, state: Control): Promise<Said> {
  const broken = brokenRule(input, 'create');
  if (broken !== undefined) return broken;
  const { agentRuntimeName, clientToken: _, tags, ...document } = input;
  const [name, clientToken] = [String(agentRuntimeName), textAt(input, 'clientToken')];
  const same = state.store.all(at).find((one) => one.name === name);
  // The same token means the same call: it is answered with what it made.
  if (same !== undefined && same.clientToken === clientToken && clientToken !== undefined)
    return jsonAnswer(shownChange(same), 202);
  if (same !== undefined) return conflict(`An agent runtime with the name '${name}' already exists`);
  const refusal = await refusalOf(document, place, state);
  if (refusal !== undefined) return refusal;
  // New runtimes have it without being asked: measured in 2026.
  const whole = { ...document, metadataConfiguration: { requireMMDSV2: true } };
  const more = { change: begun('CREATING', state), tags: Object(tags), clientToken };
  return jsonAnswer(shownChange(state.store.put(newRuntime({ ...place, name, document: whole }, more))), 202);
}

/** A new version that holds what was sent and nothing else. Assumed to be a full replacement, as a PUT is. */
async function update({ at, place, id, input }: Asked, state: Control): Promise<Said> {
  const runtime = state.store.byId(at, id);
  if (runtime === undefined) return unknown(id);
  const broken = brokenRule(input, 'update');
  if (broken !== undefined) return broken;
  if (isBusy(runtime.change)) return busy(id);
  const { clientToken: _, agentRuntimeId: __, ...document } = input;
  const refusal = await refusalOf(document, place, state);
  if (refusal !== undefined) return refusal;
  const now = new Date();
  const number = String(runtime.versions.length + 1);
  const change = begun('UPDATING', state);
  // Reported: a runtime that had it can still be invoked after an update that does not name it.
  const kept = runtime.versions.at(-1)?.document['metadataConfiguration'];
  const whole = { ...(kept === undefined ? {} : { metadataConfiguration: kept }), ...document };
  const endpoints = runtime.endpoints.map((endpoint) =>
    endpoint.name === 'DEFAULT'
      ? { ...endpoint, before: endpoint.target, target: number, change, updatedAt: now }
      : endpoint,
  );
  const versions = [...runtime.versions, { number, document: whole, at: now }];
  return jsonAnswer(shownChange(state.store.put({ ...runtime, versions, endpoints, change, updatedAt: now })), 202);
}

/** Roles need time to spread, and what a document names is looked at. */
async function refusalOf(document: Document, place: Place, state: Control): Promise<AwsError | undefined> {
  const role = textAt(document, 'roleArn') ?? '';
  const times = state.refused.get(role) ?? 0;
  if (times < state.behaviour().roleRefusals) {
    state.refused.set(role, times + 1);
    return roleRefusal(role);
  }
  return state.upstreams === undefined ? undefined : brokenReference(document, place, state.upstreams);
}

function busy(id: string): AwsError {
  return conflict(`Agent runtime ${id} is being changed`);
}
