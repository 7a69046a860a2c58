import type { Agent } from '../../model/agent.ts';
import type { CloudTarget } from '../../model/cloud.ts';
import type { Json } from '../../model/json.ts';
import type { Place } from '../../model/location.ts';
import type { AgentConfig } from '../../model/manifest.ts';
import type { Authorizer } from '../manifest/authorizer.ts';

/** One thing that both the files and the deployed runtime say. */
export interface Part {
  /** "The protocol": the beginning of a sentence. */
  readonly what: string;
  readonly inFiles: string;
  readonly deployed: string;
  readonly isSame: boolean;
  /** Where it stands in the runtime's document. */
  readonly pointer: string;
  readonly at: Place;
  /** What of the runtime's document is to be put in which place, where it can be told. */
  readonly change?: { readonly expect?: Json; readonly put: Json };
}

/** What the files say of an agent that has a manifest. */
export interface Written {
  readonly agent: Agent;
  readonly config: AgentConfig;
  readonly target: CloudTarget;
  readonly authorizer: Authorizer | undefined;
}

/** A part whose values are the same when their texts are. */
export function partOf(given: Omit<Part, 'isSame'>): Part {
  return { ...given, isSame: given.inFiles === given.deployed };
}
