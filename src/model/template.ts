import type { Located, Place } from './location.ts';
import type { Tree, Unparsable } from './tree.ts';

/** CloudFormation, SAM and synthesised CDK templates. */
export interface Templates {
  readonly files: readonly Template[];
}

export interface Template {
  readonly path: string;
  readonly problem?: Unparsable;
  /** Whether its text speaks of AgentCore at all: a resource type, a service principal, an ARN, a comment. */
  readonly mentionsAgentCore: boolean;
  readonly resources: readonly TemplateResource[];
  readonly parameters: readonly TemplateParameter[];
  readonly outputs: readonly TemplateOutput[];
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
  /** `String`, `AWS::SSM::Parameter::Value<String>`: the default of the latter is a path, not the value. */
  readonly type?: string;
  readonly default?: Located<string>;
  readonly at: Place;
}

export interface TemplateOutput {
  readonly name: string;
  readonly value: Tree;
  readonly at: Place;
}
