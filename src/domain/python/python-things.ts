import type { Located, Place } from '../../model/location.ts';
import type { Authentication, Launch, Library } from '../../model/server.ts';
import type { Scalar, Written } from '../../model/value.ts';
import type { Surroundings } from '../server/surroundings.ts';
import type { PythonModule } from './python-module.ts';
import type { Argued, Call, Expression } from './python-source.ts';
import type { ClassDefinition, FunctionDefinition, PythonImport } from './python-statements.ts';

/** What an expression stands for while a program is followed from its start. */
export type Thing =
  | Known
  | { readonly kind: 'list'; readonly items: readonly Thing[] }
  /** `open`: it may hold entries that are not listed. */
  | { readonly kind: 'dict'; readonly entries: ReadonlyMap<string, Thing>; readonly open: boolean }
  | { readonly kind: 'function'; readonly definition: FunctionDefinition; readonly frame: Frame; readonly self?: Thing }
  | ClassThing
  | Instance
  | { readonly kind: 'module'; readonly path: string }
  /** Something of another package, by its dotted name. */
  | { readonly kind: 'external'; readonly name: string; readonly imported?: Imported }
  /** What a call of another package's function gives: an instance, an application, a decorator. */
  | Made
  /** A method that is not yet called. */
  | { readonly kind: 'method'; readonly of: Thing; readonly name: string }
  | { readonly kind: 'partial'; readonly of: Thing; readonly arguments: readonly Given[]; readonly open: boolean }
  | { readonly kind: 'server'; readonly draft: Draft }
  | { readonly kind: 'settings' | 'manager'; readonly draft: Draft }
  | { readonly kind: 'asgi'; readonly app: AsgiApp }
  | { readonly kind: 'lifespan' }
  | { readonly kind: 'either'; readonly options: readonly Thing[] }
  | { readonly kind: 'unknown'; readonly because: string };

/** A scalar, with the way it came here. */
export interface Known {
  readonly kind: 'known';
  readonly value: Scalar;
  readonly at: Place;
  /** "`HOST`, set by `ENV` in Dockerfile". Absent: it is written where it is used. */
  readonly via?: string;
  /** The variable or flag that nothing in the project sets, and that would win over this value. */
  readonly unless?: string;
  readonly read?: Reading;
  /** What stands at `at`, where that is not the place of use; and whether the program reads it elsewhere, too. */
  readonly written?: Pick<Written, 'as' | 'shared' | 'flag'>;
  /** As it is spelt there, when another value was made of it. */
  readonly spelt?: Scalar;
}

/** What is read when the program starts. */
interface Reading {
  readonly from: 'environment' | 'flag';
  readonly names: readonly string[];
  readonly fallback?: Known;
  readonly as?: 'text' | 'number' | 'boolean';
}

export interface ClassThing {
  readonly kind: 'class';
  readonly definition: ClassDefinition;
  readonly frame: Frame;
  readonly attributes: Map<string, Thing>;
  readonly bases: readonly Thing[];
}

export interface Instance {
  readonly kind: 'instance';
  readonly of: ClassThing;
  readonly attributes: Map<string, Thing>;
}

export interface Made {
  readonly kind: 'made';
  readonly name: string;
  readonly call: CallMade;
  /** What is known of it besides its arguments: routes added later, options declared on a parser. */
  readonly notes: Notes;
}

export interface Notes {
  readonly routes: RouteNote[];
  readonly options: CallMade[];
  readonly commands: { readonly name: string; readonly does: Thing }[];
  readonly authentication: Authentication[];
  lifespan: Thing | undefined;
  /** Functions are registered that run at the start, which a lifespan would silence. */
  events?: true;
}

/** `app.mount("/x", inner)`. `exact`: a route, which matches its own path only. */
export interface RouteNote {
  readonly prefix: Thing;
  readonly inner: Thing;
  /** The mounted expression as written. */
  readonly written?: Located<string>;
  readonly into?: string;
  readonly exact: boolean;
  readonly at: Place;
}

/** An argument with what it comes to. */
export interface Given {
  readonly name?: string;
  readonly position?: number;
  readonly thing: Thing;
  readonly written: Argued;
}

/** A call with its arguments evaluated. */
export interface CallMade {
  readonly expression: Call & { readonly text: string; readonly at: Place };
  readonly arguments: readonly Given[];
  readonly open: boolean;
}

/** An ASGI application that serves an MCP server. */
export interface AsgiApp {
  readonly draft: Draft;
  readonly method: string;
  readonly call: CallMade | undefined;
}

/** The import behind a name, and the module it stands in. */
export interface Imported extends PythonImport {
  readonly path: string;
}

/** A server under construction. */
export interface Draft {
  readonly library: Library;
  readonly className: string;
  readonly imported: Imported | undefined;
  readonly path: string;
  readonly call: CallMade;
  variable: string | undefined;
  readonly adjustments: {
    readonly name: string;
    readonly thing: Thing;
    readonly at: Place;
    readonly statement?: Place;
    /** The code of the value. */
    readonly text: string;
    readonly reached: Launch['reached'];
  }[];
  readonly starts: StartDraft[];
  readonly mounts: MountDraft[];
  readonly authentication: Authentication[];
  /** It is served as a part of another server, or wrapped by a session manager. */
  absorbed: boolean;
  /** Code that cannot be seen has it, and may start it. */
  handedOver: boolean;
  /** What was assigned to `fastmcp.settings` before it was made. */
  readonly globalsBefore: ReadonlyMap<string, Thing>;
}

