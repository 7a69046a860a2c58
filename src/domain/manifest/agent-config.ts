import type { Located } from '../../model/location.ts';
import type { AgentConfig, Manifests } from '../../model/manifest.ts';
import type { Tree } from '../../model/tree.ts';
import { isInterpolated, placeholderIn } from './placeholders.ts';
import { isPresent, locatedText, valueAt } from '../config/tree.ts';

/** The members of an agent that are one text each. */
type TextMember =
  | 'name'
  | 'entrypoint'
  | 'sourceFolder'
  | 'dockerfile'
  | 'protocol'
  | 'platform'
  | 'runtimeVersion'
  | 'executionRole'
  | 'account'
  | 'region'
  | 'repository'
  | 'runtimeArn'
  | 'authorizerType';

/** Where a kind of manifest keeps them. Of several places the first that is filled counts. */
export type TextPlaces = { readonly [M in TextMember]?: readonly (readonly string[])[] };

/** Reads the texts of an agent from the places where a kind of manifest keeps them. */
export function textsOf(tree: Tree, places: TextPlaces): Partial<Pick<AgentConfig, TextMember>> {
  const found: Partial<Record<TextMember, Located<string>>> = {};
  for (const [member, paths] of Object.entries(places)) {
    for (const path of paths) {
      const text = locatedText(valueAt(tree, ...path));
      if (text === undefined) continue;
      found[member as TextMember] ??= text; // The keys of `TextPlaces` are exactly the members.
    }
  }
  return found;
}

/** The block that configures the authorizer, when it is there and not null. */
export function authorizerOf(tree: Tree, ...keys: readonly string[]): Pick<AgentConfig, 'authorizer'> {
  for (const key of keys) {
    const found = valueAt(tree, ...key.split('.'));
    if (isPresent(found)) return { authorizer: { tree: found, at: found.at } };
  }
  return {};
}

/** The agents of all manifests. */
export function configsOf({ files }: Manifests): readonly AgentConfig[] {
  return files.flatMap(({ agents }) => agents);
}

/** What an agent is called: by its name, else by its key. */
export function nameOf({ name, key }: AgentConfig): string {
  return name?.value ?? key?.value ?? '';
}

/** An agent at the beginning of a sentence. */
export function agentCalled(name: string): string {
  return name === '' ? 'The agent' : `Agent \`${name}\``;
}

/** Who reads the settings of an agent in the end, for sentences. */
export function toolOf({ kind }: Pick<AgentConfig, 'kind'>): string {
  if (kind === 'unread') return 'the AgentCore API';
  return kind === 'cli' ? 'the `@aws/agentcore` CLI' : 'the starter toolkit';
}

/** A value that is not there yet: a placeholder, or something that is filled in before the tool reads it. */
export function isOpen(value: string): boolean {
  return isInterpolated(value) || placeholderIn(value) !== undefined;
}
