import type { Edit, Fix } from '../../model/change.ts';
import type { DeployedValue } from './deployed-values.ts';
import { knownOf } from './known-places.ts';
import { isInterpolated, placeholderIn } from './placeholders.ts';

/** Fills in the account or the region where the rest of the agent tells it; every other value is known to nobody here. */
export function placeholderFix(
  { agent, path, value: { value, at } }: DeployedValue,
  placeholder: string,
): Fix | undefined {
  const word = wordOf(placeholder, value);
  const known = agent === undefined || word === undefined ? undefined : knownOf(agent, word);
  if (agent === undefined || known === undefined) return undefined;
  const filled = value.replace(placeholder, known);
  if (placeholderIn(filled) !== undefined || isInterpolated(filled)) return undefined;
  // A number of twelve digits needs quotes in YAML.
  if (path === undefined && /^\d+$/.test(filled)) return undefined;
  const edit: Edit =
    path === undefined
      ? { kind: 'swap', at, from: placeholder, to: known }
      : { kind: 'set', at: agent.tree.at, path, value: filled };
  return { title: `Write the ${word} of the agent, \`${known}\``, safety: 'review', edits: [edit] };
}

/** What a placeholder stands for: by what it says, or by its place in an ARN. */
function wordOf(placeholder: string, value: string): 'account' | 'region' | undefined {
  const [, , , region, account] = value.startsWith('arn:') ? value.split(':') : [];
  if (placeholder === '') return undefined;
  if (/account/i.test(placeholder) || account === placeholder) return 'account';
  return /region/i.test(placeholder) || region === placeholder ? 'region' : undefined;
}
