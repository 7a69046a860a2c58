import type { Located, Place } from './location.ts';
import type { NamedValue } from './value.ts';

/**
 * Something outside the manifests that declares an agent runtime: `agentcore configure …` in a script or a README,
 * `create_agent_runtime(…)` of boto3 or the toolkit's `Runtime().configure(…)` in Python or a notebook,
 * `AWS::BedrockAgentCore::Runtime` in a template, CDK code, Terraform.
 */
export interface Deployments {
  readonly declarations: readonly RuntimeDeclaration[];
  /** Where other commands of scripts and documents pick an agent by its name: `agentcore deploy --agent weather`. */
  readonly mentions: readonly Located<string>[];
}

export interface RuntimeDeclaration {
  readonly by: 'script' | 'document' | 'python' | 'typescript' | 'template' | 'cdk' | 'terraform';
  readonly at: Place;
  /** Only when written as a literal; a computed name is not here. */
  readonly name?: Located<string>;
  /**
   * A literal; or, when the protocol is computed, the expression as written (`var.protocol`, `**options`), which is none
   * of the protocols. Absent: nothing says a protocol, and AgentCore takes HTTP.
   */
  readonly protocol?: Located<string>;
  /** `--entrypoint`, or the entry point of a code configuration. */
  readonly entrypoint?: Located<string>;
  /** The folder that is packed or built, when the declaration names one. Relative to the root. */
  readonly folder?: string;
  readonly packaging: 'container' | 'code-zip' | 'unknown';
  readonly hasAuthorizer: boolean | 'unknown';
  readonly environment: readonly NamedValue[];
  /** Where a protocol is written when there is none yet; absent where that is not plain. */
  readonly slot?: ProtocolSlot;
}

/** A place that takes the protocol: it is called `name`, and its value is the protocol with `around` around it. */
export interface ProtocolSlot {
  /**
   * `command`: an option behind the words at `at`. `call`, `members`: an argument, a member of a literal. `properties`: an
   * entry of a template's map. `block`: a line before the brace at `at`.
   */
  readonly kind: 'command' | 'call' | 'members' | 'properties' | 'block';
  readonly at: Place;
  readonly name: string;
  readonly around: readonly [string, string];
}
