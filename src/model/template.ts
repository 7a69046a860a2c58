import type { Located, Place } from './location.ts';
import type { Tree, Unparsable } from './tree.ts';

/** CloudFormation, SAM and synthesised CDK templates. */
export interface Templates {
  readonly files: readonly Template[];
}

export interface Template {
  readonly path: string;
  readonly problem?: Unparsable;
  readonly resources: readonly TemplateResource[];
  readonly parameters: readonly TemplateParameter[];
  readonly tree?: Tree;
}

export interface TemplateResource {
  readonly logicalId: Located<string>;
  readonly type: string;
  /** The resource's `Properties`; absent when it has none. */
  readonly properties?: Tree;
  readonly condition?: string;
  readonly tree: Tree;
  readonly at: Place;
}

export interface TemplateParameter {
  readonly name: string;
  readonly default?: Located<string>;
  readonly at: Place;
}
