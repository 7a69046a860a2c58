import type { Located, Place } from './location.ts';
import type { Tree, Unparsable } from './tree.ts';
import type { NamedValue } from './value.ts';

/**
 * `.bedrock_agentcore.yaml` of the Python toolkit; `agentcore.json` and `aws-targets.json` of the npm CLI; `unread`: a
 * file that looks like a manifest by name and content, and that neither tool reads.
 */
export type ManifestKind = 'toolkit' | 'cli' | 'targets' | 'unread';

/** The deployment's configuration files. */
export interface Manifests {
  readonly files: readonly ManifestFile[];
  /** Secrets written into manifests and into the token and settings files beside them; what they are is not kept. */
  readonly secrets: readonly WrittenSecret[];
}

/** A secret that stands in a file of the project, without its text. */
export interface WrittenSecret {
  /** "an AWS secret access key", "a bearer token". */
  readonly what: string;
  /** The key it stands under, when it has one. */
  readonly name?: string;
  readonly at: Place;
  readonly file: 'manifest' | 'token' | 'environment' | 'settings';
}

export interface ManifestFile {
  readonly path: string;
  readonly kind: ManifestKind;
  /** The document, secrets blotted out; absent when it does not parse. */
  readonly tree?: Tree;
  /** It does not parse, or what it holds is not what the tool of that file name reads. */
  readonly problem?: ManifestProblem;
  readonly agents: readonly AgentConfig[];
  /** The deployment targets of `aws-targets.json`. */
  readonly targets: readonly Target[];
}

/** `template`: it holds marks of a template engine, and what comes out of it is not to be seen. */
export type ManifestProblem = Unparsable & {
  readonly what: 'syntax' | 'schema' | 'template';
  readonly cure?: ParsingCure;
};

/** What to put in place of what stands in the way of parsing, where that is sure, and what it is that stands there. */
export interface ParsingCure {
  readonly of: 'tabs' | 'comments' | 'comma';
  readonly replaced: readonly Located<string>[];
}

export interface Target {
  readonly name?: Located<string>;
  readonly account?: Located<string>;
  readonly region?: Located<string>;
  readonly at: Place;
}

/** One agent of a manifest, in one shape for both kinds of file. Absent members are absent in the file. */
export interface AgentConfig {
  readonly manifest: string;
  readonly kind: 'toolkit' | 'cli' | 'unread';
  /** The folder that its relative paths start from; empty for the root. */
  readonly base: string;
  /** The key of the agent in the map of agents (toolkit only). */
  readonly key?: Located<string>;
  readonly name?: Located<string>;
  /** The whole entry, and its tree for checks that want more. */
  readonly at: Place;
  readonly tree: Tree;
  readonly entrypoint?: Located<string>;
  /** `source_path` or `codeLocation`. */
  readonly sourceFolder?: Located<string>;
  /** `dockerfile` of agentcore.json. */
  readonly dockerfile?: Located<string>;
  /** As written. Absent: the tools deploy HTTP. */
  readonly protocol?: Located<string>;
  readonly packaging: 'container' | 'code-zip';
  readonly platform?: Located<string>;
  /** `runtime_type` or `runtimeVersion`. */
  readonly runtimeVersion?: Located<string>;
  readonly executionRole?: Located<string>;
  readonly account?: Located<string>;
  readonly region?: Located<string>;
  /** `aws.ecr_repository`. */
  readonly repository?: Located<string>;
  /** `bedrock_agentcore.agent_arn`: written by the tool after a deployment. */
  readonly runtimeArn?: Located<string>;
  /** `authorizer_configuration` or `authorizerConfiguration`, as the file has it. */
  readonly authorizer?: { readonly tree: Tree; readonly at: Place };
  /** `authorizerType` of agentcore.json. */
  readonly authorizerType?: Located<string>;
  readonly environment: readonly NamedValue[];
}
