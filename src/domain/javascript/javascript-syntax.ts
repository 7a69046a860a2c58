import type { Place } from '../../model/location.ts';
import type { Scalar } from '../../model/value.ts';

/** What one source file of JavaScript or TypeScript says, as far as serving MCP is concerned. Plain JSON. */
export interface JavaScriptModule {
  readonly path: string;
  readonly imports: readonly ModuleImport[];
  readonly exports: readonly ModuleExport[];
  /** The first one is the module itself. */
  readonly functions: readonly FunctionNote[];
  readonly classes: readonly ClassNote[];
  readonly bindings: readonly Binding[];
  readonly calls: readonly CallNote[];
  /** Paths and HTTP methods that something is compared with: how a bare HTTP handler tells requests apart. */
  readonly compared: readonly Compared[];
}

/** A name that another module gives. `*` is the whole module, `default` its default export. */
export interface ModuleImport {
  readonly module: string;
  readonly name: string;
  readonly local: string;
  readonly typeOnly: boolean;
  /** By a call of `require`. */
  readonly required?: true;
  readonly at: Place;
}

/** A name that this module gives: its own, or (`from`) another module's. */
export interface ModuleExport {
  readonly name: string;
  readonly value?: Expression;
  readonly from?: string;
  /** Its name in the other module. */
  readonly original?: string;
}

/** A function, a method, or (the first one) the module's own code. */
export interface FunctionNote {
  readonly name?: string;
  /** The function around it; the module is its own parent. */
  readonly parent: number;
  /** The class that `this` belongs to. */
  readonly inClass?: number;
  /** Called through an object, never by its bare name. */
  readonly method: boolean;
  /** Names of the parameters by position; empty for a pattern. */
  readonly parameters: readonly string[];
  readonly returns: readonly Expression[];
  /** Identifiers read in it, without those of the functions inside it. */
  readonly names: readonly string[];
  /** Members of `this` that are used in it. */
  readonly members: readonly string[];
  /** What must hold, inside the parent, for this place to be reached. */
  readonly conditions: readonly Condition[];
  readonly at: Place;
}

export interface ClassNote {
  readonly name?: string;
  readonly scope: number;
  readonly at: Place;
}

/** A variable, a parameter, or a member of `this`. */
export interface Binding {
  readonly name: string;
  /** The function that it belongs to. */
  readonly scope: number;
  /** For members of `this`: the class. */
  readonly inClass?: number;
  /** Every value that it is given, in order. */
  readonly values: readonly Expression[];
  /** Set in another function than the one it belongs to. */
  readonly writtenInside: boolean;
  readonly parameter?: number;
  readonly at: Place;
}

/** A call or a `new`. */
export interface CallNote {
  readonly callee: Expression;
  readonly isNew: boolean;
  readonly arguments: readonly Expression[];
  /** The function it stands in. */
  readonly scope: number;
  readonly conditions: readonly Condition[];
  readonly at: Place;
  readonly calleeAt: Place;
}

/** A test that must come out as `holds`. */
export interface Condition {
  readonly test: Expression;
  readonly holds: boolean;
}

/** A string that begins with `/`, or the name of an HTTP method, in a comparison or a `case`. */
export interface Compared {
  readonly text: string;
  readonly scope: number;
  /** Only the beginning, or some part, is compared. */
  readonly prefix: boolean;
  readonly at: Place;
}

/** An expression, with `await`, parentheses and type assertions taken off. `call` and `function` are indexes. */
export type Expression = { readonly text: string; readonly at: Place } & (
  | { readonly kind: 'literal'; readonly value: Scalar }
  | { readonly kind: 'undefined' }
  | { readonly kind: 'name'; readonly name: string; readonly scope: number }
  | { readonly kind: 'this'; readonly inClass: number | undefined }
  | { readonly kind: 'member'; readonly object: Expression; readonly property: string }
  | { readonly kind: 'call'; readonly call: number }
  | { readonly kind: 'function'; readonly function: number }
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[]; readonly open: boolean }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | { readonly kind: 'other' }
);

/** `key: value` of an object literal; `at` spans both. */
export interface ObjectEntry {
  readonly key: string;
  readonly value: Expression;
  readonly at: Place;
}
