import { jsonAnswer } from '../wire/answer.ts';
import { type Control, keepEndpoint, type Operation, type Said, unknown } from './asked.ts';
import type { Document } from './document.ts';
import type { Endpoint, Runtime, Store } from './store.ts';

/** The operations on tags, of runtimes and of endpoints. */
export const TAG_OPERATIONS: { readonly [operation: string]: Operation } = {
  ListTagsForResource: ({ id: arn }, { store }) => {
    const tagged = endpointAt(store, arn) ?? store.byArn(arn);
    return tagged === undefined ? unknown(arn) : jsonAnswer({ tags: tagged.tags });
  },
  TagResource: ({ id: arn, input }, state) => retag(state, arn, (tags) => ({ ...tags, ...Object(input['tags']) })),
  UntagResource: ({ id: arn, query }, state) => {
    const gone = query.getAll('tagKeys');
    return retag(state, arn, (tags) =>
      Object.fromEntries(Object.entries(tags).filter(([name]) => !gone.includes(name))),
    );
  },
};

function retag(state: Control, arn: string, change: (tags: Document) => Document): Said {
  const runtime = runtimeAt(state.store, arn);
  const endpoint = endpointAt(state.store, arn);
  if (runtime === undefined || (endpoint === undefined && runtime.arn !== arn)) return unknown(arn);
  if (endpoint === undefined) state.store.put({ ...runtime, tags: change(runtime.tags) });
  else keepEndpoint(state, runtime, { ...endpoint, tags: change(endpoint.tags) });
  return { status: 204, headers: {}, body: '' };
}

function runtimeAt(store: Store, arn: string): Runtime | undefined {
  return store.byArn(arn.split('/runtime-endpoint/')[0] ?? '');
}

function endpointAt(store: Store, arn: string): Endpoint | undefined {
  return runtimeAt(store, arn)?.endpoints.find((endpoint) => endpoint.arn === arn);
}
