import type { Node } from 'web-tree-sitter';
import type { Place } from '../../model/location.ts';
import type { Numbering } from './javascript-expression.ts';
import type {
  Binding,
  CallNote,
  ClassNote,
  Compared,
  Expression,
  FunctionNote,
  JavaScriptModule,
  ModuleExport,
  ModuleImport,
} from './javascript-syntax.ts';
import { linesOf } from '../text.ts';

/** A function while it is being read. */
interface FunctionDraft extends Omit<FunctionNote, 'returns' | 'names' | 'members'> {
  readonly returns: Expression[];
  readonly names: Set<string>;
  readonly members: Set<string>;
}

/** A variable to be given a value: by its declaration, or by an assignment somewhere. */
interface Write {
  readonly name: string;
  readonly scope: number;
  readonly inClass?: number;
  readonly value?: Expression;
  readonly parameter?: number;
  readonly declares: boolean;
  readonly at: Place;
}

/** A module while it is being read. */
export interface ModuleDraft extends Numbering {
  readonly imports: ModuleImport[];
  readonly exports: ModuleExport[];
  readonly classes: ClassNote[];
  readonly compared: Compared[];
  readonly writes: Write[];
  putFunction(node: Node, note: FunctionDraft): number;
  functionAt(index: number): FunctionDraft;
  putCall(node: Node, note: CallNote): void;
  finish(): JavaScriptModule;
}

/** An empty module; the reader fills it while it walks through the tree. */
export function draftOf(path: string, text: string): ModuleDraft {
  const lines = linesOf(path, text);
  const functions = numbered<FunctionDraft>();
  const calls = numbered<CallNote>();
  const top: FunctionDraft = {
    parent: 0,
    method: false,
    parameters: [],
    returns: [],
    names: new Set(),
    members: new Set(),
    conditions: [],
    at: lines.at(0, text.length),
  };
  const draft = { imports: [], exports: [], classes: [], compared: [], writes: [] as Write[], lines };
  const nothing = { ...top, at: lines.at(0, 0) };
  const noCall = {
    callee: { kind: 'other', text: '', at: nothing.at },
    isNew: false,
    arguments: [],
    scope: 0,
    conditions: [],
    at: nothing.at,
    calleeAt: nothing.at,
  } as const;
  return {
    ...draft,
    callOf: (node) => calls.indexOf(node),
    functionOf: (node) => functions.indexOf(node),
    putFunction: (node, note) => functions.put(node, note),
    functionAt: (index) => functions.all[index] ?? top,
    putCall: (node, note) => void calls.put(node, note),
    finish: () => ({
      path,
      imports: draft.imports,
      exports: draft.exports,
      classes: draft.classes,
      compared: draft.compared,
      functions: Array.from(functions.all, (note = nothing) => ({
        ...note,
        names: [...note.names],
        members: [...note.members],
      })),
      calls: Array.from(calls.all, (note = noCall) => note),
      bindings: bindingsOf(draft.writes, (scope) => functions.all[scope]?.parent ?? 0),
    }),
  };
}

/** Numbers nodes in the order in which they are first asked about. */
function numbered<T>(): {
  readonly all: (T | undefined)[];
  indexOf(node: Node): number;
  put(node: Node, note: T): number;
} {
  const indexes = new Map<number, number>();
  const all: (T | undefined)[] = [];
  const indexOf = (node: Node): number => {
    const known = indexes.get(node.id) ?? all.push(undefined) - 1;
    indexes.set(node.id, known);
    return known;
  };
  const put = (node: Node, note: T): number => {
    const index = indexOf(node);
    all[index] = note;
    return index;
  };
  return { all, indexOf, put };
}

/** Gathers declarations first, so that an assignment that stands before its variable finds it. */
function bindingsOf(writes: readonly Write[], parentOf: (scope: number) => number): readonly Binding[] {
  const bindings = new Map<string, Binding>();
  for (const write of writes.filter(({ declares }) => declares)) {
    const { name, scope, inClass, parameter, at } = write;
    const known = bindings.get(keyOf(write, scope));
    const values = [...(known?.values ?? []), ...(write.value === undefined ? [] : [write.value])];
    const note = { name, scope, values, writtenInside: known?.writtenInside ?? false, at: known?.at ?? at };
    bindings.set(keyOf(write, scope), {
      ...note,
      ...(inClass === undefined ? {} : { inClass }),
      ...(parameter === undefined ? {} : { parameter }),
    });
  }
  for (const write of writes.filter(({ declares }) => !declares)) {
    const key = [...scopesOf(write.scope, parentOf)]
      .map((scope) => keyOf(write, scope))
      .find((candidate) => bindings.has(candidate));
    const binding = key === undefined ? undefined : bindings.get(key);
    if (key === undefined || binding === undefined || write.value === undefined) continue;
    const writtenInside = binding.writtenInside || write.scope !== binding.scope;
    bindings.set(key, { ...binding, values: [...binding.values, write.value], writtenInside });
  }
  return [...bindings.values()];
}

function keyOf({ name, inClass }: Write, scope: number): string {
  return inClass === undefined ? `${scope} ${name}` : `class ${inClass} ${name}`;
}

/** A scope, then those around it. */
function* scopesOf(scope: number, parentOf: (scope: number) => number): Iterable<number> {
  for (let current = scope; ; current = parentOf(current)) {
    yield current;
    if (current === 0 || parentOf(current) === current) return;
  }
}
