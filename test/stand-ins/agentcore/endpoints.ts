import { jsonAnswer } from '../wire/answer.ts';
import {
  type Asked,
  begun,
  conflict,
  type Control,
  isBusy,
  keepEndpoint,
  type Operation,
  page,
  type Said,
  unknown,
} from './asked.ts';
import { textAt } from './document.ts';
import { brokenRule } from './rules.ts';
import { shownEndpoint } from './shown.ts';
import { type Endpoint, newEndpoint, type Runtime } from './store.ts';

/** The operations on endpoints. */
export const ENDPOINT_OPERATIONS: { readonly [operation: string]: Operation } = {
  CreateAgentRuntimeEndpoint: create,
  UpdateAgentRuntimeEndpoint: update,
  GetAgentRuntimeEndpoint: (asked, { store }) =>
    onEndpoint(asked, store, (runtime, endpoint) => jsonAnswer(shownEndpoint(runtime, endpoint))),
  DeleteAgentRuntimeEndpoint: (asked, state) =>
    onEndpoint(asked, state.store, (runtime, endpoint) => {
      // Reported: it goes with its runtime only.
      if (endpoint.name === 'DEFAULT') return conflict('The DEFAULT endpoint cannot be deleted');
      keepEndpoint(state, runtime, { ...endpoint, change: begun('DELETING', state) });
      return jsonAnswer({ agentRuntimeId: runtime.id, endpointName: endpoint.name, status: 'DELETING' }, 202);
    }),
  ListAgentRuntimeEndpoints: ({ at, id, query }, { store }) => {
    const runtime = store.byId(at, id);
    if (runtime === undefined) return unknown(id);
    const shown = runtime.endpoints.map((endpoint) => shownEndpoint(runtime, endpoint));
    return page('runtimeEndpoints', shown, query);
  },
};

function onEndpoint(
  { at, id, endpoint: name }: Asked,
  store: Control['store'],
  then: (runtime: Runtime, endpoint: Endpoint) => Said,
): Said {
  const runtime = store.byId(at, id);
  const endpoint = runtime?.endpoints.find((one) => one.name === name);
  return runtime && endpoint ? then(runtime, endpoint) : unknown(`${id} endpoint ${name}`);
}

function create({ at, id, input }: Asked, state: Control): Said {
  const runtime = state.store.byId(at, id);
  if (runtime === undefined) return unknown(id);
  const broken = brokenRule(input, 'endpoint');
  if (broken !== undefined) return broken;
  const name = textAt(input, 'name') ?? '';
  if (runtime.endpoints.some((one) => one.name === name)) return conflict(`Endpoint '${name}' already exists`);
  const target = targetOf(runtime, textAt(input, 'agentRuntimeVersion'));
  if (target === undefined) return unknown(`${id} version`);
  const [description, tags] = [textAt(input, 'description'), Object(input['tags'])];
  const endpoint = newEndpoint(runtime.arn, { name, target, description, tags, change: begun('CREATING', state) });
  keepEndpoint(state, runtime, endpoint);
  return jsonAnswer({ ...shownEndpoint(runtime, endpoint), agentRuntimeId: id, endpointName: name }, 202);
}

function update(asked: Asked, state: Control): Said {
  return onEndpoint(asked, state.store, (runtime, endpoint) => {
    if (isBusy(endpoint.change)) return conflict(`Endpoint ${endpoint.name} is being changed`);
    const target = targetOf(runtime, textAt(asked.input, 'agentRuntimeVersion'));
    if (target === undefined) return unknown(`${runtime.id} version`);
    const [description, change] = [textAt(asked.input, 'description'), begun('UPDATING', state)];
    const moved = { ...endpoint, target, before: endpoint.target, change, description, updatedAt: new Date() };
    keepEndpoint(state, runtime, moved);
    return jsonAnswer(shownEndpoint(runtime, moved), 202);
  });
}

/** The version that is asked for, if there is one; the newest one where none is. */
function targetOf({ versions }: Runtime, asked: string | undefined): string | undefined {
  return versions.findLast(({ number }) => asked === undefined || number === asked)?.number;
}
