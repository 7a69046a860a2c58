import type { Place } from '../../model/location.ts';
import type { Expression } from './python-source.ts';

/** A statement as plain data. What cannot matter to a server is left out. */
export type Statement =
  /** `value` is absent where the new value cannot be followed: `x += 1`, `for x in …`. */
  | {
      readonly kind: 'assign';
      readonly target: Expression;
      readonly value?: Expression;
      readonly at: Place;
      /** The whole statement, when it assigns one value to one name. */
      readonly whole?: Place;
    }
  | { readonly kind: 'evaluate'; readonly value: Expression; readonly at: Place }
  | {
      readonly kind: 'branch';
      readonly test: Expression;
      readonly whenTrue: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly kind: 'attempt';
      readonly body: readonly Statement[];
      readonly handlers: readonly (readonly Statement[])[];
      readonly otherwise: readonly Statement[];
      readonly finally: readonly Statement[];
    }
  /** The body of `with`, `for` or `while`: run once as far as a server is concerned. */
  | { readonly kind: 'body'; readonly of: 'with' | 'loop'; readonly body: readonly Statement[] }
  | { readonly kind: 'return'; readonly value?: Expression }
  | { readonly kind: 'raise' }
  | FunctionDefinition
  | ClassDefinition
  | { readonly kind: 'import'; readonly import: PythonImport };

export interface FunctionDefinition {
  readonly kind: 'function';
  readonly name: string;
  readonly at: Place;
  readonly parameters: readonly Parameter[];
  readonly decorators: readonly Expression[];
  /** Absent when nothing in it can matter. */
  readonly body?: readonly Statement[];
  /** It mentions what runs the inner application's start-up: `session_manager`, `lifespan`. */
  readonly runsLifespan: boolean;
  /** It mentions what builds or starts a server, or calls a function that does. */
  readonly mayStart: boolean;
  readonly async: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly kind: 'normal' | 'list' | 'dict';
  readonly default?: Expression;
  /** What stands in `Annotated[…]` behind the type. */
  readonly notes: readonly Expression[];
  readonly type: string;
}

export interface ClassDefinition {
  readonly kind: 'class';
  readonly name: string;
  readonly at: Place;
  readonly bases: readonly Expression[];
  readonly decorators: readonly Expression[];
  readonly body: readonly Statement[];
}

/** One name that an import brings in. */
export interface PythonImport {
  /** As written, without the leading dots. */
  readonly module: string;
  /** The number of leading dots. */
  readonly level: number;
  /** Absent for `import module`. `*` for a wildcard. */
  readonly name?: string;
  readonly alias?: string;
  readonly at: Place;
  /**
   * `always`: when the module is loaded; `called`: in a function; `optional`: in a `try`, or in a branch;
   * `typing`: below `if TYPE_CHECKING`.
   */
  readonly when: 'always' | 'called' | 'optional' | 'typing';
}