/** One way of starting, before its settings are worked out. */
export interface StartDraft {
  readonly how: Launch['how'];
  readonly method: string;
  readonly at: Place;
  readonly call?: CallMade;
  readonly app?: AsgiApp;
  readonly host?: Thing;
  readonly port?: Thing;
  /** What binds it, for a sentence: `uvicorn`. */
  readonly binder?: string;
  readonly transport?: Thing;
  readonly path?: Thing;
  readonly stateless?: Thing;
  readonly mount?: MountDraft;
  readonly reached: Launch['reached'];
  readonly condition?: string;
  readonly unless?: string;
  readonly uncalled?: NonNullable<Launch['uncalled']>;
  readonly flags?: readonly string[];
}

export interface MountDraft {
  readonly at: Place;
  readonly prefix: Thing;
  readonly exact: boolean;
  readonly app: AsgiApp;
  readonly alone: boolean;
  readonly lifespan: 'passed' | 'missing' | 'unclear';
  readonly inner?: Located<string>;
  readonly into?: string;
  /** The call that makes the outer application, while it is given no lifespan. */
  readonly outer?: CallMade;
}

/** A scope: names and what they stand for. */
export interface Frame {
  readonly module: PythonModule;
  bindings: Map<string, Thing>;
  readonly parent?: Frame;
  readonly returns: Thing[];
}

/** How sure it is that the present statement runs. */
export interface Reach {
  readonly level: Launch['reached'];
  readonly conditions: readonly string[];
  readonly unless?: string;
  readonly uncalled?: NonNullable<Launch['uncalled']>;
  /** Words of a command line that would lead here; absent where something else decides. */
  readonly flags?: readonly string[];
}

/** Whether control has left for good: the program, by an exit or because a server runs; or the present function. */
export interface Exit {
  readonly program: Degree;
  readonly function: Degree;
  /** It ended in an error: `raise`, `sys.exit(1)`. Programs are meant to work, so such a side is not the one taken. */
  readonly failed: boolean;
}

export type Degree = 'no' | 'maybe' | 'yes';

export const RUNNING: Exit = { program: 'no', function: 'no', failed: false };

/** Everything that changes while a program is followed. */
export interface Walk {
  readonly modules: (path: string) => PythonModule | undefined;
  readonly surroundings: Surroundings;
  readonly frames: Map<string, Frame>;
  readonly drafts: Draft[];
  /** `os.environ["X"] = …` */
  readonly environment: Map<string, Thing>;
  /** `fastmcp.settings.x = …` */
  readonly globals: Map<string, Thing>;
  readonly called: Set<FunctionDefinition>;
  /** Functions that were handed to code we cannot see. */
  readonly escaped: Set<FunctionDefinition>;
  readonly definitions: { readonly thing: Thing & { readonly kind: 'function' }; readonly owner?: ClassThing }[];
  /** The module that runs as the program, if any: its `__name__` is `__main__`. */
  main: string | undefined;
  reach: Reach;
  /** What has ended so far. */
  exit: Exit;
  depth: number;
  budget: number;
  /** What a call gives, and what it does on the way: kept here, so that values and calls can be read apart. */
  readonly call: (callee: Thing, call: CallMade, walk: Walk) => Thing;
  readonly invoke: (
    callee: Thing & { readonly kind: 'function' },
    given: readonly Given[],
    open: boolean,
    walk: Walk,
  ) => Thing;
  readonly load: (path: string, walk: Walk) => Frame | undefined;
  /** Applications that a request handler leads to, while a handler is looked into. */
  handled: AsgiApp[] | undefined;
}

export const UNKNOWN: Thing = { kind: 'unknown', because: 'it is computed when the program runs' };

/** A literal as it stands in the source. */
export function known(value: Scalar, { at }: Pick<Expression, 'at'>): Known {
  return { kind: 'known', value, at };
}

/** What stands for either of two, depending on what cannot be told; the same values are one. */
export function eitherOf(...options: readonly (Thing | undefined)[]): Thing {
  const flat = options.flatMap((option) =>
    option === undefined ? [] : option.kind === 'either' ? option.options : [option],
  );
  const different = flat.filter((option, index) => flat.findIndex((other) => sameThing(option, other)) === index);
  const [first, ...rest] = different;
  if (first === undefined) return UNKNOWN;
  return rest.length === 0 ? first : { kind: 'either', options: different.slice(0, 8) };
}

function sameThing(a: Thing, b: Thing): boolean {
  if (a === b) return true;
  if (a.kind === 'known' && b.kind === 'known') return a.value === b.value;
  if (a.kind === 'server' && b.kind === 'server') return a.draft === b.draft;
  return a.kind === 'external' && b.kind === 'external' && a.name === b.name;
}

/** The argument of a name, or, when it is not given by name, of a position. */
export function given(call: CallMade | undefined, name: string, position?: number): Given | undefined {
  if (call === undefined) return undefined;
  return (
    call.arguments.find((argument) => argument.name === name) ??
    (position === undefined ? undefined : call.arguments.find((argument) => argument.position === position))
  );
}

/** Whether a thing is true in Python's eyes; `undefined` when that cannot be told. */
export function truthOf(thing: Thing): boolean | undefined {
  switch (thing.kind) {
    case 'known':
      return Boolean(thing.value);
    case 'list':
      return thing.items.length > 0;
    case 'dict':
      return thing.entries.size > 0 ? true : thing.open ? undefined : false;
    case 'unknown':
    case 'made':
    case 'external':
    case 'either':
    case 'partial':
      return undefined;
    default:
      return true;
  }
}
