import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { CloudChange } from '../../model/change.ts';
import { Failure } from '../../model/failure.ts';
import type { Json } from '../../model/json.ts';

/** The document of a thing; `undefined`: there is no such thing. */
export type State = Json | undefined;

/** The state after changes; a `Failure` when one does not find what it expects. */
export function applyChanges(before: State, changes: readonly CloudChange[]): State {
  return changes.reduce<State>((state, change) => applyOne(state, stepsOf(change.pointer), change), before);
}

/** What takes changes back: the two sides swapped, the last one first. */
export function inverseOf(changes: readonly CloudChange[]): readonly CloudChange[] {
  return changes
    .map(({ expect, put, ...rest }): CloudChange => ({
      ...rest,
      ...(put === undefined ? {} : { expect: put }),
      ...(expect === undefined ? {} : { put: expect }),
    }))
    .toReversed();
}

/** A mark of a state, by which it is known again without being kept: a document may hold secrets. */
export function markOf(state: State): string {
  return createHash('sha256')
    .update(state === undefined ? '' : JSON.stringify(sorted(state)))
    .digest('hex');
}

/** Whether two states say the same, whatever the order of their members. */
export function isSame(a: State, b: State): boolean {
  return isDeepStrictEqual(a, b);
}

function applyOne(state: State, [step, ...rest]: readonly string[], change: CloudChange): State {
  if (step === undefined) {
    if (!isSame(state, change.expect)) throw new Failure(`${nameOf(change)} is not what it was when it was looked at.`);
    return change.put;
  }
  if (!isObject(state)) throw new Failure(`${nameOf(change)} is not there.`);
  const inner = applyOne(state[step], rest, change);
  const { [step]: _, ...others } = state;
  return inner === undefined ? others : { ...state, [step]: inner };
}

function nameOf({ resource, pointer }: CloudChange): string {
  return `\`${pointer === '' ? resource.id : pointer}\` of ${resource.type} \`${resource.id}\``;
}

function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function isObject(state: State): state is { readonly [key: string]: Json } {
  return typeof state === 'object' && state !== null && !Array.isArray(state);
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
